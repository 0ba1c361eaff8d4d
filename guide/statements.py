"""Statements that Django writes once for each way of asking, and not for each reader.

It takes ten times as long to write one as a database takes to answer it. For the few
that every page and every comment needs: all else asks a QuerySet as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet, Value

# Ways of asking that each of them remembers, such as for how many keys.
REMEMBERED = 128

Row = Sequence[Any]


class Asked(Value):
    """Stands in a QuerySet for what is known only when somebody asks: the value in
    that ``place`` then."""

    def __init__(self, place: int) -> None:
        super().__init__(place, output_field=Field())

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True)
class Written:
    """``params`` holds an ``Asked`` where a value is to come; ``converted``, by its
    place, each column that comes from the database otherwise than Python has it."""

    sql: str
    params: Sequence[Any]
    converted: dict[int, Expression]


def statement(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Row]]:
    """``build``, which makes a QuerySet with ``values_list``, as a question: its rows,
    as the QuerySet itself would give them.

    What is given in place stands in the SQL as parameters: values, none of them None,
    and lists of them. ``build`` is called with something that stands for them and can't
    look at them. What changes the SQL is given by name. A key is one that a column may
    hold: a QuerySet knows of a larger one that no row has it, a database fails.
    """

    @lru_cache(REMEMBERED)
    def written(
        _vendor: str,  # A command that moves a site asks two kinds of databases.
        lengths: Sequence[int | None],
        names: Sequence[tuple[str, Any]],
    ) -> Written:
        return _write(build(*_stand_ins(lengths), **dict(names)))

    @wraps(build)
    def ask(*values: Any, **by_name: Any) -> list[Row]:
        lengths = tuple([len(each) if _is_list(each) else None for each in values])
        found = written(connection.vendor, lengths, tuple(by_name.items()))
        given = list(_flat(values))
        params = [
            given[each.value] if isinstance(each, Asked) else each
            for each in found.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(found.sql, params)
            rows = cursor.fetchall()
        return list(_converted(rows, found.converted))

    return ask


def _write(asked: QuerySet[Any, Any]) -> Written:
    compiler = asked.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = [column for column, _sql, _alias in compiler.select]
    converters = compiler.get_converters(columns)
    return Written(sql, params, {place: columns[place] for place in converters})


def _stand_ins(lengths: Sequence[int | None]) -> Iterator[Asked | list[Asked]]:
    places = count()
    for length in lengths:
        if length is None:
            yield Asked(next(places))
        else:
            yield [Asked(next(places)) for _ in range(length)]


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _flat(values: Sequence[Any]) -> Iterator[Any]:
    """One after another, those of lists too, times as the database takes them."""
    for value in values:
        if _is_list(value):
            yield from _flat(value)
        elif isinstance(value, datetime):
            yield connection.ops.adapt_datetimefield_value(value)
        else:
            yield value


def _converted(rows: Iterable[Row], columns: dict[int, Expression]) -> Iterator[Row]:
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
