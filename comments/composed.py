"""Questions to the database whose SQL is composed once in a process.

Composing it takes Django longer than answering it takes the database, and what is asked
of every comment that is sent differs by its values alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache, wraps
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet

Build = Callable[..., QuerySet[Any, Any]]
Row = tuple[Any, ...]


def composed(build: Build) -> Callable[..., list[Row]]:
    """``build``, which makes a QuerySet with ``values_list``, as a question: its rows.

    What is given in place stands in the SQL as parameters: values, none of them None,
    and lists of them, none of them empty. ``build`` is called with something that
    stands for them and can't look at them. What changes the SQL is given by name.
    """
    statement = lru_cache(maxsize=64)(_Statement)

    @wraps(build)
    def ask(*values: Any, **by_name: Any) -> list[Row]:
        lengths = tuple(len(each) if _is_list(each) else None for each in values)
        names = tuple(by_name.items())
        return statement(build, connection.vendor, lengths, names).ask(values)

    return ask


class _Given(Expression):
    """Stands for the value at ``place`` among all that are given."""

    def __init__(self, place: int) -> None:
        super().__init__(output_field=Field())
        self.place = place

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, list[_Given]]:  # type: ignore[override]
        return "%s", [self]


class _Statement:
    """The SQL of one database's kind, for lists of these lengths (None: no list)."""

    def __init__(
        self,
        build: Build,
        vendor: str,
        lengths: Sequence[int | None],
        names: Sequence[tuple[str, Any]],
    ) -> None:
        places = count()
        given = [
            _Given(next(places))
            if length is None
            else [_Given(next(places)) for _ in range(length)]
            for length in lengths
        ]
        query = build(*given, **dict(names)).query
        # By this name each thread finds a connection of its own.
        self.compiler = query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()

    def ask(self, values: Sequence[Any]) -> list[Row]:
        given = list(_prepared(values))
        params = [
            given[each.place] if isinstance(each, _Given) else each
            for each in self.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return list(self.compiler.results_iter([rows], tuple_expected=True))


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _prepared(values: Sequence[Any]) -> Iterator[Any]:
    """One after another, those of lists too, as the database takes them."""
    for value in values:
        if _is_list(value):
            yield from _prepared(value)
        elif isinstance(value, datetime):
            yield connection.ops.adapt_datetimefield_value(value)
        else:
            yield value
