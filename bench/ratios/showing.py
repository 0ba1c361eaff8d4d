"""How long after a moderator's word a comment is on the page, and off it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from bench.acts import LIST, WrongAnswer
from bench.ratios.line import Line, request
from bench.ratios.nginx import NGINX, NO_NGINX, nginx
from bench.ratios.rows import Row, at_most
from bench.sites import Site

TIMES = 5
# Each over a connection of its own, so that every worker is asked.
READERS = 16
PATIENCE_SECONDS = 10
DIRECT = "Approved in the admin until it shows"
PROXIED = f"{DIRECT}, behind nginx"
OLD = f"Old pages among {READERS} that are asked for then"


class Shown(NamedTuple):
    """``old`` pages came after the decision was answered, the last one included."""

    milliseconds: float
    old: int


def rows(site: Site) -> list[Row]:
    direct = list(decisions(site, site.port))
    found = [
        Row(DIRECT, [each.milliseconds for each in direct], " ms"),
        Row(OLD, [each.old for each in direct], bar=at_most(0)),
    ]
    if not NGINX:
        return [*found, Row(PROXIED, bar=at_most(1000), note=NO_NGINX)]
    with nginx([site.port]) as proxy:
        behind = list(decisions(site, proxy.site_port))
    figures = [each.milliseconds for each in behind]
    return [*found, Row(PROXIED, figures, " ms", bar=at_most(1000))]


def decisions(site: Site, port: int) -> Iterator[Shown]:
    """A comment is put on the page, and as often taken off it."""
    key = site.facts["waiting"][0]
    for number in range(TIMES * 2):
        shows(site, port, key)  # so that the page is kept wherever it may be
        wanted = number % 2 == 0
        decide(site, key, "approve" if wanted else "hold")
        yield wait(partial(shows, site, port, key), wanted)


def wait(shows: Callable[[], bool], wanted: bool) -> Shown:
    began, old = time.monotonic(), 0
    while shows() != wanted:
        old += 1
        if time.monotonic() > began + PATIENCE_SECONDS:
            raise WrongAnswer("A decision wasn’t on the page for ten seconds.")
        time.sleep(0.005)
    milliseconds = (time.monotonic() - began) * 1000
    return Shown(milliseconds, old + sum(shows() != wanted for _ in range(READERS)))


def decide(site: Site, key: int, verb: str) -> None:
    answer = site.ask(f"{LIST}{key}/decide/", {"verb": verb})
    if answer.status != 302:
        raise WrongAnswer(f"A decision was answered {answer.status}, not 302.")


def shows(site: Site, port: int, key: int) -> bool:
    line = Line(port)
    answer = line.ask(request("GET", site.facts["busy"], {}))
    line.close()
    return f'id="comment-{key}"'.encode() in answer.body
