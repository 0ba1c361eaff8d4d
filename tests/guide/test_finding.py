"""What a search finds, on either database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from guide import finding, search, words
from guide.models import Post
from guide.search_entries import Entry
from tests.make import make_page, make_post

pytestmark = pytest.mark.django_db
LAST = 2**62


def texts(asked: str, page: int = 1) -> list[str]:
    found = finding.texts(words.query(asked), page)
    return [hit.row.title for hit in found.hits]


def talk(asked: str, before: int = LAST) -> list[int]:
    found = finding.talk(words.query(asked), before)
    return [hit.row.key for hit in found.hits]


def say(key: int, text: str, under: int | None = None) -> None:
    """Have a comment found, as the app of the comments does."""
    post = make_post().pk
    search.put([Entry("comment", key, "/", text=text, post=post, under=under)])


@pytest.mark.parametrize(
    "asked", ["cafe", "CAFÉS", "walking", "walked cafe", '"to the cafe"', "kev’s"]
)
def test_post_is_found_by_its_words_in_any_form(asked: str) -> None:
    make_post(title="Found", body="We *walk* to the café at Kev's.")
    make_post(title="Another")
    assert texts(asked) == ["Found"]


@pytest.mark.parametrize("asked", ['"cafe to the walk"', '"cafe walk"', "caf", "zebra"])
def test_other_words_do_not_find_it(asked: str) -> None:
    make_post(body="We walk to the café.")
    assert texts(asked) == []


def test_phrase_does_not_reach_from_the_title_into_the_text() -> None:
    make_post(title="A small", body="step it is.")
    assert texts('"small step"') == [] and texts('small "step it"') == ["A small"]


def test_word_of_a_title_counts_more() -> None:
    make_post(title="One", body="The river. " * 5)
    make_post(title="The river", body="It was there.")
    assert texts("river") == ["The river", "One"]


def test_text_with_more_of_the_word_comes_first() -> None:
    make_post(title="Little", body="A river. " + "Nothing else. " * 5)
    make_post(title="Much", body="A river. " * 4 + "Nothing else. " * 2)
    assert texts("river") == ["Much", "Little"]


def test_some_of_the_words_do_where_nothing_has_all() -> None:
    make_post(title="One", body="A river.")
    found = finding.texts(words.query("river zebra"))
    assert found.is_loose and [hit.row.title for hit in found.hits] == ["One"]
    assert not finding.texts(words.query("river")).is_loose


def test_post_is_found_once_it_is_published() -> None:
    soon = timezone.now() + timedelta(hours=1)
    make_post(title="Soon", body="A river.", published_at=soon)
    make_post(title="Never", body="A river.", published_at=None)
    query = words.query("river")
    assert not finding.texts(query).hits
    later = finding.texts(query, at=soon + timedelta(seconds=1)).hits
    assert [hit.row.title for hit in later] == ["Soon"]


def test_comments_come_the_newest_first_and_in_pages_by_key() -> None:
    for key in range(1, 26):
        say(key, "A walk.")
    assert talk("walk") == list(range(25, 15, -1))
    assert talk("walk", before=16) == list(range(15, 5, -1))
    query = words.query("walk")
    assert finding.talk(query, LAST).next == 16
    assert talk("walk", before=6) == [5, 4, 3, 2, 1]
    assert finding.talk(query, 6).next == 0


def test_rare_word_is_found_behind_many_comments() -> None:
    post = make_post().pk
    said = (Entry("comment", n, "/", text="A walk.", post=post) for n in range(2, 1100))
    say(1, "A zebra.")
    search.put(said)
    assert talk("zebra") == [1]


def test_reply_is_found_while_its_thread_is_there() -> None:
    say(1, "First.")
    say(2, "A walk.", under=1)
    assert talk("walk") == [2]
    search.take_out("comment", [1])
    assert talk("walk") == []


def test_comment_is_found_while_its_post_is_there() -> None:
    say(1, "A walk.")
    Post.objects.update(published_at=None)
    assert talk("walk") == []


def test_words_of_comments_find_no_text_and_the_reverse() -> None:
    make_post(body="A river.")
    say(1, "A walk.")
    assert texts("walk") == [] and talk("river") == []


def test_texts_come_in_pages() -> None:
    for number in range(23):
        make_post(title=f"Post {number}", body="A river.")
    pages = [texts("river", page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23
    query = words.query("river")
    assert [finding.texts(query, page).next for page in (1, 2, 3)] == [2, 3, 0]
    assert texts("river", 2**40) == [] and texts("river", -1) == []


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        "'",
        '"""',
        "NEAR(a b, 2)",
        "walk* OR NOT title_words:walk ^walk {walk}",
        "a AND",
        "walk & !walk <-> :*",
        "\0walk\0",
        "'; DROP TABLE guide_searchrow; --",
        "%s %(terms)s {}",
        "x" * 10_000,
        "walk " * 2_000,
        "😀 ️‍",
        "ﷺ ½ ² ﬃ",
        "\ud800",
        "ก" * 300,
    ],
)
def test_hostile_words_are_only_words(asked: str) -> None:
    make_post(body="A walk.")
    say(1, "A walk.")
    query = words.query(asked)
    finding.texts(query), finding.talk(query, LAST)
    assert texts("walk") and talk("walk")


def test_plain_page_is_found() -> None:
    make_page(slug="help", title="Help", body="Somebody to **talk** to.")
    assert texts("talk") == ["Help"]


def test_long_text_is_found_and_stored() -> None:
    long = " ".join(f"word{n}" for n in range(60_000))
    make_post(title="Long", body=long, published_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert texts("word17") == ["Long"]
