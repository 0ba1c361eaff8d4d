"""Files that are made of what is published: once, until that changes."""

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

# Count it up when the same content is to become something else.
EDITION = 2
# Then it is made again if it is still asked for; what was taken back stays no longer.
KEPT = timedelta(days=7)
logger = logging.getLogger(__name__)


def once(make: Callable[[], bytes], *content: object) -> bytes:
    """What ``make`` answers, kept under a hash of the ``content`` it is made of, where
    each process finds it.

    No change has to forget anything: another content has another name.
    """
    words = json.dumps([EDITION, *content], default=str)
    path = settings.MADE_DIR / hashlib.sha256(words.encode()).hexdigest()
    try:
        kept: bytes = path.read_bytes()
    except OSError:
        kept = make()
        _keep(path, kept)
    return kept


def _keep(path: Path, file: bytes) -> None:
    """Under its name only when it is whole: others may be reading."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(file)
        Path(unfinished).replace(path)
    except OSError as error:
        # It can be sent all the same.
        logger.warning("A made file can't be kept: %s.", error.strerror)


def forget_old(at: datetime) -> int:
    """Drop what was made long before ``at``; how many files went."""
    return forget_before(at - KEPT, settings.MADE_DIR)


def forget_before(at: datetime, folder: Path) -> int:
    """Drop the files in ``folder`` that weren't touched since; how many went."""
    gone = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        # Another process may drop it at the same time.
        with suppress(OSError):
            if path.stat().st_mtime < at.timestamp():
                path.unlink()
                gone += 1
    return gone
