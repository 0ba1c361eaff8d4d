"""Real processes that share the database of a test, and what they print."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import connection

from tests.mail_server import free_port
from tests.start.client import Client


def database_url() -> str:
    """Of the database that this test has."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    who = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    return f"postgres://{who}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"


class Process:
    """Python with the site's settings, and nothing else from here."""

    def __init__(self, var: Path, *arguments: str, **values: str) -> None:
        var.mkdir(exist_ok=True)
        self.log = var / "log"
        env = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.node_settings",
            "TEST_VAR": str(var),
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "ADDRESS_KEYS": settings.ADDRESS_KEYS[0],
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                env=env | values,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)

    @property
    def printed(self) -> str:
        return self.log.read_text()


class Web(Process):
    """One web server of the site, at a port of its own."""

    def __init__(self, var: Path, **values: str) -> None:
        self.port = free_port()
        self.client = Client(self.port)
        super().__init__(
            var,
            *("-m", "granian", "--interface", "wsgi", "--port", str(self.port)),
            *("--no-access-log", "--log-level", "error", "config.wsgi:application"),
            **values,
        )

    def wait(self) -> Self:
        deadline = time.monotonic() + 120
        while not self.answers():
            assert self.process.poll() is None, self.printed
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.05)
        return self

    def answers(self) -> bool:
        with contextlib.suppress(OSError, HTTPException):
            return self.client.get("/healthz/web").status == 200
        return False


@contextlib.contextmanager
def two_of_them(folder: Path, **values: str) -> Iterator[tuple[Web, Web]]:
    """Started together, each with its own files."""
    with Web(folder / "one", **values) as one, Web(folder / "two", **values) as two:
        yield one.wait(), two.wait()
