"""Whether a site runs here, for whoever would put another in its place.

Each web process and the worker hold the folder ``var/`` together, whoever replaces the
database holds it alone. A process that is killed holds it no longer.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

logger = logging.getLogger(__name__)


class Running(Exception):
    """A web process or a worker of this site is there."""


def hold() -> int | None:
    """Show that this process runs the site, for as long as it lives or until what is
    returned is closed. Waits where the database is being replaced."""
    try:
        folder = os.open(settings.VAR_DIR, os.O_RDONLY)
    except FileNotFoundError:
        return None  # nothing of the site is on this machine's disk
    try:
        fcntl.flock(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        logger.warning("Waiting: a backup is being restored.")
        fcntl.flock(folder, fcntl.LOCK_SH)
    return folder


@contextmanager
def kept_from_running() -> Iterator[None]:
    """In here no site begins to run. Running where one does already."""
    settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(settings.VAR_DIR, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Running from None
        yield
    finally:
        os.close(folder)
