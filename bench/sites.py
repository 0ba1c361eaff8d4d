"""Sites to measure: a database filled, and the real web server before it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from workshop.ground import ROOT, VAR, fail, own_environment
from workshop.processes import MEMORY, Child
from workshop.serving import APPLICATION, web_server

BENCH = VAR / "bench"
# They open nothing but databases that bench.fill has made, which hold nobody's words.
KEYS = {
    "SECRET_KEY": "only-for-measuring-" * 4,
    "ADDRESS_KEYS": "b25seS1mb3ItbWVhc3VyaW5nLS0tLS0tLS0tLS0tLS0=",
}
START_SECONDS = 60
# A run's comments hold its token, and many digits in a row could be a telephone number:
# the form asks whether that shall be sent.
NO_DIGITS = str.maketrans("0123456789", "ghijklmnop")


@dataclass
class Answer:
    status: int
    body: bytes
    seconds: float


class Site:
    """One that is served, asked over one connection that stays open."""

    def __init__(self, port: int, facts: Mapping[str, Any], server_id: int = 0) -> None:
        self.facts, self.server_id = facts, server_id
        self.env: dict[str, str] = {}
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = secrets.token_hex(16).translate(NO_DIGITS)
        self.decided = False

    def again(self) -> Site:
        """The same site over a connection of its own, for another thread."""
        other = Site(self.port, self.facts, self.server_id)
        other.token = self.token
        return other

    def processor_seconds(self) -> float:
        """What the web server and its workers have computed so far."""
        ticks = 0
        for stat in map(read, Path("/proc").glob("[0-9]*/stat")):
            # After the name: the state, the parent and, in tenth place on, the times.
            fields = stat.rpartition(")")[2].split()
            if fields and int(fields[1]) == self.server_id:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def ask(
        self, path: str, fields: Mapping[str, str] | None = None, sender: str = ""
    ) -> Answer:
        """GET, or POST of ``fields``, from ``sender``: if empty, a random address."""
        headers = {
            "Cookie": f"sessionid={self.facts['session']}; csrftoken={self.token}",
            "X-Forwarded-For": sender or str(IPv4Address(secrets.randbits(32))),
        }
        body = None
        if fields is not None:
            body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        response = self.connection.getresponse()
        whole = response.read()
        return Answer(response.status, whole, time.perf_counter() - began)


@contextlib.contextmanager
def serve(
    comments: int, database: str, workers: int = 1, *, is_blog: bool = False
) -> Iterator[Site]:
    """A site that holds ``comments``, in ``database`` (a URL; a file if empty)."""
    name = "blog" if is_blog else "comments"
    size = [str(comments), *(["--blog"] if is_blog else [])]
    env = environment(database or f"sqlite:///{BENCH}/{name}-{comments}.sqlite3")
    run(env, "-m", "bench.fill", *size)
    with open_to_readers(env, size, workers) as site:
        yield site


@contextlib.contextmanager
def open_to_readers(
    env: dict[str, str], size: Sequence[str], workers: int
) -> Iterator[Site]:
    """The filled site that ``env`` names, served."""
    facts = json.loads(run(env, "-m", "bench.facts", *size))
    with listening(env, workers) as (port, server):
        site = Site(port, facts, server.pid)
        site.env = env
        yield site


@contextlib.contextmanager
def listening(
    env: dict[str, str], workers: int, application: str = APPLICATION
) -> Iterator[tuple[int, Child]]:
    """The web server as ``./dev run`` starts it, and its port."""
    port = free_port()
    command = [sys.executable, *web_server("127.0.0.1", port, workers, application)]
    with subprocess.Popen(command, cwd=ROOT, env=env) as server:
        try:
            wait_for(port, server)
            yield port, server
        finally:
            server.terminate()


def environment(database: str, **settings: str) -> dict[str, str]:
    """Of a site in ``database`` that believes this machine who asks."""
    return own_environment(
        DATABASE_URL=database,
        DJANGO_SETTINGS_MODULE="config.settings",
        **MEMORY,
        TRUSTED_PROXIES="127.0.0.1",
        **KEYS,
        **settings,
    )


def read(path: Path) -> str:
    """Empty where the process has ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""


def run(env: dict[str, str], *arguments: str) -> str:
    """What Python prints when it runs this; what it says of errors goes through."""
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        fail(f"{' '.join(arguments)} ended with code {done.returncode}.")
    return done.stdout


def collect_static() -> None:
    env = own_environment(DJANGO_SETTINGS_MODULE="config.settings", **KEYS)
    run(env, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    fail("the web server that was to be measured didn't start.")
