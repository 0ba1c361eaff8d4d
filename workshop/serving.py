"""``./dev run``: from a bare clone to a running site, and its end."""

import contextlib
import http.client
import sys
import tempfile
import time
from http import HTTPStatus
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

APPLICATION = "config.wsgi:application"
RESTART_SECONDS = 5  # at least between two starts of the worker
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
        site = setting("SITE_URL", port.url).rstrip("/")
        status = wait_for_answer(server, port, urlsplit(site).netloc)
        worker = start_worker(children)
        try:
            announce(site, port, status)
            watch(children, server, worker)
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
    return children.start(*web_server(port.address, port.number, workers))


def web_server(
    address: str, port: int, workers: int, application: str = APPLICATION
) -> list[str]:
    """What Python is to run."""
    # As many threads as granian likes: a body that arrives slowly keeps one busy, so
    # a number near the cores would let a dozen slow senders stop the site. granian
    # warns about that choice at every start, hence the log level.
    return [
        *("-m", "granian", "--interface", "wsgi", "--http", "1"),
        *("--host", address, "--port", str(port)),
        *("--workers", str(workers), "--respawn-failed-workers"),
        *("--workers-kill-timeout", "8", "--no-access-log", "--log-level", "error"),
        application,
    ]


def wait_for_answer(server: Child, port: Port, host: str) -> int:
    """The status that / has for ``host``."""
    deadline = time.monotonic() + 60
    while not (status := answer(port, host)):
        if server.poll() is not None:
            end_with(server)
        if time.monotonic() > deadline:
            fail("the web server didn't answer within a minute.")
        time.sleep(0.1)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        fail(f"the site answers {status} at /; the lines above may say why.")
    return status


def answer(port: Port, host: str) -> int:
    """The status that / answers with, or 0 where nobody does."""
    connection = http.client.HTTPConnection(port.near, port.number, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": host})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def announce(site: str, port: Port, status: int) -> None:
    say(f"Footbridge is at {site}/")
    if port.is_everywhere and not (setting("SITE_URL") or setting("ALLOWED_HOSTS")):
        say("Other machines reach it once SITE_URL is the address that they open.")
    if site.lower().startswith("https:") and not setting("TRUSTED_PROXIES"):
        say("Name your proxy in TRUSTED_PROXIES, or pages redirect to themselves.")
    if status == HTTPStatus.BAD_REQUEST:
        say("It answers 400 there: ALLOWED_HOSTS leaves that host out.")
    say(f"Moderate at {site}/admin/ and end with Ctrl-C.")


def start_worker(children: Children) -> Child:
    """What sends mail and keeps the clocks."""
    return children.start("manage.py", "run_worker")


def watch(children: Children, server: Child, worker: Child) -> NoReturn:
    """Start the worker again where it ends by itself, until the web server ends."""
    started_at = time.monotonic()
    while server.poll() is None:
        code = worker.poll()
        if code is not None and time.monotonic() > started_at + RESTART_SECONDS:
            say(f"The worker ended by itself (code {code}) and is started again.")
            children.started.remove(worker)
            worker, started_at = start_worker(children), time.monotonic()
        time.sleep(0.5)
    end_with(server)


def end_with(server: Child) -> NoReturn:
    """Nobody asked the web server to end, so its 0 is no success."""
    code = server.returncode
    print(f"dev: the web server ended by itself (code {code}).", file=sys.stderr)
    sys.exit(128 - code if code < 0 else code or 1)
