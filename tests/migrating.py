"""One migrated database for all processes of a run: migrating takes each one seconds.

The first leaves a copy of what it has migrated, and the others begin with that.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

BEGIN = "_create_test_db"  # makes an empty one and answers its name


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process of this run is here at the same time."""
    with (folder / "migrating.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def migrated_once(folder: Path) -> Iterator[None]:
    """``folder`` is the same for all processes of a run, and new for each run."""
    creation, copy = connection.creation, folder / "migrated.sqlite3"
    migrate, begin = creation.create_test_db, getattr(creation, BEGIN)

    def begin_with_copy(*arguments: Any, **options: Any) -> str:
        name = begin(*arguments, **options)
        if copy.exists():
            shutil.copyfile(copy, name)
        return name

    def create(*arguments: Any, **options: Any) -> str:
        with alone(folder):
            name = migrate(*arguments, **options)
            if not copy.exists():
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(copy)])
        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(creation, BEGIN, begin_with_copy)
        patch.setattr(creation, "create_test_db", create)
        yield
