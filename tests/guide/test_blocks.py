import pytest
from django.core.exceptions import ValidationError
from django.db import models

from guide.blocks import find_mistakes, validate_blocks
from guide.models import Author, Guide, Page, Post

SAY = '::: say\n"Hello."\n:::\n'


def lines(text: str) -> list[int]:
    return [mistake.line for mistake in find_mistakes(text)]


def first(text: str) -> str:
    return str(next(find_mistakes(text)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Words.",
        SAY,
        f"Words.\n{SAY}\nMore.\n\n{SAY}",
        SAY.replace("\n", "\r\n"),
        "::: say\nWords.\n:::",
        "> ::: say\n> Words.\n> :::\n\nMore.",
        "- One\n\n  ::: safety\n  Words.\n  :::\n- Two",
        ":::: safety\n::: say\nWords.\n:::\n::::",
        "```\n::: sya\n```",
        r"\::: say",
        "Three marks ::: within a line.",
    ],
)
def test_well_formed_text_has_no_mistake(text: str) -> None:
    assert not lines(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Words.\n\n::: say\nWords.\n\nThe rest.", 3),
        ("Words.\r\n\r\n::: safety\r\nWords.\r\n", 3),
        ("::: say\n\n\n", 1),
        (":::: say\nWords.\n:::", 1),
        ("> ::: say\n> Words.\n\nThe rest.", 1),
        (f"{SAY}\n::: say\nWords.", 5),
    ],
)
def test_block_that_is_never_closed_is_named_by_its_line(text: str, line: int) -> None:
    assert first(text).startswith(f"Line {line}: the block “:::")
    assert "is never closed" in first(text)


def test_block_that_begins_inside_an_open_one() -> None:
    text = "::: say\nWords.\n\n::: safety\nWords.\n:::\nThe rest."
    assert first(text).startswith("Line 4: “::: safety” begins before the block above")


def test_block_of_an_unknown_kind() -> None:
    assert first(f"Words\n::: sya\n{SAY}").startswith("Line 2: “::: sya” begins no bl")


def test_closing_marks_without_a_block() -> None:
    assert first(f"{SAY}\nWords.\n:::").startswith("Line 6: “:::” closes nothing")


def test_words_beside_the_kind_would_be_lost() -> None:
    assert first("::: say Hello.\n:::").startswith("Line 1: “::: say Hello.” would")


def test_long_line_is_quoted_in_part() -> None:
    assert len(first("::: sya " + "words " * 100)) < 200


def test_signs_of_formatting_are_quoted_as_they_are() -> None:
    assert "“::: %s%d”" in first("::: %s%d")
    with pytest.raises(ValidationError, match="%s%d"):
        validate_blocks("::: %s%d")


@pytest.mark.parametrize(
    ("model", "field"),
    [(Post, "body"), (Page, "body"), (Guide, "opening"), (Author, "bio")],
)
def test_text_with_an_open_block_is_no_valid_row(
    model: type[models.Model], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        model(**{field: "::: say\nWords."}).clean_fields()
    assert caught.value.message_dict[field][0].startswith("Line 1: the block “::: say”")
