"""The clocks: what is kept only for a time, and the erasing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import (
    check_ins,
    fingerprints,
    moderation,
    outbox,
    ratelimit,
    redaction,
    subscriptions,
)
from comments.importing import kept_files
from comments.models import (
    Comment,
    Decision,
    DiscussionSettings,
    LastDone,
    Report,
    Rule,
    Status,
)
from guide import epub, made, related, search, unsaved

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BATCH = 500


@dataclass(frozen=True)
class Clock:
    """``erase`` is given the moment before which things have had their time, and says
    how many went. ``days`` names the field of DiscussionSettings that holds the time.
    """

    what: str
    days: str
    promise: StrPromise
    erase: Callable[[datetime], int]


def keep_clocks(at: datetime | None = None) -> dict[str, int]:
    """Erase what has had its time at ``at`` (now if None); counts by what it was.

    Safe to stop at any point and to run again: each comment, or batch of rows, is a
    transaction of its own.
    """
    at = at or timezone.now()
    rules = DiscussionSettings.load()
    counts = {
        "sender hashes": ratelimit.forget_senders(at),
        "hashes of words": fingerprints.forget_old(at),
        "rules about a connection": Rule.objects.forget_senders(at),
        "old mails": outbox.forget_old(at),
        "unconfirmed wishes for mail": subscriptions.forget_unconfirmed(at),
        "old check-ins": check_ins.forget_old(at),
        "files to bring in": kept_files.forget_old(at),
        "old unsaved words": unsaved.forget_old(at),
    }
    for clock in CLOCKS:
        counts[clock.what] = clock.erase(at - _time(clock, rules))
    counts["ended sessions"] = _end_sessions(at)
    search.merge_what_was_taken_out()
    related.catch_up()
    counts["old made files"] = made.forget_old(at)
    epub.make_ahead()
    LastDone.objects.note(LastDone.What.CLOCKS, at)
    return counts


def promises() -> list[str]:
    """What /privacy/ says of each clock, with its present time, and of backups."""
    rules = DiscussionSettings.load()
    clocks = [(clock.promise, _time(clock, rules).days) for clock in CLOCKS]
    # Not the worker's work: who makes a backup drops the old ones.
    backups = (BACKUPS_PROMISE, settings.BACKUP_DAYS)
    return [str(promise) % {"days": days} for promise, days in [*clocks, backups]]


def _time(clock: Clock, rules: DiscussionSettings) -> timedelta:
    return timedelta(days=getattr(rules, clock.days))


def _expire(status: Status, before: datetime) -> int:
    found = Comment.objects.filter(status=status).decided_before(before)
    done = 0
    for keys in _batches(found):
        rows = Comment.objects.filter(pk__in=keys, status=status)
        for comment in rows.only("pk", "status"):
            done += moderation.expire(comment)
    return done


def _forget_words(before: datetime) -> int:
    found = Decision.objects.filter(at__lt=before).exclude(why="")
    return sum(
        Decision.objects.filter(pk__in=keys).update(why="") for keys in _batches(found)
    )


def _forget_report_words(before: datetime) -> int:
    settled = Report.objects.filter(settled_at__lt=before).exclude(words="")
    return settled.update(words="")


def _end_sessions(at: datetime) -> int:
    ended: int = Session.objects.filter(expire_date__lt=at).delete()[0]
    return ended


def _batches(found: QuerySet[Any]) -> Iterator[list[int]]:
    """The keys of ``found``, some hundreds at a time, each found once."""
    last = 0
    while keys := list(
        found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield keys
        last = keys[-1]


BACKUPS_PROMISE = _("Backups, with whatever was erased since: %(days)s days.")
CLOCKS = [
    Clock(
        "comments marked as spam",
        "spam_days",
        _("Comments marked as spam: %(days)s days after they were marked."),
        partial(_expire, Status.SPAM),
    ),
    Clock(
        "declined comments",
        "declined_days",
        _("Comments we decided not to publish: %(days)s days after the decision."),
        partial(_expire, Status.DECLINED),
    ),
    Clock(
        "words about decisions",
        "decision_words_days",
        _("What we wrote to you about a decision: %(days)s days after it."),
        _forget_words,
    ),
    Clock(
        "originals of taken out words",
        "redaction_days",
        _("Words that a moderator took out of a comment: %(days)s days after that."),
        redaction.forget_originals,
    ),
    Clock(
        "reports’ words",
        "report_words_days",
        _("What you told a moderator: %(days)s days after they looked."),
        _forget_report_words,
    ),
]


def empty_log() -> bool:
    """Empty SQLite's write-ahead log; False where a long read was in the way.

    Erased words are overwritten in the database file (secure_delete), but that log
    beside it still holds older pages until then.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _moved = cursor.fetchone()
    return not busy
