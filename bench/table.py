"""Times as a table of ratios, and whether each keeps its bar. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

BAR_MS = 100


@dataclass(frozen=True)
class Row:
    """Seconds: medians on the big site, on a small one and of a static file.

    ``processor`` is what the big site's web server computes for one, whatever else the
    machine does: a mean, in steps of its clock (0 where the system doesn't tell).
    """

    name: str
    big: float
    processor: float
    small: float
    static: float
    has_bar: bool = True
    bar_ms: int = BAR_MS

    @property
    def keeps_bar(self) -> bool:
        return self.big * 1000 < self.bar_ms

    @property
    def misses(self) -> bool:
        return self.has_bar and not self.keeps_bar

    def __str__(self) -> str:
        verdict = "yes" if self.keeps_bar else "no"
        return (
            f"| {self.name} | {self.big * 1000:.1f} | {self.processor * 1000:.0f} "
            f"| {self.big / self.small:.2f} "
            f"| {self.big / self.static:.1f} "
            f"| {verdict if self.has_bar else f'({verdict}, no bar)'} |"
        )


MOST_TIMES = 1.5


def slower(rows: Iterable[Row], than: str, names: Iterable[str]) -> dict[str, float]:
    """By name: how many times as long as ``than`` each takes on the big site, of those
    that take more than they may."""
    took = {row.name: row.big for row in rows}
    times = {name: took[name] / took[than] for name in names}
    return {name: ratio for name, ratio in times.items() if ratio > MOST_TIMES}


def table(rows: Iterable[Row], bar_ms: int = BAR_MS) -> str:
    """In Markdown, so that it can be kept in docs/."""
    head = (
        "| what | ms, median | processor, ms | to a small site | to a static file "
        f"| under {bar_ms} ms |\n| --- | --: | --: | --: | --: | --- |"
    )
    return "\n".join([head, *map(str, rows)])
