"""What runs beside each other, in rounds: pages are read, comments are sent."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from bench.acts import WrongAnswer
from bench.ratios import line, wrk
from bench.ratios.nginx import FILE, NO_NGINX
from bench.ratios.places import GZIP, Places
from bench.ratios.writing import Writing
from bench.sites import Site
from workshop.ground import say

FILES = "nginx, the page as a file"
BARE = "Bare WSGI function, the page"
TINY = "Django, a view of 13 bytes"
PAGE = "Post with 50 comments"
BROTLI = "The same in br"
AGAIN = "The same, asked again (304)"
BEHIND = "The same behind nginx"
UNCACHED = "Post with 50 comments, cache off"
MANY = "Post with 100,000 comments, cache off"
SENT = "A comment is sent, to few"
SENT_TO_MANY = "A comment is sent, to 100,000"

# A measure that is taken once a round, in requests a second.
Lane = Callable[[], float]


class Course(NamedTuple):
    """The lanes by name, and why those that are missing are."""

    lanes: dict[str, Lane]
    missing: dict[str, str]
    writings: list[Writing]

    def wrong(self) -> int:
        """How many of the comments acknowledged are lost, or stored twice."""
        return sum(writing.wrong() for writing in self.writings)


def course(places: Places, seconds: float) -> Course:
    lanes: dict[str, Lane] = {}
    missing: dict[str, str] = {}
    for name, (port, path, headers, status) in pages(places).items():
        if not port:
            missing[name] = NO_NGINX
        elif not shutil.which("wrk"):
            missing[name] = wrk.MISSING
        else:
            check(name, port, path, headers, status)
            url = f"http://127.0.0.1:{port}{path}"
            lanes[name] = partial(wrk.rate, url, seconds, headers)
    few, many = Writing(places.few, seconds), Writing(places.site, seconds)
    lanes |= {SENT: few.rate, SENT_TO_MANY: many.rate}
    return Course(lanes, missing, [few, many])


class Asked(NamedTuple):
    """``port`` is 0 where nobody listens."""

    port: int
    path: str
    headers: Mapping[str, str]
    status: int = 200


def pages(places: Places) -> dict[str, Asked]:
    site, uncached, nginx = places.site, places.uncached, places.nginx
    quiet, busy = site.facts["quiet"], site.facts["busy"]
    return {
        FILES: Asked(nginx.files_port if nginx else 0, f"/{FILE}", GZIP),
        BARE: Asked(places.bare_port, "/", GZIP),
        TINY: Asked(places.tiny_port, "/", GZIP),
        PAGE: Asked(site.port, quiet, GZIP),
        BROTLI: Asked(site.port, quiet, {"Accept-Encoding": "gzip, deflate, br"}),
        AGAIN: Asked(
            site.port, quiet, {**GZIP, "If-None-Match": tag(site, quiet)}, 304
        ),
        BEHIND: Asked(nginx.site_port if nginx else 0, quiet, GZIP),
        UNCACHED: Asked(uncached.port, quiet, GZIP),
        MANY: Asked(uncached.port, busy, GZIP),
    }


def tag(site: Site, path: str) -> str:
    """The page's ETag, as it comes compressed."""
    head = line.Line(site.port).ask(line.request("GET", path, GZIP)).head
    for each in head.decode("latin-1").split("\r\n"):
        name, _colon, value = each.partition(":")
        if name.lower() == "etag":
            return value.strip()
    raise WrongAnswer(f"{path}: it has no ETag.")


def check(
    name: str, port: int, path: str, headers: Mapping[str, str], status: int
) -> None:
    """wrk doesn't tell a 304 from a page."""
    answered = line.Line(port).ask(line.request("GET", path, headers)).status
    if answered != status:
        raise WrongAnswer(f"{name}: answered {answered}, not {status}.")


def race(lanes: Mapping[str, Lane], rounds: int) -> dict[str, list[float]]:
    """The figures of each, a round each; every other round runs backwards, so that a
    machine that grows slower or quicker favours none. What came before is warming up.
    """
    say(f"{len(lanes)} lanes, {rounds} rounds after one to warm up.")
    for lane in lanes.values():
        lane()
    figures: dict[str, list[float]] = {name: [] for name in lanes}
    for number in range(rounds):
        order = list(lanes)[:: 1 if number % 2 == 0 else -1]
        for name in order:
            figures[name].append(lanes[name]())
        say(f"Round {number + 1} of {rounds} is done.")
    return figures
