"""Making ``.venv``: once, whole, and again after a crash."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workshop.conftest import plain_environment
from workshop import environment

Provide = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def provide(tree: Path, uv: Path) -> Provide:
    """Ask for the site's environment, with the fake uv alone on the PATH."""
    code = "from workshop import environment as e; e.provide(e.SITE)"

    def provide(place: Path = tree) -> "subprocess.CompletedProcess[str]":
        env = plain_environment(tree, PATH=f"{uv}:/usr/bin:/bin")
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=place, env=env, capture_output=True, text=True
        )

    return provide


def asked(tree: Path) -> list[str]:
    return (tree / "asked-of-uv").read_text().splitlines()


def test_packages_are_installed_by_their_hashes(tree: Path, provide: Provide) -> None:
    assert provide().returncode == 0
    assert "--require-hashes -r requirements.txt" in asked(tree)[-1]


def test_second_time_does_nothing(tree: Path, provide: Provide) -> None:
    provide()
    before = asked(tree)
    assert provide().stdout == "Environment: ready.\n"
    assert asked(tree) == before


def test_changed_requirements_are_installed_into_what_is_there(
    tree: Path, provide: Provide
) -> None:
    provide()
    (tree / "requirements.txt").write_text("site and more\n")
    provide()
    assert [line.split()[0] for line in asked(tree)] == ["venv", "pip", "pip"]


def test_a_copy_elsewhere_is_no_environment(tree: Path, provide: Provide) -> None:
    provide()
    shutil.move(tree, tree.with_name("old"))
    shutil.copytree(tree.with_name("old"), tree.with_name("new"), symlinks=True)
    assert "making .venv" in provide(tree.with_name("new")).stdout


def test_half_made_environment_is_made_afresh(tree: Path, provide: Provide) -> None:
    provide()
    (tree / ".venv" / "unfinished").touch()
    leftover = tree / ".venv" / "half a package"
    leftover.touch()
    assert provide().returncode == 0
    assert not leftover.exists()


def test_failed_install_is_one_sentence_after_the_last_lines(
    tree: Path, provide: Provide
) -> None:
    (tree / "no-network").touch()
    answer = provide()
    assert answer.returncode == 1
    assert answer.stderr.startswith("no route\ndev: couldn't install requirements.txt.")


def test_failed_install_is_repaired_by_the_next_start(
    tree: Path, provide: Provide
) -> None:
    (tree / "no-network").touch()
    provide()
    (tree / "no-network").unlink()
    provide()
    assert provide().stdout == "Environment: ready.\n"


def test_missing_ensurepip_names_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"python3-venv \(or python3\.\d+-venv\)"):
        environment.make_venv(tmp_path / "venv", None)


def test_what_cannot_be_written_is_one_sentence(tree: Path, provide: Provide) -> None:
    provide()
    stamp = tree / ".venv" / "made-from-requirements.txt"
    stamp.unlink()
    stamp.mkdir()
    answer = provide()
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"dev: can't write in {tree}: ")
