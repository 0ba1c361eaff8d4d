"""Waiting for a web server: ``python3 -m workshop.answering ADDRESS``."""

import http.client
import sys
import time
from urllib.parse import urlsplit

from workshop.ground import fail

PATIENCE_SECONDS = 60


def wait(address: str, seconds: float = PATIENCE_SECONDS) -> bool:
    """Until something answers at ``address``, whatever it says: a site that has trouble
    with its mail is there all the same."""
    deadline = time.monotonic() + seconds
    while not status(address):
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
        fail(f"nothing answered at {sys.argv[1]} within a minute.")
