"""A fall of a third or more against ratios kept in ``bench/ratios.json``.

What is compared is the processor's time: requests for each second that the web server
computes, beside those of Django's view of 13 bytes in the same rounds. Who else is on
the machine changes that little, and so it may fail a change.
"""

from __future__ import annotations

import contextlib
import json
import statistics
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from bench.acts import WrongAnswer
from bench.ratios.lanes import AGAIN, PAGE, SENT, TINY, UNCACHED, Lane, race, tag
from bench.ratios.line import Line, request
from bench.ratios.places import FEW, GZIP, WORKERS, copy_of
from bench.ratios.rows import readable
from bench.ratios.writing import Writing
from bench.sites import Site, environment, listening, open_to_readers
from workshop.ground import ROOT, fail, say

KEPT = ROOT / "bench" / "ratios.json"
ROUNDS = 3
# Its clock has steps of ten milliseconds.
COMPUTED_SECONDS = 0.4
FALL = 1 / 3


def run(*, renew: bool) -> int:
    """1 where a ratio fell, and fell once more when it was measured again."""
    with quick_lanes() as lanes:
        found = ratios(race(lanes, ROUNDS))
        if renew:
            keep(found)
            return 0
        if not KEPT.exists():
            fail("bench/ratios.json is missing: ./dev bench --quick --renew makes it.")
        kept = json.loads(KEPT.read_text())
        if fell(found, kept):
            say("Something fell, so all of it once more.")
            found = better(found, ratios(race(lanes, ROUNDS)))
    say(comparison(found, kept))
    return int(bool(fell(found, kept)))


def keep(found: Mapping[str, float]) -> None:
    rounded = {name: float(f"{ratio:.3g}") for name, ratio in found.items()}
    KEPT.write_text(json.dumps(rounded, indent=2, ensure_ascii=False) + "\n")
    say(comparison(found, rounded))


@contextlib.contextmanager
def quick_lanes() -> Iterator[dict[str, Lane]]:
    url, size = copy_of(FEW), [str(FEW), "--pair"]
    env, off = environment(url), environment(url, PAGE_CACHE_MB="0")
    with (
        open_to_readers(env, size, WORKERS) as site,
        open_to_readers(off, size, WORKERS) as uncached,
        listening(env, WORKERS, "bench.ratios.tiny:application") as (port, tiny),
    ):
        quiet = site.facts["quiet"]
        again = GZIP | {"If-None-Match": tag(site, quiet)}
        yield {
            TINY: reading(Site(port, {}, tiny.pid), "/", GZIP),
            PAGE: reading(site, quiet, GZIP),
            AGAIN: reading(site, quiet, again, status=304),
            UNCACHED: reading(uncached, quiet, GZIP),
            SENT: partial(for_each_second, site, Writing(site, 0).one),
        }


def reading(
    site: Site, path: str, headers: Mapping[str, str], status: int = 200
) -> Lane:
    line, asked = Line(site.port), request("GET", path, headers)

    def one() -> None:
        answered = line.ask(asked).status
        if answered != status:
            raise WrongAnswer(f"{path}: answered {answered}, not {status}.")

    def lane() -> float:
        # The web server hangs up on who was silent while the others ran.
        line.close()
        return for_each_second(site, one)

    return lane


def for_each_second(site: Site, one: Callable[[], object]) -> float:
    """How many times ``one`` in a second that the web server computes.

    One after the other, so that none is half-way when the clock is read.
    """
    before = site.processor_seconds()
    asked, computed, more = 0, 0.0, 5
    while computed < COMPUTED_SECONDS:
        for _each in range(more):
            one()
        asked, more = asked + more, asked + more
        computed = site.processor_seconds() - before
    return asked / computed


def ratios(figures: Mapping[str, list[float]]) -> dict[str, float]:
    """The median of each, beside that of the view of 13 bytes."""
    medians = {name: statistics.median(each) for name, each in figures.items()}
    least = medians.pop(TINY)
    return {name: median / least for name, median in medians.items()}


def better(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {name: max(one[name], other[name]) for name in one}


def fell(found: Mapping[str, float], kept: Mapping[str, float]) -> list[str]:
    return [name for name in kept if found[name] <= kept[name] * (1 - FALL)]


def comparison(found: Mapping[str, float], kept: Mapping[str, float]) -> str:
    lines = [
        "| what, to Django’s 13 bytes | now | kept | |",
        "| --- | --: | --: | --- |",
    ]
    for name in kept:
        word = "fell" if name in fell(found, kept) else ""
        now, then = readable(found[name]), readable(kept[name])
        lines.append(f"| {name} | {now} | {then} | {word} |")
    return "\n".join(lines)
