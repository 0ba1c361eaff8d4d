"""Measure the site with a great many comments beside the same site with few.

    ./dev bench [--comments N] [--database URL] [--rounds N]
    ./dev bench --posters N [--seconds S] [--database URL]

The second lets N write at the same moment instead, and says whether what was
acknowledged is stored, and once. Exits with 1 where that isn't so, where something that
must stay within 100 ms does not, or where the page of a post with many comments takes
much longer than that of one with few.
"""

import argparse
import os
import statistics
import sys

from bench import posters
from bench.acts import (
    FEW_COMMENTS,
    LONG_THREAD,
    MANY_COMMENTS,
    Act,
    WrongAnswer,
    acts,
    timed,
)
from bench.sites import BENCH, Site, collect_static, serve
from bench.table import MOST_TIMES, Row, slower, table
from workshop.ground import fail, say

FEW = 200  # enough for one full page of what waits


def measure(big: Site, small: Site, rounds: int) -> list[Row]:
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


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--comments", type=int, default=20_000, metavar="N")
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
    if given.comments < FEW or given.rounds < 1:
        fail(f"--comments must be at least {FEW}, --rounds at least 1.")
    BENCH.mkdir(parents=True, exist_ok=True)
    collect_static()
    if given.posters:
        return let_write(given.posters, given.seconds, given.database)
    few = f"{given.database}_few" if given.database else ""
    say(f"Filling a site with {given.comments} comments, which may take minutes.")
    with serve(given.comments, given.database) as big, serve(FEW, few) as small:
        try:
            rows = measure(big, small, given.rounds)
        except WrongAnswer as error:
            fail(str(error))
    say(table(rows))
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores:
        say(f"This machine was busy: load {load:.1f} on {cores} cores.")
    missed = [row.name for row in rows if row.misses]
    say(f"Over 100 ms: {', '.join(missed)}." if missed else "Every bar is kept.")
    slow = slower(rows, FEW_COMMENTS, [MANY_COMMENTS, LONG_THREAD])
    for name, times in slow.items():
        say(f"{name}: {times:.2f} times {FEW_COMMENTS}, more than {MOST_TIMES}.")
    return int(bool(missed or slow))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
