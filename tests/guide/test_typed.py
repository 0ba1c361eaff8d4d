"""Rows of a form that somebody else deleted meanwhile."""

from django.http import QueryDict

from guide.typed import with_present_rows


def form(*rows: str, initial: int = 0) -> QueryDict:
    """One of questions; ``rows`` are an id and a question, such as ``5 How?``."""
    given = QueryDict(mutable=True)
    given["questions-TOTAL_FORMS"] = str(len(rows))
    given["questions-INITIAL_FORMS"] = str(initial)
    for number, row in enumerate(rows):
        given[f"questions-{number}-id"], _blank, question = row.partition(" ")
        given[f"questions-{number}-question"] = question
    return given


def rows_of(given: QueryDict) -> list[str]:
    count = int(str(given["questions-TOTAL_FORMS"]))
    return [
        f"{given[f'questions-{n}-id']} {given[f'questions-{n}-question']}"
        for n in range(count)
    ]


def test_row_that_is_gone_becomes_a_new_one_behind_the_others() -> None:
    found = with_present_rows(
        form("5 Five", "7 Seven", " New", initial=2), "questions", [7]
    )
    assert rows_of(found) == ["7 Seven", " Five", " New"]
    assert found["questions-INITIAL_FORMS"] == "1"


def test_row_that_was_to_be_deleted_and_is_gone_stays_gone() -> None:
    given = form("5 Five", "7 Seven", initial=2)
    given["questions-0-DELETE"] = "on"
    found = with_present_rows(given, "questions", [7])
    assert rows_of(found) == ["7 Seven"]


def test_form_whose_rows_are_all_there_stays_as_it_is() -> None:
    given = form("5 Five", " New", initial=1)
    assert with_present_rows(given, "questions", [5]) == given


def test_nonsense_stays_nonsense() -> None:
    given = QueryDict("questions-TOTAL_FORMS=many&questions-0-id=5")
    assert with_present_rows(given, "questions", []) == given
