"""``./dev run``: from a bare clone to a running site, and its end."""

import contextlib
import http.client
import sys
import tempfile
import time
from typing import NoReturn
from urllib.parse import urlsplit

from workshop import environment, keys
from workshop.ground import (
    VAR,
    Stopped,
    cannot_write,
    fail,
    one_at_a_time,
    say,
    setting,
    whole_number,
)
from workshop.port import Port
from workshop.processes import Child, Children

CLOCKS_SECONDS = 3600
KEYS_DO_NOT_MATCH = 3  # what manage.py prepare answers then


def run() -> NoReturn:
    number = whole_number("PORT", 8000, 65535)
    workers = whole_number("WORKERS", 2, 64)
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(Port(setting("HOST", "127.0.0.1"), number))
        with one_at_a_time():
            make_var()
            environment.provide(environment.SITE)
            keys_made = keys.provide()
            children = stack.enter_context(Children())
            prepare(children, keys_made)
        server = start_server(children, port, workers)
        wait_for_answer(server, port)
        try:
            say(f"Footbridge is at {port.url}")
            say(f"Moderate at {port.url}admin/ and end with Ctrl-C.")
            watch(children, server)
        except Stopped:
            say("Footbridge is ending.")
            sys.exit(0)


def make_var() -> None:
    try:
        VAR.mkdir(mode=0o700, exist_ok=True)
        tempfile.TemporaryFile(dir=VAR).close()
    except OSError as error:
        cannot_write(VAR, error)


def prepare(children: Children, keys_made: bool) -> None:
    """Let Django make what is missing. It says itself what it does and what fails."""
    code = children.start("manage.py", "prepare").wait()
    if code == KEYS_DO_NOT_MATCH and keys_made:
        keys.FILE.unlink()
    if code < 0:
        fail(f"manage.py prepare was ended by signal {-code}.")
    if code:
        sys.exit(code)


def start_server(children: Children, port: Port, workers: int) -> Child:
    # As many threads as granian likes: a body that arrives slowly keeps one busy, so
    # a number near the cores would let a dozen slow senders stop the site. granian
    # warns about that choice at every start, hence the log level.
    return children.start(
        *("-m", "granian", "--interface", "wsgi", "--http", "1"),
        *("--host", port.address, "--port", str(port.number)),
        *("--workers", str(workers), "--respawn-failed-workers"),
        *("--workers-kill-timeout", "8", "--no-access-log", "--log-level", "error"),
        "config.wsgi:application",
    )


def wait_for_answer(server: Child, port: Port) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            end_with(server)
        status = answer(port)
        if status >= 500:
            fail(f"the site answers {status} at /; the lines above may say why.")
        if status:
            return
        time.sleep(0.1)
    fail("the web server didn't answer within a minute.")


def answer(port: Port) -> int:
    """The status that / answers with, or 0 where nobody does."""
    host = urlsplit(setting("SITE_URL")).netloc
    connection = http.client.HTTPConnection(port.near, port.number, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": host} if host else {})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def watch(children: Children, server: Child) -> NoReturn:
    """Start the clocks every hour, until the web server ends."""
    clocks, due = None, time.monotonic() + CLOCKS_SECONDS
    while server.poll() is None:
        if clocks and clocks.poll() is not None:
            if clocks.returncode:
                say(f"manage.py keep_clocks ended with code {clocks.returncode}.")
            children.started.remove(clocks)
            clocks = None
        if time.monotonic() >= due:
            clocks = clocks or children.start("manage.py", "keep_clocks")
            due = time.monotonic() + CLOCKS_SECONDS
        time.sleep(0.5)
    end_with(server)


def end_with(server: Child) -> NoReturn:
    """Nobody asked the web server to end, so its 0 is no success."""
    code = server.returncode
    print(f"dev: the web server ended by itself (code {code}).", file=sys.stderr)
    sys.exit(128 - code if code < 0 else code or 1)
