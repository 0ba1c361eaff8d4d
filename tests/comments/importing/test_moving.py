"""What ``docs/moving.md`` says of tables is so."""

import re
from pathlib import Path

from comments.importing import tables
from comments.models import Status

TEXT = (Path(__file__).parents[3] / "docs" / "moving.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.S)[0]


def test_both_examples_say_the_same() -> None:
    from_csv, from_json = (
        list(tables.read(example(name)).comments) for name in ("csv", "json")
    )
    assert from_csv == from_json
    assert [comment.parent for comment in from_csv] == ["", "1", ""]
    assert [comment.status for comment in from_csv] == [
        Status.APPROVED,
        Status.APPROVED,
        Status.PENDING,
    ]


def test_every_name_is_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (needed)? ?\|", TEXT, re.M)
    assert {name for name, _needed in rows} == {*tables.KNOWN}
    assert {name for name, needed in rows if needed} == {*tables.NEEDED}
