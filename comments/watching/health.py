"""The checks that /healthz tells of. None of them changes anything."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from comments import keys
from comments.models import LastDone, OutboxMail

logger = logging.getLogger(__name__)

OK, LATE, FAILED = "ok", "late", "failed"
# It notes itself each minute; one long act, such as erasing a great many comments,
# must not look like its end.
WORKER_LATE = timedelta(minutes=10)
# Since a mail was due to be tried, not since it was wanted: a mail server that puts off
# one writer's mail for days, which that writer may own, is nothing that fails here.
MAIL_LATE = timedelta(minutes=15)
# A restart, an upgrade and a night of comments fit in.
LEAST_FREE_BYTES = 200_000_000


def _database(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def _migrations(at: datetime) -> str:
    """More than ours may be applied, where newer code is about to take over."""
    applied = MigrationRecorder.Migration.objects.values_list("app", "name")
    return OK if _shipped() <= set(applied) else FAILED


@cache
def _shipped() -> frozenset[tuple[str, str]]:
    """Read from the disk once: the code of a process stays as it is."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _keys(at: datetime) -> str:
    return OK if keys.fit() else FAILED


def _mail(at: datetime) -> str:
    return LATE if OutboxMail.objects.due(at - MAIL_LATE).exists() else OK


def _worker(at: datetime) -> str:
    rounds = LastDone.objects.filter(what=LastDone.What.WORKER)
    return OK if rounds.filter(at__gt=at - WORKER_LATE).exists() else LATE


def _disk(at: datetime) -> str:
    return OK if all(map(_has_room, _folders())) else FAILED


def _folders() -> Iterable[Path]:
    """Where this machine writes."""
    yield Path(settings.VAR_DIR)
    if connection.vendor == "sqlite":
        yield Path(connection.settings_dict["NAME"]).parent


def _has_room(folder: Path) -> bool:
    is_writable = os.access(_there(folder), os.W_OK)
    return is_writable and free_bytes(folder) > LEAST_FREE_BYTES


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(_there(folder)).free


def _there(folder: Path) -> Path:
    """What isn't there yet is made by whoever first writes there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


CHECKS: dict[str, Callable[[datetime], str]] = {
    "database": _database,
    "migrations": _migrations,
    "keys": _keys,
    "mail": _mail,
    "worker": _worker,
    "disk": _disk,
}
# What a process needs to serve readers, whatever becomes of mail, worker and disk.
TO_SERVE = ("database", "migrations", "keys")
WITHOUT_DATABASE = ("disk",)


def look(at: datetime, names: Collection[str] = tuple(CHECKS)) -> dict[str, str]:
    """``ok``, ``late`` or ``failed`` by the name of each check, never an error.

    A database that doesn't answer is asked once: each further question would wait as
    long again.
    """
    found: dict[str, str] = {}
    for name in names:
        is_asked = name in WITHOUT_DATABASE or found.get("database", OK) == OK
        found[name] = _outcome(name, at) if is_asked else FAILED
    return found


def _outcome(name: str, at: datetime) -> str:
    try:
        return CHECKS[name](at)
    except Exception as error:
        logger.error("The check %s failed (%s).", name, type(error).__name__)
        return FAILED
