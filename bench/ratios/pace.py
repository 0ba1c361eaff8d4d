"""The slowest of a hundred beside the middle one, at half of what is possible."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.acts import WrongAnswer
from bench.ratios.rows import Row, at_most
from bench.ratios.wrk import CONNECTIONS

SCRIPT = Path(__file__).with_name("pace.mjs")
INSTALLED = SCRIPT.parent.parent / "node_modules" / "autocannon"
NAME = "99 of 100 pages come within, at half the top rate"
TIMES = 3
SECONDS = 6
BAR = at_most(5)
NO_RATE = "Half of which rate isn’t known without wrk."
NO_AUTOCANNON = "autocannon isn’t here (cd bench && npm ci)."
REACHED = 0.95


def row(url: str, top_rate: float) -> Row:
    """``top_rate`` in requests a second, 0 where nobody knows it."""
    if not top_rate:
        return Row(NAME, bar=BAR, note=NO_RATE)
    if not shutil.which("node") or not INSTALLED.is_dir():
        return Row(NAME, bar=BAR, note=NO_AUTOCANNON)
    return of_runs([paced(url, top_rate / 2) for _ in range(TIMES)], top_rate / 2)


def paced(url: str, rate: float) -> dict[str, Any]:
    command = ["node", str(SCRIPT), url, str(rate), str(SECONDS), str(CONNECTIONS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WrongAnswer(f"autocannon ended with {done.returncode}: {done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    if told["faults"] or not told["answered"]:
        raise WrongAnswer(f"{url}: {told['faults']} answers at a set rate went wrong.")
    return told


def of_runs(runs: list[dict[str, Any]], rate: float) -> Row:
    note = f"At {rate:,.0f} a second, each second’s share sent as fast as can be."
    slowest = min(run["answered"] for run in runs) / SECONDS
    if slowest < REACHED * rate:
        note += f" autocannon itself came to {slowest:,.0f}."
    return Row(
        NAME,
        [run["p99"] for run in runs],
        " ms",
        "half of them",
        [run["p50"] for run in runs],
        BAR,
        note,
    )
