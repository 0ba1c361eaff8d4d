"""Eight who write at once, each comment another and from another sender."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Sequence
from ipaddress import IPv4Address
from random import Random
from urllib.parse import urlencode

from bench import words
from bench.acts import WrongAnswer
from bench.ratios.line import Line, request
from bench.sites import Site, run

WRITERS = 8
STORED = 303
FIRST_SENDER = int(IPv4Address("10.0.0.0"))


class Writing:
    """``rate`` may be called again and again; what it acknowledged is remembered."""

    def __init__(self, site: Site, seconds: float, port: int = 0) -> None:
        """``port`` is where comments are sent to, the site's own if 0."""
        self.site, self.seconds, self.port = site, seconds, port or site.port
        self.numbers = itertools.count(1)
        self.acknowledged: list[str] = []

    def rate(self) -> float:
        """Comments acknowledged a second."""
        began, before = time.monotonic(), len(self.acknowledged)
        writers = [Writer(self, began + self.seconds) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        if odd := [writer.odd for writer in writers if writer.odd]:
            raise WrongAnswer(f"A comment was answered {odd[0]}, not {STORED}.")
        return (len(self.acknowledged) - before) / (time.monotonic() - began)

    def one(self) -> None:
        """A single comment, over a connection of its own."""
        number = next(self.numbers)
        line = Line(self.port)
        status = line.ask(self.post(number, self.comment(number))).status
        line.close()
        if status != STORED:
            raise WrongAnswer(f"A comment was answered {status}, not {STORED}.")

    def wrong(self) -> int:
        """How many of them the database lacks, or holds twice."""
        stored = json.loads(run(self.site.env, "-m", "bench.stored", self.mark))
        return wrong(self.acknowledged, stored)

    @property
    def mark(self) -> str:
        """What tells these comments from those of others."""
        return f"run {self.site.token[:12]}"

    def comment(self, number: int) -> str:
        written = words.comment(Random(number), number)  # noqa: S311 (no secret)
        return f"{written} It was told in {self.mark}."

    def post(self, number: int, written: str) -> bytes:
        fields = {
            "comment": written,
            "name": words.NAMES[number % len(words.NAMES)],
            "email": f"sender-{number}@example.org",
            "stamp": self.site.facts["stamp"],
            "email_asked": "",
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": str(IPv4Address(FIRST_SENDER + number)),
        }
        path = f"{self.site.facts['busy']}comments/"
        return request("POST", path, headers, urlencode(fields).encode())


class Writer(threading.Thread):
    """Sends one comment after another. ``odd`` is an answer that none should get."""

    def __init__(self, writing: Writing, until: float) -> None:
        super().__init__()
        self.writing, self.until = writing, until
        self.line = Line(writing.port)
        self.odd = 0

    def run(self) -> None:
        while time.monotonic() < self.until and not self.odd:
            number = next(self.writing.numbers)
            written = self.writing.comment(number)
            status = self.send(number, self.writing.post(number, written))
            if status == STORED:
                self.writing.acknowledged.append(written)
            elif status:
                self.odd = status
        self.line.close()

    def send(self, number: int, sent: bytes) -> int:
        """The answer; 0 where there was none."""
        try:
            return self.line.ask(sent).status
        except OSError:
            return 0


def wrong(acknowledged: Sequence[str], stored: Sequence[str]) -> int:
    lost = len(set(acknowledged) - set(stored))
    twice = len(stored) - len(set(stored))
    return lost + twice
