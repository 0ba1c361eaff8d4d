"""Figures of several rounds as rows of a table, and how each keeps its bar. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Spread(NamedTuple):
    median: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{readable(self.lowest)}–{readable(self.highest)}"


class Bar(NamedTuple):
    limit: float
    is_floor: bool

    def keeps(self, value: float) -> bool:
        return value >= self.limit if self.is_floor else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.is_floor else '≤'} {readable(self.limit)}"


def at_least(limit: float) -> Bar:
    return Bar(limit, is_floor=True)


def at_most(limit: float) -> Bar:
    return Bar(limit, is_floor=False)


@dataclass(frozen=True)
class Row:
    """``figures`` in ``unit``, one a round; ``bases`` are those of the same rounds that
    they are divided by, of what ``to`` names.

    ``bar`` is of the ratios, or of the figures where there is nothing to divide by.
    ``note`` says why there are no figures, or what else is to be known of them.
    """

    what: str
    figures: Sequence[float] = ()
    unit: str = ""
    to: str = ""
    bases: Sequence[float] = ()
    bar: Bar | None = None
    note: str = ""

    @property
    def judged(self) -> list[float]:
        if not self.bases:
            return list(self.figures)
        return [
            figure / base for figure, base in zip(self.figures, self.bases, strict=True)
        ]

    @property
    def keeps_bar(self) -> bool:
        """By the median of the rounds."""
        return self.bar is None or self.bar.keeps(statistics.median(self.judged))

    @property
    def misses(self) -> bool:
        return bool(self.figures) and not self.keeps_bar

    @property
    def verdict(self) -> str:
        """With how many rounds say the same, where not all do."""
        if not self.figures:
            return "not measured"
        if self.bar is None:
            return ""
        same = [self.bar.keeps(each) == self.keeps_bar for each in self.judged]
        word = "kept" if self.keeps_bar else "missed"
        return word if all(same) else f"{word} ({sum(same)} of {len(same)})"

    def cells(self) -> list[str]:
        bar = str(self.bar or "")
        if not self.figures:
            return [self.what, "", self.to, "", "", bar, self.verdict]
        figure = f"{readable(statistics.median(self.figures))}{self.unit}"
        judged = spread(self.judged)
        ratio = readable(judged.median) if self.bases else ""
        range_ = str(judged) if len(self.figures) > 1 else ""
        return [self.what, figure, self.to, ratio, range_, bar, self.verdict]


def spread(values: Sequence[float]) -> Spread:
    return Spread(statistics.median(values), min(values), max(values))


def readable(value: float) -> str:
    """Three digits that count, and every whole one."""
    if value and abs(value) < 0.1:
        return f"{value:.3g}"
    for limit, places in ((10, 2), (100, 1)):
        if abs(value) < limit:
            return f"{value:.{places}f}".rstrip("0").rstrip(".")
    return f"{value:,.0f}"


HEAD = ["what", "median", "to", "ratio", "lowest–highest", "must be", ""]
RULES = ["---", "--:", "---", "--:", "--:", "--:", "---"]


def table(rows: Iterable[Row]) -> str:
    """In Markdown, with the notes beneath it."""
    rows = list(rows)
    lines = [HEAD, RULES, *(row.cells() for row in rows)]
    notes = dict.fromkeys(f"- {row.what}: {row.note}" for row in rows if row.note)
    return "\n".join(
        [*(f"| {' | '.join(line)} |" for line in lines), "", *notes]
    ).strip()


def missed(rows: Iterable[Row]) -> list[str]:
    """What misses its bar, each once."""
    return list(dict.fromkeys(row.what for row in rows if row.misses))
