"""How many requests a second, by ``wrk`` with 16 connections."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from typing import NamedTuple

from bench.acts import WrongAnswer

CONNECTIONS = 16
PATIENCE = 5
MISSING = "wrk isn’t here (apt-get install wrk)."


class Counted(NamedTuple):
    """``faults`` are answers of an error and connections that broke."""

    requests: int
    rate: float
    faults: int


def rate(url: str, seconds: float, headers: Mapping[str, str]) -> float:
    """Requests a second; WrongAnswer where any wasn't answered as it should be."""
    counted = load(url, seconds, headers)
    if not counted.requests:
        # All connections are still at their first, on a machine with much to do.
        counted = load(url, seconds * PATIENCE, headers)
    if counted.faults:
        raise WrongAnswer(f"{url}: {counted.faults} of {counted.requests} went wrong.")
    if not counted.requests:
        raise WrongAnswer(f"{url}: nothing was answered.")
    return counted.rate


def load(
    url: str, seconds: float, headers: Mapping[str, str], *arguments: str
) -> Counted:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "20s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run(
        [*command, url, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WrongAnswer(f"wrk ended with code {done.returncode}: {done.stderr}")
    return parse(done.stdout)


def parse(said: str) -> Counted:
    """ValueError where it isn't what wrk prints."""
    requests = re.search(r"^\s*(\d+) requests in ", said, re.M)
    second = re.search(r"^Requests/sec:\s*([\d.]+)", said, re.M)
    if not requests or not second:
        raise ValueError(f"wrk printed something else: {said}")
    refused = re.search(r"^\s*Non-2xx or 3xx responses: (\d+)", said, re.M)
    broken = re.search(r"^\s*Socket errors: (.*)", said, re.M)
    faults = int(refused[1]) if refused else 0
    faults += sum(map(int, re.findall(r"\d+", broken[1]))) if broken else 0
    return Counted(int(requests[1]), float(second[1]), faults)
