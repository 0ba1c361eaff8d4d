"""Many who write at the same moment: what was acknowledged is stored, and once.

Every comment is sent by two at once, from one network address and in the same words,
as by a double click. Every other pair wants mail about its comments.
"""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from http.client import HTTPException
from ipaddress import IPv4Address
from typing import NamedTuple

from bench.sites import Answer, Site, run

TRIES_SECONDS = 30
# Answers that lose nothing: the first says that it is stored.
FINE = (303, 409, 429)


class Poster(threading.Thread):
    """Sends one comment after another, each until it is answered."""

    def __init__(self, site: Site, pair: int, until: float) -> None:
        super().__init__()
        self.site, self.pair, self.until = site, pair, until
        self.acknowledged: list[str] = []
        self.answers: Counter[int] = Counter()
        self.seconds: list[float] = []

    def run(self) -> None:
        number = 0
        while time.monotonic() < self.until:
            number += 1
            words = f"Step {number} of pair {self.pair} in the run {mark(self.site)}."
            answer = self.send(words, number)
            self.answers[answer.status] += 1
            self.seconds.append(answer.seconds)
            if answer.status == FINE[0]:
                self.acknowledged.append(words)

    def fields(self, words: str) -> dict[str, str]:
        given = {
            "comment": words,
            "name": f"Poster {self.pair}",
            "email": f"poster{self.pair}@example.org",
            "stamp": self.site.facts["stamp"],
            "email_asked": "",
        }
        return given | {"tell_me": "on"} if self.pair % 2 else given

    def send(self, words: str, number: int) -> Answer:
        fields = self.fields(words)
        post = self.site.facts["busy" if number % 2 else "quiet"]
        sender = str(IPv4Address((self.pair << 20) + number))
        deadline = time.monotonic() + TRIES_SECONDS
        while time.monotonic() < deadline:
            try:
                return self.site.ask(f"{post}comments/", fields, sender)
            except (OSError, HTTPException):
                self.site.connection.close()
        return Answer(0, b"", TRIES_SECONDS)


class Outcome(NamedTuple):
    """What the senders were told, and what the database holds of it."""

    answers: Counter[int]
    acknowledged: set[str]
    stored: list[str]
    seconds: Sequence[float]

    def faults(self) -> list[str]:
        """Sentences; none where all went as promised."""
        lost = len(self.acknowledged - set(self.stored))
        twice = len(self.stored) - len(set(self.stored))
        odd = sum(self.answers.values()) - sum(self.answers[each] for each in FINE)
        counted = {
            "answered otherwise than 303, 409 or 429": odd,
            "acknowledged, but not stored": lost,
            "stored twice": twice,
        }
        found = [f"{many} {what}" for what, many in counted.items() if many]
        return found if self.acknowledged else [*found, "nothing was acknowledged"]

    def __str__(self) -> str:
        told = ", ".join(f"{code}: {many}" for code, many in self.answers.items())
        median, most = statistics.median(self.seconds), max(self.seconds)
        return (
            f"{len(self.acknowledged)} comments acknowledged, "
            f"{len(self.stored)} stored (answers {told}); "
            f"waited {median * 1000:.0f} ms in the median, {most * 1000:.0f} at most."
        )


def post_at_once(site: Site, posters: int, seconds: float) -> Outcome:
    until = time.monotonic() + seconds
    threads = [Poster(site.again(), number // 2, until) for number in range(posters)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome(threads, stored(site))


def outcome(posters: Iterable[Poster], stored: list[str]) -> Outcome:
    posters = list(posters)
    return Outcome(
        answers=sum((each.answers for each in posters), Counter()),
        acknowledged={words for each in posters for words in each.acknowledged},
        stored=stored,
        seconds=[each for poster in posters for each in poster.seconds],
    )


def stored(site: Site) -> list[str]:
    words: list[str] = json.loads(run(site.env, "-m", "bench.stored", mark(site)))
    return words


def mark(site: Site) -> str:
    """What tells this run's comments from those of earlier ones."""
    return site.token[:8]
