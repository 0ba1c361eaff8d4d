"""Other machines with the same PostgreSQL: what is forgotten here is told with the
transaction that changes it, and heard there within a second.

Who can't hear lets no kept page out. SQLite is one machine's, where the mapped file
says it all.
"""

from __future__ import annotations

import logging
import os
import select
import threading
import time
from typing import Any

from django.db import connection

from guide.pagecache.generation import EVERYTHING, SLOTS, Generation

CHANNEL = "footbridge_pages"
# A listener asks so often whether its server is still there, and is deaf after so long.
ASKS_SECONDS, DEAF_SECONDS = 0.25, 1.0
logger = logging.getLogger(__name__)


def tell(slot: int, machine: int) -> None:
    """Sent by PostgreSQL itself, once this transaction is committed and only then."""
    if connection.vendor != "postgresql":
        return
    # Past Django's cursor: it is part of no page and no decision that counts its own.
    with connection.wrap_database_errors:
        words = [CHANNEL, f"{slot} {machine}"]
        connection.connection.execute("SELECT pg_notify(%s, %s)", words)


class Listener:
    """Of one process. Its thread begins when it is first wanted: a server may have made
    copies of the process before."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._process = 0
        self._heard_at = 0.0

    def is_heard(self) -> bool:
        return time.monotonic() - self._heard_at < DEAF_SECONDS

    def begin(self) -> None:
        if self._process != os.getpid():
            self._process = os.getpid()
            threading.Thread(target=self._listen_on, daemon=True).start()

    def _listen_on(self) -> None:
        while True:
            try:
                self._listen()
            except Exception as error:
                logger.warning("Other nodes aren't heard (%s).", type(error).__name__)
            time.sleep(DEAF_SECONDS)

    def _listen(self) -> None:
        import psycopg  # A site on SQLite never loads it.

        given = connection.get_connection_params()
        with psycopg.connect(**given, autocommit=True) as link:
            link.add_notify_handler(self._take)
            link.execute(f"LISTEN {CHANNEL}")
            # Whatever was said while nobody listened.
            self._generation.change(EVERYTHING)
            while True:
                link.execute("SELECT 1")
                self._heard_at = time.monotonic()
                select.select([link.fileno()], [], [], ASKS_SECONDS)

    def _take(self, note: Any) -> None:
        slot, machine = map(int, note.payload.split())
        if machine != self._generation.machine and 0 <= slot < SLOTS:
            self._generation.change(slot)
