"""All of it in one run: the table, printed and kept in ``bench/RESULTS.md``."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator, Sequence

from bench.ratios import killing, lanes, machine, memory, pace, showing, starting, wrk
from bench.ratios.places import Places, places, served
from bench.ratios.rows import Bar, Row, at_least, at_most, missed, table
from workshop.ground import ROOT, say

RESULTS = ROOT / "bench" / "RESULTS.md"
MANY = 100_000
SECONDS = 3.0
ROUNDS = 5
# What others reach, to what Django's 13 bytes reach beside them (docs/measuring.md).
UNCACHED = SENT = 300 / 13_000

# What is compared with what, and the bar of the ratio.
COMPARED: tuple[tuple[str, str, Bar | None], ...] = (
    (lanes.BARE, lanes.FILES, None),
    (lanes.TINY, lanes.FILES, None),
    (lanes.PAGE, lanes.FILES, at_least(0.5)),
    (lanes.PAGE, lanes.TINY, at_least(2.5)),
    (lanes.BROTLI, lanes.PAGE, None),
    (lanes.AGAIN, lanes.PAGE, at_least(1)),
    (lanes.BEHIND, lanes.FILES, at_least(0.75)),
    (lanes.UNCACHED, lanes.TINY, at_least(UNCACHED)),
    (lanes.MANY, lanes.UNCACHED, at_least(1 / 1.2)),
    (lanes.SENT, lanes.TINY, at_least(SENT)),
    (lanes.SENT_TO_MANY, lanes.SENT, at_least(1 / 1.1)),
)


def run(rounds: int = ROUNDS, seconds: float = SECONDS) -> int:
    """1 where a bar that was measured is missed."""
    load_before = os.getloadavg()[0]
    rows = list(measured(rounds, seconds))
    told = report(rows, machine.describe(load_before), rounds, seconds)
    say(told)
    RESULTS.write_text(told + "\n")
    return int(bool(missed(rows)))


def measured(rounds: int, seconds: float) -> Iterator[Row]:
    say("Filling two sites, which takes minutes the first time.")
    with places(MANY) as all_places:
        yield from in_rounds(all_places, rounds, seconds)
        say("Decisions of a moderator.")
        yield from showing.rows(all_places.few)
    say("Memory.")
    with served(MANY) as site:
        yield from memory.rows(site)
    say("One of two processes is killed.")
    yield from killing.rows()
    say("Starts.")
    yield from starting.rows()


def in_rounds(places: Places, rounds: int, seconds: float) -> Iterator[Row]:
    course = lanes.course(places, seconds)
    figures = lanes.race(course.lanes, rounds)
    if lanes.FILES in figures:
        yield Row(lanes.FILES, figures[lanes.FILES], "/s")
    for name, to, bar in COMPARED:
        if note := course.missing.get(name) or course.missing.get(to, ""):
            yield Row(name, figures.get(name, ()), "/s", to, note=note)
        else:
            yield Row(name, figures[name], "/s", to, figures[to], bar)
    yield Row("Comments lost or stored twice", [course.wrong()], bar=at_most(0))
    say("Pages at a set rate.")
    page = places.site.facts["quiet"]
    top_rate = statistics.median(figures.get(lanes.PAGE, [0]))
    yield pace.row(f"http://127.0.0.1:{places.site.port}{page}", top_rate)


def report(
    rows: Sequence[Row], described: Sequence[str], rounds: int, seconds: float
) -> str:
    """In Markdown."""
    lines = [
        "# Results of `./dev bench`",
        "",
        *(f"- {line}" for line in described),
        f"- {rounds} rounds of {seconds:g} s each after one to warm up, all in turns",
        f"- {wrk.CONNECTIONS} connections; a ratio is one of the same round",
        "",
        table(rows),
        "",
        verdict(rows),
    ]
    return "\n".join(lines)


def verdict(rows: Sequence[Row]) -> str:
    names = missed(rows)
    said = f"Missed: {'; '.join(names)}." if names else "Every bar is kept."
    left = list(dict.fromkeys(row.what for row in rows if not row.figures))
    return f"{said} Not measured: {'; '.join(left)}." if left else said
