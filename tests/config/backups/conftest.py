"""Sites that are backed up and brought back, each in a database of its own.

Restoring puts another database in the place of the one in use, which no other test may
notice: on SQLite it is a copy, on PostgreSQL a schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from config.backups import sealing

Rows = dict[str, list[tuple]]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_GUESSES_COST", {"n": 16, "r": 8, "p": 1})


@pytest.fixture(autouse=True)
def var(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    """No site of this machine's owner is in the way."""
    settings.VAR_DIR = tmp_path_factory.mktemp("var")
    return Path(settings.VAR_DIR)


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Go to the database with a name of your own, empty at first; back at the end.

    The one of all tests is called "usual".
    """
    if connection.vendor == "sqlite":
        yield from _files(tmp_path)
    else:
        yield from _schemas()


def _files(folder: Path) -> Iterator[Callable[[str], None]]:
    usual = connection.settings_dict["NAME"]

    def go_to(name: str) -> None:
        connection.close()
        file = str(folder / f"{name}.sqlite3")
        connection.settings_dict["NAME"] = usual if name == "usual" else file

    yield go_to
    go_to("usual")


def close() -> None:
    connection.close()
    getattr(connection, "close_pool")()  # noqa: B009 (PostgreSQL's alone)


def _schemas() -> Iterator[Callable[[str], None]]:
    options = connection.settings_dict["OPTIONS"]
    usual, made = options.get("options", ""), set()

    def go_to(name: str) -> None:
        if name != "usual":
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
            made.add(name)
        close()
        path = "" if name == "usual" else f" -c search_path={name}"
        options["options"] = usual + path

    yield go_to
    go_to("usual")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'")
        for name in (*made, *(row[0] for row in cursor.fetchall())):
            cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
    close()
