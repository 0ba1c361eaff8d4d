"""Where a database is built beside the one in use, and how it takes its place.

Everything that Django does meanwhile on its one connection, migrations with their own
statements too, happens to the new one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.db import DatabaseError, OperationalError, connection, transaction

# A name that holds no other database; one that a killed restore left is in its way.
BUILDING = "restoring"


class InUse(Exception):
    """Somebody else has the database open."""


class Place(Protocol):
    def is_empty(self) -> bool:
        """Whether there is nothing that a new database would replace."""

    def take_over(self) -> str | None:
        """Put what was built in the place of what was there; where that is now."""


def _stamp() -> str:
    return f"{datetime.now(UTC):%Y%m%d_%H%M%S}"


@contextmanager
def building() -> Iterator[Place]:
    """In here the connection leads to a new, empty database. It is dropped at the end
    unless it has taken over."""
    with _file() if connection.vendor == "sqlite" else _schema() as place:
        yield place


# SQLite: a file beside the other


class _File:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.new = path.with_name(f"{path.name}.{BUILDING}")

    def is_empty(self) -> bool:
        return not self.path.exists() or self.path.stat().st_size == 0

    def open(self, path: Path) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(path)

    def begin(self) -> None:
        self.drop()
        os.close(os.open(self.new, os.O_CREAT | os.O_EXCL, 0o600))
        self.open(self.new)

    def drop(self) -> None:
        # Beside each database there is a file about the pages that are kept.
        pages = self.new.with_name(f"{self.new.name}-pages")
        for path in (*_with_logs(self.new), pages):
            path.unlink(missing_ok=True)

    def take_over(self) -> str | None:
        self._make_whole(self.new)
        connection.close()
        # The former one stays locked until the other is in its place.
        former = None if self.is_empty() else self._keep_former()
        # At once: nobody finds no database here.
        self.new.replace(self.path)
        connection.close()
        return str(former) if former else None

    def _keep_former(self) -> Path:
        """A second name for it. One that is damaged, which may be why somebody
        restores, keeps its logs."""
        with suppress(DatabaseError):
            self._make_whole(self.path)
        former = self.path.with_name(f"{self.path.name}.before-{_stamp()}")
        os.link(self.path, former)
        for log, kept in zip(_with_logs(self.path), _with_logs(former), strict=True):
            if log != self.path and log.exists():
                log.rename(kept)
        return former

    def _make_whole(self, path: Path) -> None:
        """No log beside it any more, and nobody else at it until the connection closes.
        InUse where another process has it open."""
        self.open(path)
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=DELETE")
                cursor.execute("BEGIN EXCLUSIVE")
        except OperationalError:
            raise InUse from None


def _with_logs(path: Path) -> list[Path]:
    return [path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))]


@contextmanager
def _file() -> Iterator[Place]:
    place = _File(Path(connection.settings_dict["NAME"]))
    try:
        place.begin()
        yield place
    finally:
        place.open(place.path)
        place.drop()


# PostgreSQL: a schema beside the other

_OURS = """
SELECT format('%%s %%I.%%I', kind, schema, name) FROM (
    SELECT 'TABLE' AS kind, schemaname AS schema, tablename AS name FROM pg_tables
    WHERE schemaname = %s
) AS found
"""
_FUNCTIONS = """
SELECT format('FUNCTION %%s', oid::regprocedure) FROM pg_proc
WHERE pronamespace = %s::regnamespace AND NOT EXISTS (
    SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""


class _Schema:
    def __init__(self) -> None:
        self.usual = _ask("SELECT current_schema()")[0]

    def is_empty(self) -> bool:
        return not _belongings(self.usual)

    def begin(self) -> None:
        self.drop()
        _execute(f"CREATE SCHEMA {BUILDING}", f"SET search_path TO {BUILDING}")

    def drop(self) -> None:
        _execute(f"DROP SCHEMA IF EXISTS {BUILDING} CASCADE")

    def take_over(self) -> str | None:
        """In one transaction. What else lies in the database isn't touched."""
        quote = connection.ops.quote_name
        former = None if self.is_empty() else f"before_{_stamp()}"
        with transaction.atomic():
            if former:
                _execute(f"CREATE SCHEMA {former}")
                _move(_belongings(self.usual), former)
            _move(_belongings(BUILDING), quote(self.usual))
        return f"the schema {former}" if former else None


def _belongings(schema: str) -> list[str]:
    """The tables (their indexes and counters go with them) and functions in it."""
    return [*_ask(_OURS, schema), *_ask(_FUNCTIONS, schema)]


def _move(belongings: list[str], schema: str) -> None:
    _execute(*(f"ALTER {each} SET SCHEMA {schema}" for each in belongings))


def _ask(question: str, *values: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return [row[0] for row in cursor.fetchall()]


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _schema() -> Iterator[Place]:
    place = _Schema()
    try:
        place.begin()
        yield place
    finally:
        # Where the connection broke there is nothing to tidy up by it.
        with suppress(OperationalError):
            _execute("RESET search_path")
            place.drop()
