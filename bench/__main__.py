"""Measure the site: beside what is quickest, with a great many comments, and under
many who write at once.

    ./dev bench [--rounds N] [--seconds S]
    ./dev bench --quick [--renew]
    ./dev bench --comments N [--database URL] [--rounds N]
    ./dev bench --blog [--comments N] [--database URL] [--rounds N]
    ./dev bench --posters N [--seconds S] [--database URL]

The first runs the site and nginx, a bare function and Django's least in turns, writes
the ratios to bench/RESULTS.md and exits with 1 where one misses its bar. The second
takes under a minute and exits with 1 where a ratio fell by a third against those in
bench/ratios.json; --renew writes these. docs/measuring.md says more about each.

The third asks pages of a site with N comments beside the same with few. The fourth
asks what readers ask of a blog with 2,000 posts, 40 topics and 100,000 comments; each
must be answered within 50 ms. The fifth lets N write at the same moment and says
whether what was acknowledged is stored, and once. They exit with 1 where something
isn't so, takes longer than it must, or where the page of a post with many comments
takes much longer than that of one with few.
"""

import argparse
import sys

from bench import many
from bench.acts import WrongAnswer
from bench.ratios import quick, whole
from bench.sites import BENCH, collect_static
from workshop.ground import fail


def main(arguments: list[str]) -> int:
    given = parsed(arguments)
    BENCH.mkdir(parents=True, exist_ok=True)
    collect_static()
    few = f"{given.database}_few" if given.database else ""
    if given.posters:
        return many.let_write(given.posters, given.seconds or 20, given.database)
    if given.blog:
        comments = given.comments or 100_000
        return many.read_blog(comments, given.database, few, given.rounds or 15)
    if given.comments:
        return many.read_many(given.comments, given.database, few, given.rounds or 15)
    try:
        if given.quick:
            return quick.run(renew=given.renew)
        return whole.run(given.rounds or whole.ROUNDS, given.seconds or whole.SECONDS)
    except WrongAnswer as error:
        fail(str(error))


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--comments", type=int, metavar="N")
    parser.add_argument("--blog", action="store_true")
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="postgres://user@host/name, empty or filled before; the small site has "
        "one beside it that ends in _few. Without it: files in var/bench",
    )
    parser.add_argument("--rounds", type=int, metavar="N")
    parser.add_argument("--posters", type=int, metavar="N")
    parser.add_argument("--seconds", type=float, metavar="S")
    given = parser.parse_args(arguments)
    few = given.comments is not None and given.comments < many.FEW
    if few or (given.rounds is not None and given.rounds < 1):
        fail(f"--comments must be at least {many.FEW}, --rounds at least 1.")
    return given


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
