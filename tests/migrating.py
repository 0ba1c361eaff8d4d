"""One migrated database for all processes of a run: migrating takes each one seconds.

The first leaves a copy of what it has migrated, and the others begin with that.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

BEGIN = "_create_test_db"  # makes an empty one and answers its name
ELSEWHERE = "_nodb_cursor"  # a cursor beside the database that is made


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process of this run is here at the same time."""
    with (folder / "migrating.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def migrated_once(folder: Path, blocker: DjangoDbBlocker) -> Iterator[None]:
    """``folder`` is the same for all processes of a run, and new for each run."""
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            copy_file(folder, patch)
            yield
        else:
            made = copy_database(folder, patch)
            yield
            with alone(folder), blocker.unblock():
                drop(made)


def copy_file(folder: Path, patch: pytest.MonkeyPatch) -> None:
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

    patch.setattr(creation, BEGIN, begin_with_copy)
    patch.setattr(creation, "create_test_db", create)


def copy_database(folder: Path, patch: pytest.MonkeyPatch) -> dict[str, Path]:
    """What was made here, which is for its maker to drop: its name, and a file that is
    there as long as it is."""
    creation, is_there = connection.creation, folder / "migrated"
    copy = f"migrated_{os.environ['PYTEST_XDIST_TESTRUNUID']}"
    migrate = creation.create_test_db
    made: dict[str, Path] = {}

    def create(*arguments: Any, **options: Any) -> str:
        with alone(folder):
            template = copy if is_there.exists() else None
            patch.setitem(connection.settings_dict["TEST"], "TEMPLATE", template)
            name = migrate(*arguments, **options)
            if not template:
                # Nothing is copied while somebody is in it.
                connection.close()
                connection.close_pool()  # type: ignore[attr-defined]
                elsewhere(f"CREATE DATABASE {copy} TEMPLATE {name}")
                is_there.touch()
                made[copy] = is_there
        return name

    patch.setattr(creation, "create_test_db", create)
    return made


def drop(made: dict[str, Path]) -> None:
    for copy, is_there in made.items():
        is_there.unlink()
        elsewhere(f"DROP DATABASE {copy}")


def elsewhere(statement: str) -> None:
    with getattr(connection, ELSEWHERE)() as cursor:
        cursor.execute(statement)
