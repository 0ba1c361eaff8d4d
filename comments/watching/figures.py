"""What /metrics tells. Nothing in it names or numbers a person, a text or a row.

No count walks a large table: each stops at a thousand, which is as good as more to who
has to act on it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Min, QuerySet

from comments import desk, outbox
from comments.models import Comment, Decision, LastDone, OutboxMail, Status
from comments.watching import health
from comments.watching.exposition import Figure

logger = logging.getLogger(__name__)
MOST_COUNTED = 1000
DATABASE_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def figures(at: datetime) -> list[Figure]:
    """All of them; where the database doesn't answer, those that need none."""
    checks = health.look(at)
    found = [_checks(checks), *_of_this_process()]
    if checks["database"] == health.OK:
        try:
            found += [*_waiting(at), *_mail(at), *_decided(at), *_stored()]
        except (DatabaseError, InterfaceError) as error:
            logger.error("Figures are missing (%s).", type(error).__name__)
    return found


def _checks(checks: dict[str, str]) -> Figure:
    return Figure(
        "footbridge_check_ok",
        "Whether a check of /healthz is fine (1) or late or failed (0).",
        {name: float(word == health.OK) for name, word in checks.items()},
        label="check",
    )


def _of_this_process() -> Iterator[Figure]:
    yield Figure(
        "footbridge_mails_tried_total",
        "Mails that this worker sent, failed to send or gave up since it began.",
        {word: float(count) for word, count in outbox.tried.items()},
        label="outcome",
        kind="counter",
    )
    yield Figure(
        "footbridge_worker_resident_bytes",
        "Memory that this worker holds.",
        _one(_resident_bytes()),
    )
    yield Figure(
        "footbridge_disk_free_bytes",
        "Room left where media and pages lie.",
        _one(health.free_bytes(Path(settings.VAR_DIR))),
    )


def _waiting(at: datetime) -> Iterator[Figure]:
    yield Figure(
        "footbridge_comments_waiting",
        f"Comments on the moderators' desk, {MOST_COUNTED} at most of each group.",
        {name: _count(found()) for name, found in desk.GROUPS.items()},
        label="group",
    )
    waiting = (Status.PENDING, Status.CONCERN)
    yield Figure(
        "footbridge_comments_waiting_seconds",
        "How long the oldest comment has waited for a person.",
        {status.value: _waited(status, at) for status in waiting},
        label="status",
    )


def _waited(status: Status, at: datetime) -> float:
    found = Comment.objects.filter(status=status).order_by("pk")
    return _since(found.values_list("submitted_at", flat=True).first(), at)


def _mail(at: datetime) -> Iterator[Figure]:
    mails = OutboxMail.objects
    states = {
        "waiting": mails.waiting(),
        "due": mails.due(at),
        "given-up": mails.given_up(),
    }
    yield Figure(
        "footbridge_mails",
        f"Mails on their way, {MOST_COUNTED} at most of each state; due is part of "
        "waiting.",
        {name: _count(found) for name, found in states.items()},
        label="state",
    )
    oldest_due = mails.due(at).values_list("next_try_at", flat=True).first()
    yield Figure(
        "footbridge_mail_due_seconds",
        "How long the worker has left the oldest due mail untried.",
        _one(_since(oldest_due, at)),
    )
    wanted = mails.waiting().filter(attempts__gt=0)[:MOST_COUNTED]
    yield Figure(
        "footbridge_mail_failing_seconds",
        "Since when a mail should have gone out that was tried and isn't taken.",
        _one(_since(wanted.aggregate(since=Min("due_at"))["since"], at)),
    )


def _decided(at: datetime) -> Iterator[Figure]:
    """From the newest back: they are never changed, so their keys tell the order."""
    newest = Decision.objects.order_by("-pk").values_list("at", "to_status")
    counts = dict.fromkeys(Status.values, 0.0)
    for decided_at, status in newest[:MOST_COUNTED]:
        counts[status] += decided_at > at - timedelta(days=1)
    yield Figure(
        "footbridge_decisions_last_day",
        f"Decisions of the last 24 hours, of the newest {MOST_COUNTED}.",
        counts,
        label="to",
    )


def _stored() -> Iterator[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(DATABASE_SIZE[connection.vendor])
        [size] = cursor.fetchone()
    yield Figure("footbridge_database_bytes", "Size of the database.", _one(size))
    yield Figure(
        "footbridge_last_done_timestamp_seconds",
        "When what is done again and again was last done.",
        {row.what: row.at.timestamp() for row in LastDone.objects.order_by("what")},
        label="what",
    )


def _count(found: QuerySet) -> float:
    return float(found.order_by()[:MOST_COUNTED].count())


def _since(moment: datetime | None, at: datetime) -> float:
    return max(0.0, (at - moment).total_seconds()) if moment else 0.0


def _one(value: float) -> dict[str, float]:
    return {"": float(value)}


def _resident_bytes() -> int:
    """0 on a system that doesn't tell."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
