"""Words that save themselves: what is kept, for whom and how long."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone

from guide import unsaved
from guide.models import UnsavedText
from guide.unsaved import Sheet
from tests.make import make_moderator, make_page


@pytest.fixture
def author(db: None) -> User:
    return make_moderator()


def keep(by: User, sheet: str = "sheet-one", turn: int = 1, words: str = "A") -> None:
    unsaved.keep(by, Sheet(sheet, turn), "page", None, [("title", words)])


def words_of(by: User) -> list[str]:
    rows = UnsavedText.objects.filter(by=by, is_saved=False)
    return [row.fields[0][1] for row in rows]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "_sheet=short&_turn=1",
        f"_sheet={'a' * 41}&_turn=1",
        "_sheet=some/where&_turn=1",
        "_sheet=sheet-one",
        "_sheet=sheet-one&_turn=-1",
        "_sheet=sheet-one&_turn=²",
        "_sheet=sheet-one&_turn=2000000001",
    ],
)
def test_form_that_is_none_of_ours(query: str) -> None:
    assert Sheet.of(QueryDict(query)) is None


def test_only_what_was_typed_is_kept() -> None:
    query = QueryDict(
        "csrfmiddlewaretoken=t&_begun=b&title=A%00+title&topics=1&topics=2"
        "&questions-__prefix__-answer=&questions-0-answer=Yes"
    )
    assert unsaved.words_in(query) == [
        ("title", "A title"),
        ("topics", "1"),
        ("topics", "2"),
        ("questions-0-answer", "Yes"),
    ]


def test_later_words_take_the_place_of_earlier_ones(author: User) -> None:
    keep(author, turn=1, words="A")
    keep(author, turn=3, words="C")
    keep(author, turn=2, words="B, which was long on its way")
    assert words_of(author) == ["C"]


def test_two_tabs_keep_both(author: User) -> None:
    keep(author, "sheet-one", words="A")
    keep(author, "sheet-two", words="B")
    assert words_of(author) == ["B", "A"]


def test_same_sheet_of_somebody_else_is_another_one(author: User) -> None:
    other = make_moderator()
    keep(author, words="A")
    keep(other, words="B")
    assert (words_of(author), words_of(other)) == (["A"], ["B"])


def test_saved_words_go_and_what_comes_late_stays_out(author: User) -> None:
    page = make_page()
    keep(author, turn=1)
    unsaved.saved(author, Sheet("sheet-one", 2), "page", page)
    keep(author, turn=2, words="late")
    assert words_of(author) == [] and UnsavedText.objects.get().fields == []
    keep(author, turn=3, words="typed after it")
    assert words_of(author) == ["typed after it"]


def test_oldest_goes_where_somebody_has_too_many(author: User) -> None:
    for number in range(unsaved.MOST_SHEETS + 1):
        keep(author, f"sheet-number-{number}", words=str(number))
    assert words_of(author)[-1] == "1"


def test_words_that_nobody_came_back_to_are_forgotten(author: User) -> None:
    now = timezone.now()
    keep(author, "sheet-one", words="old")
    UnsavedText.objects.update(at=now - unsaved.KEPT_FOR - timedelta(hours=1))
    keep(author, "sheet-two", words="new")
    assert unsaved.forget_old(now) == 1
    assert words_of(author) == ["new"]


def test_saved_sheets_are_forgotten_after_a_day(author: User) -> None:
    unsaved.saved(author, Sheet("sheet-one", 1), "page", make_page())
    assert unsaved.forget_old(timezone.now()) == 0
    assert unsaved.forget_old(timezone.now() + unsaved.KNOWN_FOR) == 1
