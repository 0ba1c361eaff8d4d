"""Waiting for a web server: ``python3 -m workshop.answering PORT``."""

import http.client
import sys
import time
from http import HTTPStatus
from urllib.parse import urlsplit

from workshop.ground import fail

PATIENCE_SECONDS = 60


def wait(port: int | str, seconds: float = PATIENCE_SECONDS) -> bool:
    """Until the site at ``port`` can serve readers. One that has trouble with its mail
    alone can."""
    deadline = time.monotonic() + seconds
    while status(f"http://127.0.0.1:{port}/healthz/web") != HTTPStatus.OK:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def status(address: str) -> int:
    """Of the answer; 0 where nobody gives one."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    if not wait(sys.argv[1]):
        fail(f"no site could serve at port {sys.argv[1]} within a minute.")
