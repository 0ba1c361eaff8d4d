"""Measure the site with a great many comments beside the same site with few.

    ./dev bench [--comments N] [--database URL] [--rounds N]
    ./dev bench --blog [--comments N] [--database URL] [--rounds N]
    ./dev bench --posters N [--seconds S] [--database URL]

The second asks what readers ask of a blog with 2,000 posts, 40 topics and 100,000
comments; each must be answered within 50 ms. The third lets N write at the same moment
instead, and says whether what was acknowledged is stored, and once. Exits with 1 where
that isn't so, where something takes longer than it must, or where the page of a post
with many comments takes much longer than that of one with few.
"""

import argparse
import os
import statistics
import sys
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
from bench.sites import BENCH, Site, collect_static, serve
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


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--comments", type=int, metavar="N")
    parser.add_argument("--blog", action="store_true")
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="postgres://user@host/name, empty or filled before; the small site has "
        "one beside it that ends in _few. Without it: files in var/bench",
    )
    parser.add_argument("--rounds", type=int, default=15, metavar="N")
    parser.add_argument("--posters", type=int, default=0, metavar="N")
    parser.add_argument("--seconds", type=float, default=20, metavar="S")
    given = parser.parse_args(arguments)
    if given.comments is None:
        given.comments = 100_000 if given.blog else 20_000
    if given.comments < FEW or given.rounds < 1:
        fail(f"--comments must be at least {FEW}, --rounds at least 1.")
    BENCH.mkdir(parents=True, exist_ok=True)
    collect_static()
    if given.posters:
        return let_write(given.posters, given.seconds, given.database)
    few = f"{given.database}_few" if given.database else ""
    if given.blog:
        return read_blog(given.comments, given.database, few, given.rounds)
    say(f"Filling a site with {given.comments} comments, which may take minutes.")
    with serve(given.comments, given.database) as big, serve(FEW, few) as small:
        try:
            rows = measure(acts, big, small, given.rounds)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
