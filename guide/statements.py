"""Statements that Django writes once for each way of asking, and not for each reader.

It takes ten times as long to write one as a database takes to answer it. For the few
that every page needs, and for plain rows: all else asks a QuerySet as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet, Value

# Ways of asking that each of them remembers, such as for how many keys.
REMEMBERED = 128


class Asked(Value):
    """Stands in a QuerySet for what is known only when somebody asks: the value in
    that ``place`` then, which belongs to a column like ``field``."""

    def __init__(self, place: int, field: Field[Any, Any]) -> None:
        super().__init__(place, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True)
class Written:
    """``params`` holds an ``Asked`` where a value is to come; ``converted``, by its
    place, each column that comes from the database otherwise than Python has it."""

    sql: str
    params: Sequence[Any]
    converted: dict[int, Expression]


class Statement:
    """What ``make`` asks: a function that takes a way of asking, and returns a QuerySet
    of ``values_list`` with an ``Asked`` for each value."""

    def __init__(self, make: Callable[..., QuerySet[Any, tuple[Any, ...]]]) -> None:
        self.make = make
        self._written = lru_cache(REMEMBERED)(self._write)

    def rows(self, values: Sequence[Any], *way: Hashable) -> list[Sequence[Any]]:
        """Its rows for ``values``, as the QuerySet itself would give them. A key among
        them is one that a column may hold: a QuerySet knows of a larger one that no row
        has it, a database fails."""
        # A command that moves a site asks two kinds of databases.
        written = self._written(connection.vendor, *way)
        params = [_given(param, values) for param in written.params]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            found = cursor.fetchall()
        return list(_converted(found, written.converted))

    def _write(self, _vendor: str, *way: Hashable) -> Written:
        compiler = self.make(*way).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        converters = compiler.get_converters(columns)
        return Written(sql, params, {place: columns[place] for place in converters})


def _given(param: Any, values: Sequence[Any]) -> Any:
    if not isinstance(param, Asked):
        return param
    return param.output_field.get_db_prep_value(values[param.value], connection)


def _converted(
    rows: Iterable[Sequence[Any]], columns: dict[int, Expression]
) -> Iterator[Sequence[Any]]:
    """``rows`` as Django's own compiler converts them, for this connection."""
    converters = [
        (place, convert, column)
        for place, column in columns.items()
        for convert in (
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        )
    ]
    for row in map(list, rows):
        for place, convert, column in converters:
            row[place] = convert(row[place], column, connection)
        yield row
