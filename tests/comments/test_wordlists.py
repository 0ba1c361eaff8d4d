from pathlib import Path

import pytest

from comments.models import Rule
from comments.wordlists import BadWords, load_words, read_words

pytestmark = pytest.mark.django_db
SHIPPED = '[fear]\ntitle = "Fear"\nphrases = ["scared of him", "hit me"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "concern.toml").write_text(SHIPPED)
    return tmp_path


def test_shipped_words_become_rules_once() -> None:
    count = len(list(read_words()))
    assert load_words() == count == Rule.objects.count()
    assert load_words() == 0


def test_words_are_loaded_into_their_family(folder: Path) -> None:
    load_words(folder)
    rule = Rule.objects.get(value="hit me")
    assert (rule.effect, rule.what, rule.family) == ("concern", "text", "Fear")


def test_what_was_changed_or_deleted_stays_so(folder: Path) -> None:
    load_words(folder)
    Rule.objects.filter(value="hit me").update(value="hit us", is_active=False)
    Rule.objects.filter(value="scared of him").delete()
    load_words(folder)
    assert [(rule.value, rule.is_active) for rule in Rule.objects.all()] == [
        ("hit us", False)
    ]


def test_phrase_that_an_editor_wrote_before_stays_theirs(folder: Path) -> None:
    Rule.objects.create(effect="concern", value="hit me", reason="mine")
    load_words(folder)
    assert Rule.objects.get(value="hit me").reason == "mine"


def test_new_phrase_of_a_later_version_is_added(folder: Path) -> None:
    load_words(folder)
    (folder / "concern.toml").write_text(SHIPPED.replace('"hit me"', '"choked me"'))
    assert load_words(folder) == 1


@pytest.mark.parametrize("words", ["not toml", SHIPPED.replace("hit me", "***")])
def test_file_that_is_none_is_named(folder: Path, words: str) -> None:
    (folder / "concern.toml").write_text(words)
    with pytest.raises(BadWords, match=r"concern\.toml"):
        load_words(folder)


def test_loading_again_costs_one_look(  # type: ignore[no-untyped-def]
    folder: Path, django_assert_num_queries
) -> None:
    load_words(folder)
    with django_assert_num_queries(3):  # one, and its savepoint
        load_words(folder)
