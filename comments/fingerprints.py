"""Which comments say nearly the same: a few hashes of each, stored so that they meet.

How hashes are made and what is alike, ``comments.screening.repeats`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from comments.models import Comment, Fingerprint, Status
from comments.screening import repeats
from guide.statements import statement

# How long nearly the same words are recognised.
KEPT = timedelta(days=30)
_MEETINGS = (Status.PENDING, Status.CONCERN, Status.APPROVED, Status.SPAM)
# Three parameters each; older SQLite takes 999 in a statement.
_ROWS_AT_ONCE = 300

# A band, the key of the comment that had it last, and when.
Row = tuple[int, int, datetime]


class Words:
    """Those of one comment as they are compared."""

    def __init__(self, text: str) -> None:
        self.runs = repeats.runs(text)
        self.bands = repeats.bands_of(self.runs)


def twins(words: Words, at: datetime, itself: int | None) -> dict[bool, int]:
    """The latest other comment with nearly the same ``words``, by whether it is spam;
    ``itself`` is the key of theirs where it is stored."""
    return {
        status == Status.SPAM: pk
        for pk, status, text in _met(words.bands or [0], at - KEPT, itself or 0)
        if repeats.likeness(words.runs, repeats.runs(text)) >= repeats.ALIKE
    }


@statement
def _met(bands: Any, since: Any, itself: Any) -> QuerySet:
    lately = Fingerprint.objects.filter(
        band__in=bands, seen_at__gt=since, comment__status__in=_MEETINGS
    )
    met = lately.exclude(comment=itself).order_by("comment")
    return met.values_list("comment", "comment__status", "comment__text").distinct()


def learn(comment: Comment, at: datetime, words: Words | None = None) -> None:
    """Remember ``words``, which are the comment's own if None, as those of ``comment``.

    In a fixed order, so that two comments at once never wait for each other.
    """
    words = words or Words(comment.text)
    _store([(band, comment.pk, at) for band in words.bands])


def learn_all(comments: Iterable[Comment], now: datetime) -> None:
    """``learn`` for many that came at any time: those that are remembered ``now``."""
    # Of the same band the last: one statement can't write a row twice.
    rows = {
        band: (band, each.pk, each.submitted_at)
        for each in comments
        if each.submitted_at > now - KEPT
        for band in repeats.bands(each.text)
    }
    ordered = [rows[band] for band in sorted(rows)]
    for at in range(0, len(ordered), _ROWS_AT_ONCE):
        _store(ordered[at : at + _ROWS_AT_ONCE])


def _store(rows: Sequence[Row]) -> None:
    """In one statement. ``bulk_create`` would write it anew for each comment, which
    takes as long as a tenth of all that one costs."""
    if not rows:
        return
    adapt = connection.ops.adapt_datetimefield_value
    table = connection.ops.quote_name(Fingerprint._meta.db_table)
    places = ", ".join(["(%s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            # Only the table's name is put in, and it comes from the model.
            f"""
            INSERT INTO {table} (band, comment_id, seen_at) VALUES {places}
            ON CONFLICT (band) DO UPDATE SET
                comment_id = excluded.comment_id, seen_at = excluded.seen_at
            """,  # noqa: S608
            [value for band, key, at in rows for value in (band, key, adapt(at))],
        )


def forget(comment: Comment) -> None:
    """Unlearn the words of ``comment``."""
    comment.fingerprints.all().delete()


def forget_old(at: datetime) -> int:
    """Delete hashes of words that came more than 30 days before ``at``; how many."""
    old = Fingerprint.objects.filter(seen_at__lt=at - KEPT)
    count, _by_model = old.delete()
    return count
