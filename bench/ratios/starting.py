"""How long a start takes until the first page is answered, once all is there."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from bench.ratios.places import FEW, WORKERS, copy_of
from bench.ratios.rows import Row, at_most
from bench.sites import environment as site_environment
from bench.sites import free_port
from workshop import environment
from workshop.ground import ROOT, fail
from workshop.serving import web_server

TIMES = 3
MOST_SECONDS = 60
SERVER = "Web server’s start to its first answer"
WHOLE = "./dev run to its first answer"


def rows() -> list[Row]:
    """Each once before, for what is made the first time alone."""
    alone = Row(SERVER, starts(server_alone), " s", bar=at_most(2))
    if not environment.is_ready(environment.SITE):
        return [alone, Row(WHOLE, note="./dev would make its environment first.")]
    return [alone, Row(WHOLE, starts(everything), " s")]


def starts(command: Callable[[int], list[str]]) -> list[float]:
    database = copy_of(FEW)
    return [seconds(command, database) for _ in range(TIMES + 1)][1:]


def server_alone(port: int) -> list[str]:
    return web_server("127.0.0.1", port, WORKERS)


def everything(port: int) -> list[str]:
    return ["dev", "run"]


def seconds(command: Callable[[int], list[str]], database: str) -> float:
    port = free_port()
    env = site_environment(
        database, PORT=str(port), SITE_URL=f"http://127.0.0.1:{port}"
    )
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, *command(port)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            while not answers(port):
                if server.poll() is not None or time.monotonic() > began + MOST_SECONDS:
                    fail("a start that was to be measured came to nothing.")
                time.sleep(0.01)
            return time.monotonic() - began
        finally:
            server.send_signal(signal.SIGTERM)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
