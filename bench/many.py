"""Big sites beside small ones: what a number of comments or posts costs."""

import os
import statistics
from collections.abc import Callable, Iterator

from bench import posters
from bench.acts import (
    FEW_COMMENTS,
    LONG_THREAD,
    MANY_COMMENTS,
    Act,
    WrongAnswer,
    acts,
    blog_acts,
    timed,
)
from bench.sites import Site, serve
from bench.table import BAR_MS, MOST_TIMES, Row, slower, table
from workshop.ground import fail, say

FEW = 200  # enough for one full page of what waits
FEW_ON_A_BLOG = 1000  # which has twenty posts
BLOG_BAR_MS = 50


def measure(
    acts: Callable[[Site], Iterator[Act]],
    big: Site,
    small: Site,
    rounds: int,
    bar_ms: int = BAR_MS,
) -> list[Row]:
    """Big, small and static in turns, so that a busy moment of the machine hits all.

    The static file comes from the small site, so that the big one's processor time is
    the act's alone.
    """
    static = Act("static file", 200, lambda s: s.ask(s.facts["static"]))
    rows = []
    for act in acts(big):
        for _warming in range(2):
            timed(act, big), timed(act, small), timed(static, small)
        before = big.processor_seconds()
        triples = [
            (timed(act, big), timed(act, small), timed(static, small))
            for _round in range(rounds)
        ]
        processor = (big.processor_seconds() - before) / rounds
        bigs, smalls, statics = zip(*triples, strict=True)
        median = statistics.median
        rows.append(
            Row(
                act.name,
                big=median(bigs),
                processor=processor,
                small=median(smalls),
                static=median(statics),
                has_bar=act.has_bar,
                bar_ms=bar_ms,
            )
        )
    return rows


def let_write(many: int, seconds: float, database: str) -> int:
    """With two workers, as the site has."""
    with serve(FEW, database, workers=2) as site:
        outcome = posters.post_at_once(site, many, seconds)
    say(f"{many} posters for {seconds:g} seconds: {outcome}")
    faults = outcome.faults()
    say(f"Not as promised: {'; '.join(faults)}." if faults else "Each is stored once.")
    return int(bool(faults))


def read_blog(comments: int, database: str, few: str, rounds: int) -> int:
    say(f"Filling a blog with {comments} comments, which may take minutes.")
    with (
        serve(comments, database, is_blog=True) as big,
        serve(FEW_ON_A_BLOG, few, is_blog=True) as small,
    ):
        try:
            rows = measure(blog_acts, big, small, rounds, BLOG_BAR_MS)
        except WrongAnswer as error:
            fail(str(error))
    say(table(rows, BLOG_BAR_MS))
    say_if_busy()
    missed = [row.name for row in rows if row.misses]
    over = f"Over {BLOG_BAR_MS} ms: {', '.join(missed)}."
    say(over if missed else "Every bar is kept.")
    return int(bool(missed))


def say_if_busy() -> None:
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores:
        say(f"This machine was busy: load {load:.1f} on {cores} cores.")


def read_many(comments: int, database: str, few: str, rounds: int) -> int:
    say(f"Filling a site with {comments} comments, which may take minutes.")
    with serve(comments, database) as big, serve(FEW, few) as small:
        try:
            rows = measure(acts, big, small, rounds)
        except WrongAnswer as error:
            fail(str(error))
    say(table(rows))
    say_if_busy()
    missed = [row.name for row in rows if row.misses]
    say(f"Over 100 ms: {', '.join(missed)}." if missed else "Every bar is kept.")
    slow = slower(rows, FEW_COMMENTS, [MANY_COMMENTS, LONG_THREAD])
    for name, times in slow.items():
        say(f"{name}: {times:.2f} times {FEW_COMMENTS}, more than {MOST_TIMES}.")
    return int(bool(missed or slow))
