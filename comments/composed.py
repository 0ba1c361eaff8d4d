"""What is asked of every comment that is sent: ``guide.statements`` as functions, which
take values and lists of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import wraps
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import Field, QuerySet

from guide.statements import Asked, Statement

Row = Sequence[Any]


def composed(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Row]]:
    """``build``, which makes a QuerySet with ``values_list``, as a question: its rows.

    What is given in place stands in the SQL as parameters: values, none of them None,
    and lists of them, none of them empty. ``build`` is called with something that
    stands for them and can't look at them. What changes the SQL is given by name.
    """

    def make(
        lengths: Sequence[int | None], names: Sequence[tuple[str, Any]]
    ) -> QuerySet[Any, Any]:
        places = count()
        given = [
            _stand_in(places)
            if length is None
            else [_stand_in(places) for _ in range(length)]
            for length in lengths
        ]
        return build(*given, **dict(names))

    statement = Statement(make)

    @wraps(build)
    def ask(*values: Any, **by_name: Any) -> list[Row]:
        lengths = tuple(len(each) if _is_list(each) else None for each in values)
        return statement.rows([*_flat(values)], lengths, tuple(by_name.items()))

    return ask


def _stand_in(places: Iterator[int]) -> Asked:
    return Asked(next(places), Field())


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
