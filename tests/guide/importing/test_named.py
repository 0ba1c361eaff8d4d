"""A person says which headings begin a chapter."""

import pytest

from guide.importing.manuscripts import named, outline
from guide.importing.manuscripts.outline import Manuscript

BOOK = """# The wall

Before.

Rain

Pause

## Rain

Wet.

### Pause

Dry.

## Why

Because.
"""


def find(*chapters: str, markdown: str = BOOK) -> Manuscript:
    return outline.find(markdown, "Unnamed", "Introduction", chapters)


def test_named_headings_alone_begin_chapters() -> None:
    found = find("rain", "PAUSE")
    assert found.title == "The wall"
    assert [(each.title, each.body) for each in found.chapters] == [
        ("Introduction", "Before.\n\nRain\n\nPause\n"),
        ("Rain", "Wet.\n"),
        ("Pause", "Dry.\n\n## Why\n\nBecause.\n"),
    ]


def test_line_that_no_rule_takes_for_a_heading_begins_one() -> None:
    found = find("So it began, again.", markdown="a\n\nSo it began, again.\n\nb\n")
    assert [each.title for each in found.chapters] == [
        "Introduction",
        "So it began, again.",
    ]


def test_first_heading_of_all_may_be_a_chapter() -> None:
    found = find("One", markdown="# One\n\na\n\n## Two\n\nb\n")
    assert (found.title, found.chapters[0].body) == ("One", "a\n\n## Two\n\nb\n")


def test_line_among_others_of_a_plain_text_stands_by_itself() -> None:
    assert named.alone("a\n  The  rain\nb", ["the rain"]) == "a\n\nThe  rain\n\nb"


def test_what_stands_nowhere_is_named() -> None:
    with pytest.raises(named.Missing, match="Snow"):
        find("Rain", "Snow")
