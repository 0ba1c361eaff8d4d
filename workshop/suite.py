"""``./dev test``: the whole suite on SQLite, then on PostgreSQL where one answers."""

import os
import re
import socket
import subprocess
import sys
from typing import NamedTuple
from urllib.parse import urlsplit

from workshop import environment
from workshop.ground import (
    PYTHON,
    Stopped,
    one_at_a_time,
    own_environment,
    say,
    setting,
)

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
NO_POSTGRESQL = (
    "PostgreSQL: skipped, since no server answers that lets us create a database. "
    "Name one: TEST_DATABASE_URL=postgres://user:password@host:5432/name ./dev test"
)
MAY_CREATE = """
import os, sys, psycopg
with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=3) as connection:
    question = "select rolcreatedb or rolsuper from pg_roles where rolname = user"
    sys.exit(not connection.execute(question).fetchone()[0])
"""
NO_TESTS_CHOSEN = 5  # pytest's exit code
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")

Child = subprocess.Popen[bytes]
Result = tuple[int, str]  # pytest's exit code and its closing line


class Part(NamedTuple):
    name: str
    arguments: list[str]
    env: dict[str, str]


def run(arguments: list[str]) -> int:
    """0 where all is well. The closing lines of pytest stand at the very end."""
    with one_at_a_time():
        environment.provide(environment.WORKSHOP)
    address = setting("TEST_DATABASE_URL", POSTGRESQL)
    has_postgresql = reaches_postgresql(address)
    cores = min(4, os.cpu_count() or 2)
    here, there = own_environment(), own_environment(DATABASE_URL=address)

    parts = [
        # One more than there are cores: some always wait for a browser or a server.
        Part("SQLite", [*together(cores + 1), "-m", "not alone", *arguments], here)
    ]
    if has_postgresql:
        # What asks no database has been answered once.
        chosen = "database and not browser and not start"
        parts.append(
            Part("PostgreSQL", [*together(cores), *arguments, "-m", chosen], there)
        )
    parts.append(Part("Alone", ["-rs", *arguments, "-m", "alone"], here))

    first, *others, alone = parts
    ended = results(first, *others, alone=alone)
    # One that was named is expected to be there.
    failed = int(not has_postgresql and bool(setting("TEST_DATABASE_URL")))
    lines = [] if has_postgresql else [NO_POSTGRESQL]
    for part, (code, line) in zip(parts, ended, strict=True):
        if code == NO_TESTS_CHOSEN and (arguments or part.name == "Alone"):
            code = 0
        failed = failed or code
        lines.append(f"{part.name}: {line}")
    say("\n" + "\n".join(lines))
    return failed


def together(workers: int) -> list[str]:
    return ["-rs", "-n", str(workers)]


def results(first: Part, *others: Part, alone: Part) -> list[Result]:
    """What became of each, shown one after the other.

    ``others`` run behind ``first``, on what that leaves while it waits for browsers and
    servers. ``alone`` measures seconds, so it comes when all of them have ended.
    """
    behind: list[Child] = []
    try:
        leading = begin(first)
        behind = [begin(part, behind=True) for part in others]
        done = [follow(leading)]
        for part, child in zip(others, behind, strict=True):
            announce(part)
            done.append(follow(child))
    finally:
        for child in behind:
            child.terminate()  # which does nothing to one that has ended
            child.wait()
    return [*done, follow(begin(alone))]


def reaches_postgresql(address: str) -> bool:
    """Whether a server is there that lets us create a database."""
    try:
        parts = urlsplit(address)
        where = (parts.hostname or "", parts.port or 5432)
        socket.create_connection(where, timeout=2).close()
    except (OSError, ValueError):
        return False
    command = [str(PYTHON), "-c", MAY_CREATE]
    env = own_environment(DATABASE_URL=address)
    return subprocess.run(command, env=env, capture_output=True).returncode == 0


def begin(part: Part, *, behind: bool = False) -> Child:
    """Start pytest; ``behind`` on what everything else leaves of the machine."""
    if not behind:
        announce(part)
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    return subprocess.Popen(
        [PYTHON, "-m", "pytest", *colour, *part.arguments],
        stdout=subprocess.PIPE,
        # Playwright's loop runs in the thread that also asks the database.
        env={**part.env, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"},
        preexec_fn=step_back if behind else None,
    )


def announce(part: Part) -> None:
    say(f"\nTests: {part.name}.")


def step_back() -> None:
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except (AttributeError, OSError):  # not on this kind of system
        os.nice(19)


def follow(child: Child) -> Result:
    """Show what pytest says, from its beginning on."""
    assert child.stdout  # noqa: S101 (a pipe was asked for)
    source, tail = child.stdout.fileno(), b""
    try:
        while part := os.read(source, 65536):
            sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
            tail = (tail + part)[-4096:]
    except Stopped:
        child.terminate()
        child.wait()
        raise
    return child.wait(), closing_line(tail)


def closing_line(output: bytes) -> str:
    """Such as "12 passed, 1 skipped in 3.45s"."""
    lines = COLOUR.sub(b"", output).decode(errors="replace").splitlines()
    closing = [line for line in lines if re.search(r" in [0-9.]+s\b", line)]
    return closing[-1].strip("= ") if closing else "ended early, see above"
