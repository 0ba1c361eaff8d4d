"""Processes that end when we do, however we end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn, Self

from workshop.ground import PYTHON, Stopped

STOP_SECONDS = 10
AGAIN_SECONDS = 1.5

# Reads from a pipe that only we hold open, until we are gone.
GUARD = """
import os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdin.buffer.read()
os.killpg(0, signal.SIGKILL)
"""

# Threads of Python's wait for each other anyway, so one heap does for all of them, and
# what is freed goes back: 40 MB less for two workers after 70,000 pages.
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"}
Child = subprocess.Popen[bytes]


def listen_to_signals() -> None:
    """One way to end for all three. An ignored SIGHUP stays ignored, for nohup."""
    signal.signal(signal.SIGINT, raise_stopped)
    signal.signal(signal.SIGTERM, raise_stopped)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, raise_stopped)


def raise_stopped(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped(number)


class Children:
    """A process group with a guard in its midst, who ends it even after our kill -9.

    The kernel's own way (PR_SET_PDEATHSIG) reaches a child but not its children: the
    web server's workers outlive their parent and keep answering on the port.
    """

    def __init__(self, python: Path = PYTHON) -> None:
        self.python = python
        self.started: list[Child] = []
        self.guard = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", GUARD],
            stdin=subprocess.PIPE,
            process_group=0,
        )

    def __enter__(self) -> Self:
        return self

    def start(self, *arguments: str) -> Child:
        """Start our environment's Python, with the site's settings."""
        child = subprocess.Popen(
            [self.python, *arguments],
            stdin=subprocess.DEVNULL,
            process_group=self.guard.pid,
            env={**MEMORY, **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        )
        self.started.append(child)
        return child

    def __exit__(self, *_: object) -> None:
        """Ask them to end; after ten seconds, or when told again, make them."""
        # Not the whole group: the web server would replace the workers that end.
        for child in self.started:
            child.terminate()
        with contextlib.suppress(Stopped):
            if not self.have_ended(within=AGAIN_SECONDS):
                # A worker that was just being born has missed it.
                os.killpg(self.guard.pid, signal.SIGTERM)
                self.have_ended(within=STOP_SECONDS - AGAIN_SECONDS)
        os.killpg(self.guard.pid, signal.SIGKILL)
        for child in (*self.started, self.guard):
            child.wait()

    def have_ended(self, within: float) -> bool:
        deadline = time.monotonic() + within
        while any(child.poll() is None for child in self.started):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True
