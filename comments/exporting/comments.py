"""Comments as JSON, one a line of its own, so that no size is too large."""

from __future__ import annotations

from collections.abc import Iterator
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
from guide.exporting.tables import Table
from guide.exporting.values import as_json

COMMENTS = Table(
    "comments",
    Comment,
    lambda comment: str(comment.pk),
    {
        "correspondent": "the address goes only where it is asked for",
        "parent": "named by its number",
        "thread": "follows from what it replies to",
        "written_by": "accounts stay here",
        "html": "rendered anew",
        "reasons": "what was noticed when it came is for this desk",
        "text_digest": "keyed with this site's keys",
        "sender": "keyed with this site's keys, and gone within two days",
        "edits": "counts what happened here",
        "link_key": "opens the writer's own page",
    },
)
AT_ONCE = 2_000


class RuleTable(Table):
    """But for those that hold a hash under this site's keys: elsewhere it means
    nothing."""

    def rows(self) -> models.QuerySet[Any]:
        return super().rows().exclude(what__in=(What.ADDRESS, What.SENDER))


DISCUSSION = (
    RuleTable(
        "rules",
        Rule,
        lambda rule: f"{rule.effect}/{rule.what}/{rule.value}",
        {"key_name": "of this site's keys", "hits": "counts what happened here"},
    ),
    Table("reasons for declining", DeclineReason, lambda reason: reason.label),
    Table("discussion settings", DiscussionSettings, lambda _row: "1", only=1),
)


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
    rows = COMMENTS.rows()
    if with_addresses:
        rows = rows.select_related("post", "author", "correspondent")
    for comment in rows.iterator(chunk_size=AT_ONCE):
        values = {"id": comment.pk, "parent": comment.parent_id}
        values |= COMMENTS.values(comment)
        if with_addresses and comment.correspondent:
            values["email"] = comment.correspondent.email
        yield values
