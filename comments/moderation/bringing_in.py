"""Comments come along from elsewhere, many at a time, with what was decided there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from comments import correspondents, evidence, fingerprints, on_page, text
from comments.models import (
    Cause,
    Comment,
    Correspondent,
    Decision,
    DiscussionSettings,
    Status,
)
from comments.screening.listed import Listed
from comments.screening.values import Limits
from comments.screening.verdict import Outcome, judge, signs_of

_TABLE = Comment._meta.db_table


@dataclass(frozen=True)
class Arrival:
    """One of many; ``words`` tidied, ``email`` normal or "".

    ``parent`` is the stored comment that it replies to; or ``reply_to`` the place, in
    the same sequence, of one before it. ``author`` is the key of the author of this
    site whose words these are.
    """

    post: int
    name: str = field(repr=False)
    words: str = field(repr=False)
    at: datetime
    status: Status
    email: str = field(default="", repr=False)
    parent: Comment | None = None
    reply_to: int | None = None
    author: int | None = None
    of_team: bool = False
    is_step: bool = False
    pinned_at: datetime | None = None
    # Of a site like this one: the number that it keeps, and whether it had its place;
    # then it stays beneath its parent, whatever became of that.
    number: int | None = None
    stood: bool | None = None


@transaction.atomic
def bring_in(arrivals: Sequence[Arrival]) -> list[Comment]:
    """Store ``arrivals`` in their order, each in the status that it had elsewhere.

    Addresses come in unconfirmed, and nobody is told by mail. What replies to a comment
    that isn't on the page stands by itself. What waits is looked at by the rules, so
    that a concern comes on top; what was put away is kept for as long as if it had been
    put away here today.
    """
    if not arrivals:
        return []
    writers = correspondents.remember_all({each.email for each in arrivals} - {""})
    rows = [_row(each, writers.get(each.email)) for each in arrivals]
    _screen([row for row in rows if row.status == Status.PENDING])
    together = zip(rows, arrivals, strict=True)
    unnumbered = [row for row, arrival in together if arrival.number is None]
    for row, key in zip(unnumbered, _free_keys(len(unnumbered)), strict=True):
        row.pk = key
    for row, parent in _replies(arrivals, rows):
        row.parent, row.thread = parent, parent.thread or parent
    Comment.objects.bulk_create(rows)
    Decision.objects.bulk_create(
        Decision(
            comment=row,
            from_status=Status.PENDING,
            to_status=arrival.status,
            cause=Cause.IMPORT,
        )
        for arrival, row in zip(arrivals, rows, strict=True)
        if arrival.status in (Status.DECLINED, Status.SPAM)
    )
    fingerprints.learn_all(rows, timezone.now())
    on_page.came([row for row in rows if row.stands])
    return rows


def _free_keys(count: int) -> Iterable[int]:
    """The next keys of comments, so that replies can name those before them and all
    are stored in one statement."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "nextval(pg_get_serial_sequence('comments_comment', 'id'))"
            cursor.execute(f"SELECT {sequence} FROM generate_series(1, %s)", [count])  # noqa: S608 (no words of others)
            return sorted(key for [key] in cursor.fetchall())
        # SQLite lets nobody else write until this transaction has ended, and never
        # gives a key twice.
        cursor.execute("UPDATE sqlite_sequence SET seq = seq WHERE name = %s", [_TABLE])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [_TABLE])
        last = next(iter(cursor.fetchall()), (0,))[0]
        return range(last + 1, last + 1 + count)


def _row(arrival: Arrival, writer: Correspondent | None) -> Comment:
    parent = arrival.parent
    fits = arrival.stood is not None or (parent and parent.is_on_page)
    if parent and not (fits and parent.post_id == arrival.post):
        parent = None
    stood = arrival.stood
    return Comment(
        pk=arrival.number,
        post_id=arrival.post,
        correspondent=writer,
        parent=parent,
        thread=parent and (parent.thread or parent),
        author_id=arrival.author,
        of_team=arrival.of_team,
        name=arrival.name,
        text=arrival.words,
        html=text.render(arrival.words),
        submitted_at=arrival.at,
        text_digest=text.digests(arrival.words)[0],
        status=arrival.status,
        stands=arrival.status == Status.APPROVED if stood is None else stood,
        is_step=arrival.is_step,
        pinned_at=arrival.pinned_at,
    )


def _replies(
    arrivals: Sequence[Arrival], rows: Sequence[Comment]
) -> Iterator[tuple[Comment, Comment]]:
    """Those of ``rows`` that reply to one of them, and which; top down."""
    for arrival, row in zip(arrivals, rows, strict=True):
        parent = None if arrival.reply_to is None else rows[arrival.reply_to]
        fits = arrival.stood is not None or (parent and parent.stands)
        if parent and fits and parent.post_id == row.post_id:
            yield row, parent


def _screen(waiting: Sequence[Comment]) -> None:
    """What the rules find in words that nobody has decided on. That it is spam a person
    shall say: one let it wait."""
    if not waiting:
        return
    rules, limits = _rules()
    for row in waiting:
        verdict = judge(signs_of(evidence.of_stored(row), rules, limits))
        row.reasons = [sign.as_json() for sign in verdict.signs]
        if verdict.status is Outcome.CONCERN:
            row.status = Status.CONCERN


def _rules() -> tuple[list[Listed], Limits]:
    names = evidence.public_names()
    rules = evidence.rules_in_use(timezone.now())
    return list(rules), DiscussionSettings.load().limits(names)
