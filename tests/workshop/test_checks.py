"""``./dev check``: all of it runs, and each failure shows its words."""

import sys
from pathlib import Path

import pytest

from workshop import checks, environment


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("print('this is why'); raise SystemExit(1)")
    commands = {"First": f"{tmp_path}/bad.py", "Second": "-c pass"}
    monkeypatch.setattr(checks, "CHECKS", commands)
    monkeypatch.setattr(checks, "PYTHON", sys.executable)
    monkeypatch.setattr(environment, "provide", lambda requirements: None)


def test_all_run_and_one_failure_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.run() == 1
    lines = ["First: failed", "this is why", "", "Second: ok", "Failed: First."]
    assert capsys.readouterr().out.splitlines() == lines


def test_they_see_none_of_the_operators_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEBUG", "True")
    env = checks.deployed_environment()
    assert "DEBUG" not in env
    assert env["SITE_URL"].startswith("https://")
