"""Lighthouse's marks on a phone, for the real server."""

import json
import shutil
import subprocess
from statistics import median

import pytest

from tests.browser import HERE, NODE_MODULES
from tests.browser.conftest import ARGUMENTS, PROGRAM
from tests.start.conftest import server  # noqa: F401 (a fixture)
from tests.start.server import Server

PATHS = ["/", "/posts/the-bridge/"]
LOWEST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(not PROGRAM.exists(), reason=f"{PROGRAM} isn't there"),
    pytest.mark.skipif(
        not (shutil.which("node") and (NODE_MODULES / "lighthouse").exists()),
        reason="Lighthouse isn't there (npm ci in tests/browser)",
    ),
]


def test_marks_on_a_phone(server: Server) -> None:  # noqa: F811
    pages = [f"http://127.0.0.1:{server.port}{path}" for path in PATHS]
    command = ["node", str(HERE / "marks.mjs"), str(PROGRAM), json.dumps(LOWEST)]
    command += [*pages, "--", "--headless", *ARGUMENTS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    runs = json.loads(done.stdout)
    for page in pages:
        here = [run for run in runs if run["page"] == page]
        for name, lowest in LOWEST.items():
            marks = [run[name] for run in here if name in run]
            assert median(marks) >= lowest, (name, here)
