"""The clocks: what is kept only for a time, and the erasing of it."""

from datetime import datetime

from django.db import connection

from comments import ratelimit


def keep_clocks(at: datetime | None = None) -> dict[str, int]:
    """Erase what has had its time at ``at`` (now if None); counts by what it was.

    Safe to stop at any point and to run again.
    """
    counts = {"sender hashes": ratelimit.forget_senders(at)}
    if connection.vendor == "sqlite":
        # Erased words are overwritten in the file (secure_delete), but the log beside it
        # still holds older pages until it is emptied.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return counts
