"""Rows in the order of the numbers that somebody gives them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Row = TypeVar("Row")
# The number of what has none yet.
LAST = 2**31


def by_numbers(rows: Iterable[tuple[Row, int, int]]) -> list[Row]:
    """Each row comes with its number before and its number now; 0 is none.

    Where a row is given the number of another, it gets that very place: it stands
    before the other one when it comes up, and behind it when it goes down.
    """

    def rank(row: tuple[Row, int, int]) -> tuple[int, int]:
        _row, before, now = row
        before, now = before or LAST, now or LAST
        return now, (now > before) - (now < before)

    return [row for row, _before, _now in sorted(rows, key=rank)]
