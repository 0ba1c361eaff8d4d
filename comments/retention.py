"""The clocks: what is kept only for a time, and the erasing of it."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from comments import outbox, ratelimit


def keep_clocks(at: datetime | None = None) -> dict[str, int]:
    """Erase what has had its time at ``at`` (now if None); counts by what it was.

    Safe to stop at any point and to run again.
    """
    at = at or timezone.now()
    return {
        "sender hashes": ratelimit.forget_senders(at),
        "old mails": outbox.forget_old(at),
    }


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
