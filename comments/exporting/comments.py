"""Comments as JSON, one a line of its own, so that no size is too large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import models

from comments.models import (
    Comment,
    DeclineReason,
    DiscussionSettings,
    Rule,
)
from comments.screening.listed import What
from guide.exporting.rows import plain
from guide.exporting.values import as_json

# What isn't exported of each, and why.
LEFT_OUT: Mapping[type[models.Model], Mapping[str, str]] = {
    Comment: {
        "correspondent": "the address goes only where it is asked for",
        "parent": "named by its number",
        "thread": "follows from what it replies to",
        "written_by": "accounts stay here; by_team says that it was one of them",
        "html": "rendered anew",
        "stands": "follows from the status",
        "reasons": "what was noticed when it came is for this desk",
        "text_digest": "keyed with this site's keys",
        "sender": "keyed with this site's keys, and gone within two days",
        "edits": "counts what happened here",
        "link_key": "opens the writer's own page",
    },
    Rule: {
        "key_name": "of this site's keys",
        "hits": "counts what happened here",
    },
    DeclineReason: {},
    DiscussionSettings: {},
}
# Rules that hold a hash under this site's keys mean nothing elsewhere.
_HASHED = (What.ADDRESS, What.SENDER)
AT_ONCE = 2_000


def export_comments(file: Path, with_addresses: bool) -> int:
    """All of them, in every status, the first one first; how many."""
    count = 0
    with file.open("w", encoding="utf-8") as opened:
        opened.write('{"comments": [')
        for count, values in enumerate(_comments(with_addresses), 1):
            opened.write(("," if count > 1 else "") + "\n" + as_json(values))
        opened.write("\n]}\n")
    return count


def _comments(with_addresses: bool) -> Iterator[dict[str, Any]]:
    related = ["post", "author", *(["correspondent"] if with_addresses else [])]
    rows = Comment.objects.select_related(*related).order_by("pk")
    for comment in rows.iterator(chunk_size=AT_ONCE):
        values = {"id": comment.pk, "parent": comment.parent_id} | _row(comment)
        values["by_team"] = comment.written_by_id is not None
        if with_addresses and comment.correspondent:
            values["email"] = comment.correspondent.email
        yield values


def export_discussion(file: Path) -> dict[str, int]:
    """The rules and settings of the conversation; how many rules and reasons."""
    rows = {
        "rules": _rows(Rule.objects.exclude(what__in=_HASHED)),
        "reasons for declining": _rows(DeclineReason.objects.all()),
        "settings": _rows(DiscussionSettings.objects.all()),
    }
    file.write_text(as_json(rows, indent=1) + "\n", encoding="utf-8")
    return {name: len(found) for name, found in rows.items() if name != "settings"}


def _rows(found: Any) -> list[dict[str, Any]]:
    return [_row(row) for row in found.order_by("pk")]


def _row(row: models.Model) -> dict[str, Any]:
    return plain(row, frozenset(LEFT_OUT[type(row)]))
