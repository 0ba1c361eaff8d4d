"""Django's SQLite, whose connections may stay open between requests.

To open one costs as much as half of a comment: SQLite reads the whole schema, and
prepares every statement anew. Django can keep one for each thread, but a web server has
many threads, most of which wait for somebody slow, and each connection holds memory.
Here a request takes one that an earlier one has given back, in whichever thread.
"""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from typing import Any, NamedTuple

from django.db.backends.sqlite3 import base

# Of a process, whose threads compute one at a time: few are in use at once.
MOST = 4


class File(NamedTuple):
    """Which one it is, whatever is called so later, and which process has opened it."""

    process: int
    device: int
    number: int


class Idle:
    """Open connections that no request uses."""

    def __init__(self) -> None:
        self.most = 0
        # Threads put into it and take from it without waiting for each other.
        self._waiting: deque[tuple[File, sqlite3.Connection]] = deque()
        # Never closed: that would take away locks of whoever opened them.
        self._inherited: list[sqlite3.Connection] = []

    def give(self, connection: sqlite3.Connection, file: File | None) -> bool:
        """Whether it is kept; it is the caller's to close if not."""
        if file is None or len(self._waiting) >= self.most:
            return False
        self._waiting.append((file, connection))
        return True

    def take(self, file: File | None) -> sqlite3.Connection | None:
        """The one used last. Those to another file, which was replaced, end; what a
        parent has opened stays its own."""
        while self._waiting:
            try:
                opened, connection = self._waiting.pop()
            except IndexError:  # another thread was quicker
                break
            if opened == file:
                return connection
            if opened.process == os.getpid():
                connection.close()
            else:
                self._inherited.append(connection)
        return None


_idle = Idle()


def keep_connections(most: int = MOST) -> None:
    """From now on as many may stay open. For a process that answers requests alone:
    what others do next may be to put another file in this one's place.

    With 0 those that are open and unused end.
    """
    _idle.most = most
    if not most:
        _idle.take(None)


class DatabaseWrapper(base.DatabaseWrapper):
    _file: File | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._file = _find(conn_params["database"])
        return _idle.take(self._file) or super().get_new_connection(conn_params)

    def _close(self) -> None:
        is_whole = not (self.errors_occurred or self.connection.in_transaction)
        if not (is_whole and _idle.give(self.connection, self._file)):
            super()._close()  # type: ignore[misc]


def _find(name: str) -> File | None:
    """None where it isn't there yet, or is in memory alone."""
    try:
        found = os.stat(name)  # noqa: PTH116 (a Path takes longer than the question)
    except OSError:
        return None
    return File(os.getpid(), found.st_dev, found.st_ino)
