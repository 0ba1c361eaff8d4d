"""Two processes of the site on PostgreSQL behind nginx, one of them killed while it is
read and written: which reads fail, and whether an acknowledged comment is lost."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import threading
import time
from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Any

from bench.ratios.line import Line, request
from bench.ratios.memory import children
from bench.ratios.nginx import NGINX, NO_NGINX, nginx
from bench.ratios.places import FEW, GZIP
from bench.ratios.rows import Row, at_most
from bench.ratios.writing import Writer, Writing
from bench.sites import environment, listening, open_to_readers, run
from workshop.ground import own_environment, setting
from workshop.suite import POSTGRESQL, reaches_postgresql

READERS = WRITERS = 4
SECONDS = 6
FAILED = "Reads that fail when one of two processes is killed"
LOST = "Acknowledged comments that are lost, or stored twice"
NO_POSTGRESQL = "No PostgreSQL answers that lets us create a database."
DATABASE = "footbridge_bench"
FIRST_SOURCE = int(IPv4Address("127.1.0.0"))
PATIENCE_SECONDS = 5
# What nginx says for a site that is away.
AWAY = (502, 503, 504)
CREATE = f"""
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
    connection.execute("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    connection.execute("CREATE DATABASE {DATABASE}")
"""


def rows() -> list[Row]:
    address = setting("TEST_DATABASE_URL", POSTGRESQL)
    bars = {FAILED: at_most(READERS), LOST: at_most(0)}
    note = "" if NGINX else NO_NGINX
    if not note and not reaches_postgresql(address):
        note = NO_POSTGRESQL
    if note:
        return [Row(name, bar=bar, note=note) for name, bar in bars.items()]
    reads, failed, comments, faults = measure(database(address))
    notes = {
        FAILED: f"Of {reads:,}; as many may fail as were being answered.",
        LOST: f"Of {comments:,}.",
    }
    figures = {FAILED: failed, LOST: faults}
    return [
        Row(name, [figures[name]], bar=bars[name], note=notes[name]) for name in bars
    ]


def database(address: str) -> str:
    """The URL of a new one on that server, filled."""
    run(own_environment(DATABASE_URL=address), "-c", CREATE)
    before, _slash, rest = address.rpartition("/")
    _name, mark, query = rest.partition("?")
    url = f"{before}/{DATABASE}{mark}{query}"
    run(environment(url), "-m", "bench.fill", str(FEW), "--pair")
    return url


def measure(url: str) -> tuple[int, int, int, int]:
    """Reads, those that failed, comments acknowledged, and those that went wrong."""
    env = environment(url)
    with (
        open_to_readers(env, [str(FEW), "--pair"], workers=1) as site,
        listening(env, workers=1) as (port, _second),
        nginx([site.port, port]) as proxy,
    ):
        until = time.monotonic() + SECONDS
        writing = Writing(site, SECONDS, proxy.site_port)
        readers = [Reader(proxy.site_port, site.facts, until) for _ in range(READERS)]
        writers = [PatientWriter(writing, until) for _ in range(WRITERS)]
        for thread in (*readers, *writers):
            thread.start()
        time.sleep(SECONDS / 3)
        kill(site.server_id)
        for thread in (*readers, *writers):
            thread.join()
        odd = sum(bool(writer.odd) for writer in writers)
        wrong = writing.wrong()
    asked = sum(reader.asked for reader in readers)
    failed = sum(reader.failed for reader in readers)
    return asked, failed, len(writing.acknowledged), wrong + odd


class Reader(threading.Thread):
    """Reads a page that nginx keeps and, as often, a search that it doesn't know."""

    numbers = itertools.count(1)

    def __init__(self, port: int, facts: Mapping[str, Any], until: float) -> None:
        super().__init__()
        self.line, self.facts, self.until = Line(port), facts, until
        self.asked = self.failed = 0

    def run(self) -> None:
        while time.monotonic() < self.until:
            self.asked += 2
            self.read(self.facts["quiet"])
            self.read(f"/search/?q=step+{next(self.numbers)}")
        self.line.close()

    def read(self, path: str) -> None:
        try:
            self.failed += self.line.ask(request("GET", path, GZIP)).status != 200
        except OSError:
            self.failed += 1


class PatientWriter(Writer):
    """Where the connection breaks, or nginx answers for a site that is away, it sends
    the same again, as a person would.

    nginx says itself from where a comment comes: each comes from an address of its own.
    """

    def send(self, number: int, sent: bytes) -> int:
        source = str(IPv4Address(FIRST_SOURCE + number))
        while time.monotonic() < self.until + PATIENCE_SECONDS:
            self.line = Line(self.writing.port, source)
            status = super().send(number, sent)
            self.line.close()
            if status and status not in AWAY:
                return status
            time.sleep(0.05)
        return 0


def kill(server_id: int) -> None:
    """The first process before its workers, which it would replace."""
    family = [server_id, *children(server_id)]
    for pid in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
