"""The units for systemd: that it understands them, and that they run what we run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from workshop import serving
from workshop.port import Port

UNITS = sorted((Path(settings.BASE_DIR) / "deploy/systemd").iterdir())
ANALYZE = shutil.which("systemd-analyze")
MOST_EXPOSED = "16"  # tenths of what systemd counts; 13 was measured
needs_systemd = pytest.mark.skipif(not ANALYZE, reason="systemd-analyze isn't here")


def analyzed(*arguments: str) -> str:
    assert ANALYZE
    done = subprocess.run([ANALYZE, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stderr


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """Copies of which systemd finds the Python."""
    for unit in UNITS:
        words = unit.read_text().replace(
            "/srv/footbridge/.venv/bin/python", sys.executable
        )
        (tmp_path / unit.name.replace("@", "@8000")).write_text(words)
    return sorted(map(str, tmp_path.iterdir()))


@needs_systemd
def test_systemd_understands_them(units: list[str]) -> None:
    assert analyzed("verify", *units) == ""


@needs_systemd
def test_they_may_do_little(units: list[str]) -> None:
    services = [unit for unit in units if unit.endswith(".service")]
    analyzed("security", "--offline=true", f"--threshold={MOST_EXPOSED}", *services)


def commands(name: str, text: str) -> list[str]:
    joined = text.replace("\\\n", " ")
    return re.findall(rf"^{name}=(.*)$", joined, re.MULTILINE)


def test_site_is_served_as_by_dev_run() -> None:
    class Started:
        def start(self, *arguments: str) -> Any:
            return arguments

    [unit] = [unit for unit in UNITS if "@" in unit.name]
    [command] = commands("ExecStart", unit.read_text())
    words = command.replace("%i", "0").replace("${WORKERS}", "1")
    with Port("127.0.0.1", 0) as port:
        started: Any = serving.start_server(Started(), port, 1)  # type: ignore[arg-type]
    assert sorted(shlex.split(words)[1:]) == sorted(started)


def test_every_command_is_one_that_we_have() -> None:
    for unit in UNITS:
        for command in commands("ExecStart(?:Post)?", unit.read_text()):
            words = shlex.split(command)
            if "manage.py" in words:
                name = words[words.index("manage.py") + 1]
                found = Path(settings.BASE_DIR).glob(f"*/management/commands/{name}.py")
                assert list(found), command


def test_settings_file_names_settings_that_are_listed() -> None:
    base = Path(settings.BASE_DIR)
    names = re.findall(
        r"^#?([A-Z_]+)=", (base / "deploy/footbridge.env").read_text(), re.MULTILINE
    )
    listed = (base / "README.md").read_text() + (base / "docs/operating.md").read_text()
    assert {"SITE_URL", "TRUSTED_PROXIES"} <= set(names)
    assert not [name for name in names if f"`{name}`" not in listed]
