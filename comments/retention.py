"""The clocks: what is kept only for a time, and the erasing of it."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from comments import evidence, ratelimit, redaction
from comments.models import Report, Rule

REPORT_WORDS_KEPT = timedelta(days=90)


def keep_clocks(at: datetime | None = None) -> dict[str, int]:
    """Erase what has had its time at ``at`` (now if None); counts by what it was.

    Safe to stop at any point and to run again.
    """
    at = at or timezone.now()
    return {
        "sender hashes": ratelimit.forget_senders(at),
        "hashes of words": evidence.forget_repeats(at),
        "rules about a connection": Rule.objects.forget_senders(at),
        "originals of taken out words": redaction.forget_originals(at),
        "reports’ words": forget_report_words(at),
    }


def forget_report_words(at: datetime | None = None) -> int:
    """Erase what reports said that were settled 90 days before ``at`` (now if None)."""
    oldest = (at or timezone.now()) - REPORT_WORDS_KEPT
    settled = Report.objects.filter(settled_at__lte=oldest).exclude(words="")
    return settled.update(words="")


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
