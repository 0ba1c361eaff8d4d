"""Front matter is TOML that reads back as it was."""

import tomllib
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from guide.exporting.front_matter import document, toml

# Surrogates are no text in UTF-8.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT)
def test_any_text_comes_back(text: str) -> None:
    assert tomllib.loads(toml({"text": text})) == {"text": text}


def test_numbers_truths_lists_and_tables_come_back() -> None:
    values = {
        "rows": [{"a": "x", "b": 1}, {"a": "y"}],
        "open": True,
        "days": 0,
        "topics": ["one", "two"],
        "none": [],
    }
    assert tomllib.loads(toml(values)) == values


def test_moment_is_in_utc_to_the_microsecond() -> None:
    east = timezone(timedelta(hours=2))
    at = datetime(2026, 11, 30, 10, 0, 0, 123456, tzinfo=east)
    found = tomllib.loads(toml({"at": at}))["at"]
    assert found == at and found.tzinfo == UTC


def test_what_is_none_is_not_there() -> None:
    assert toml({"guide": None, "title": "A"}) == 'title = "A"\n'


def test_body_stands_below_as_it_is() -> None:
    assert document({"a": 1}, "Words.\r\n+++\n") == "+++\na = 1\n+++\nWords.\r\n+++\n"
