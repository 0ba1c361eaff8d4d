"""The rows of all tables as plain values, the same from SQLite and from PostgreSQL.

Values are taken as they are stored, so addresses stay encrypted and no key is needed.
The columns are those of the database's own migrations, not of today's models: a backup
is made before an upgrade too, and restored after one.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

# Who is signed in needn't be known elsewhere; and what tells senders apart is gone
# within 48 hours, which a backup outlives.
LEFT_OUT = {"django_session", "comments_senderkey", "comments_throttle"}
BLANK = {("comments_comment", "sender"), ("comments_report", "sender")}
BATCH = 1000

Migration = tuple[str, str]


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read in here is of one moment, and nobody waits for it.

    On SQLite that needs the write-ahead log, which the site's settings turn on.
    """
    if connection.vendor == "sqlite":
        # Not Django's atomic(), which takes the lock of those who write.
        connection.ensure_connection()
        connection.connection.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.connection.rollback()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class NewerDatabase(Exception):
    """It was migrated by a newer version than this one."""


def applied_migrations() -> list[Migration]:
    loader = MigrationLoader(connection)
    applied = sorted(loader.applied_migrations)
    if unknown := [each for each in applied if each not in loader.graph.nodes]:
        raise NewerDatabase(".".join(unknown[0]))
    return applied


def last_of_each_app(
    graph: MigrationGraph, migrations: list[Migration]
) -> list[Migration]:
    """What leads to all of ``migrations``; Django takes any other for a way back."""
    followed = {
        parent.key
        for each in migrations
        for parent in graph.node_map[each].parents
        if parent.key[0] == each[0]
    }
    return [each for each in migrations if each not in followed]


def models_at(migrations: list[Migration]) -> dict[str, type[Model]]:
    """What is kept of a database with these migrations, by the names of its tables."""
    state = MigrationLoader(connection).project_state(migrations)
    found = state.apps.get_models(include_auto_created=True)
    # A proxy has no table of its own.
    models = {each._meta.db_table: each for each in found if not each._meta.proxy}
    return {table: models[table] for table in sorted(models.keys() - LEFT_OUT)}


def _columns(fields: Sequence[Field]) -> str:
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)


def dump(model: type[Model]) -> Iterator[tuple[int, bytes]]:
    """All rows in the order of their keys, some at a time: how many, and as lines."""
    table, fields = model._meta.db_table, model._meta.local_concrete_fields
    quote = connection.ops.quote_name
    order = quote(str(model._meta.pk.column))
    converters = [_readers(field, table) for field in fields]
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {_columns(fields)} FROM {quote(table)} ORDER BY {order}"  # noqa: S608 (our own names)
        )
        while rows := cursor.fetchmany(BATCH):
            lines = (
                json.dumps(
                    [_plain(*pair) for pair in zip(converters, row, strict=True)],
                    ensure_ascii=False,
                    separators=(",", ":"),
                )
                for row in rows
            )
            yield len(rows), "\n".join(lines).encode()


def _readers(field: Field, table: str) -> list[Any] | None:
    """The database's own converters, not the field's; None for what is left blank."""
    if (table, field.column) in BLANK:
        return None
    column = field.get_col(table)
    return [
        lambda value, each=each: each(value, column, connection)
        for each in connection.ops.get_db_converters(column)
    ]


def _plain(readers: list[Any] | None, value: Any) -> Any:
    if readers is None:
        return ""
    for read in readers:
        value = read(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def load(model: type[Model], lines: bytes) -> int:
    """Store what ``dump`` gave, under the same keys; how many rows."""
    fields = model._meta.local_concrete_fields
    writers = [_writer(field) for field in fields]
    rows = [
        [write(value) for write, value in zip(writers, json.loads(line), strict=True)]
        for line in lines.split(b"\n")
    ]
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({_columns(fields)}) VALUES ({places})",  # noqa: S608 (our own names)
            rows,
        )
    return len(rows)


def _writer(field: Field) -> Any:
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        adapt = connection.ops.adapt_datetimefield_value
        return lambda value: value and adapt(datetime.fromisoformat(value))
    if kind == "DateField":
        return lambda value: (
            value and connection.ops.adapt_datefield_value(date.fromisoformat(value))
        )
    return lambda value: value
