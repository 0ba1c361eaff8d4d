"""Lighthouse's marks on a phone, for the real server."""

import json
import os
import subprocess
from pathlib import Path
from statistics import median

import pytest

from tests.browser import NODE_MODULES
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.start.conftest import server  # noqa: F401 (a fixture)
from tests.start.server import Server

LIGHTHOUSE = NODE_MODULES / ".bin" / "lighthouse"
RUNS = 3
# On a busy machine it may miss its own beginning, and then asks to be run again.
TRIES = 3
LOWEST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} isn't there"),
    pytest.mark.skipif(
        not LIGHTHOUSE.exists(),
        reason="Lighthouse isn't there (npm ci in tests/browser)",
    ),
]


def marks(url: str, report: Path) -> dict[str, float]:
    """Lighthouse's marks from 0 to 100, by category."""
    command = [str(LIGHTHOUSE), url, "--quiet", "--no-enable-error-reporting"]
    command += ["--output=json", f"--output-path={report}"]
    command += [f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}"]
    env = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    for _ in range(TRIES):
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=180
        )
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
    categories = json.loads(report.read_text())["categories"]
    return {name: each["score"] * 100 for name, each in categories.items()}


@pytest.mark.parametrize("path", ["/", "/posts/the-bridge/"])
def test_marks_on_a_phone(server: Server, tmp_path: Path, path: str) -> None:  # noqa: F811
    url = f"http://127.0.0.1:{server.port}{path}"
    runs = [marks(url, tmp_path / f"{number}.json") for number in range(RUNS)]
    middle = {name: median(run[name] for run in runs) for name in LOWEST}
    too_low = {name for name, lowest in LOWEST.items() if middle[name] < lowest}
    assert not too_low, runs
