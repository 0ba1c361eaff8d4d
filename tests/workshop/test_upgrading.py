"""``./dev upgrade`` over a stub of the site, with a stub of systemd."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workshop.conftest import Ask
from tests.workshop.test_port import free_number

# Two sites and a worker; each is started again when it ends, as its unit says.
SYSTEMCTL = """#!/bin/sh
case "$*" in
    *list-units*web*) for each in {folder}/footbridge-web@*; do
        echo "${{each##*/}} loaded active running The site"; done;;
    *list-units*) echo "footbridge-worker.service loaded active running Its worker";;
    *WorkingDirectory*) echo "{tree}";;
    *show*) for unit; do :; done; cat "{folder}/$unit";;
esac
"""
SITE = """
from http.server import BaseHTTPRequestHandler, HTTPServer
class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({status} if self.path == "/healthz/web" else 404)
        self.end_headers()
HTTPServer(("127.0.0.1", {port}), Site).serve_forever()
"""
# The file is there once it no longer hears.
DEAF = """
import pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path("{file}").touch()
time.sleep(600)
"""


class Unit:
    """A process that comes back until its ``code`` is none; its id is in a file."""

    def __init__(self, file: Path, code: str) -> None:
        self.file, self.code = file, code
        self.started: list[subprocess.Popen[bytes]] = []
        self.ended = False
        # No new one begins while it is being ended.
        self.turn = threading.Lock()
        self.begin()
        threading.Thread(target=self.keep).start()

    def begin(self) -> None:
        command = [sys.executable, "-c", self.code]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        self.started.append(process)
        self.file.write_text(f"{process.pid}\n")

    def keep(self) -> None:
        while not self.ended:
            self.started[-1].wait()
            time.sleep(0.1)
            with self.turn:
                if self.code and not self.ended:
                    self.begin()

    def end(self) -> None:
        with self.turn:
            self.ended = True
        for process in self.started:
            process.kill()
            process.wait()


@pytest.fixture
def units(lent: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Unit]]:
    folder = lent.parent / "units"
    folder.mkdir()
    ports = sorted(free_number() for _ in range(2))
    found = [
        Unit(
            folder / f"footbridge-web@{port}.service",
            SITE.format(port=port, status=200),
        )
        for port in ports
    ]
    worker = folder / "footbridge-worker.service"
    found.append(Unit(worker, "import time; time.sleep(600)"))
    systemctl = folder.parent / "bin" / "systemctl"
    systemctl.parent.mkdir()
    systemctl.write_text(SYSTEMCTL.format(folder=folder, tree=lent))
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{systemctl.parent}:{os.environ['PATH']}")
    yield found
    for unit in found:
        unit.end()


def told(tree: Path) -> list[str]:
    """What manage.py was asked for, a command a line."""
    return [line.split()[0] for line in (tree / "told").read_text().splitlines()]


@pytest.mark.usefixtures("units")
def test_backup_comes_first_and_its_place_is_said(ask: Ask, lent: Path) -> None:
    answer = ask("upgrade")
    assert answer.returncode == 0, answer.stderr
    assert told(lent) == ["backup", "prepare"]
    assert "Upgraded: the new code answers." in answer.stdout


def test_every_process_is_another_one_afterwards(ask: Ask, units: list[Unit]) -> None:
    ask("upgrade")
    deadline = time.monotonic() + 60
    while any(len(unit.started) < 2 for unit in units):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for unit in units:
        assert unit.started[0].returncode == -signal.SIGTERM


@pytest.mark.parametrize("status", [0, 503])
def test_site_that_does_not_come_back_leaves_the_other_one(
    ask: Ask, units: list[Unit], lent: Path, status: int
) -> None:
    answering = lent / "workshop" / "answering.py"
    text = answering.read_text()
    answering.write_text(text.replace("PATIENCE_SECONDS = 60", "PATIENCE_SECONDS = 1"))
    port = units[0].file.stem.partition("@")[2]
    coming = SITE.format(port=port, status=status)
    units[0].code = coming if status else "raise SystemExit(1)"
    answer = ask("upgrade")
    assert answer.returncode == 1 and "doesn't answer" in answer.stderr
    assert [len(unit.started) for unit in units[1:]] == [1, 1]


def test_sites_of_other_folders_are_left_alone(
    ask: Ask, units: list[Unit], lent: Path
) -> None:
    systemctl = lent.parent / "bin" / "systemctl"
    elsewhere = systemctl.read_text().replace(f'"{lent}"', '"/srv/elsewhere"')
    systemctl.write_text(elsewhere)
    answer = ask("upgrade")
    assert answer.returncode == 0
    assert "Start the site and its worker anew where they run." in answer.stdout
    assert [len(unit.started) for unit in units] == [1, 1, 1]


def test_process_that_does_not_end_is_not_waited_for_without_end(
    ask: Ask, units: list[Unit], lent: Path
) -> None:
    upgrading = lent / "workshop" / "upgrading.py"
    text = upgrading.read_text()
    upgrading.write_text(text.replace("REPLACED_SECONDS = 60", "REPLACED_SECONDS = 0"))
    deaf = lent.parent / "deaf"
    units[0].code = DEAF.format(file=deaf)
    units[0].started[-1].kill()
    while not deaf.exists():
        time.sleep(0.05)
    answer = ask("upgrade")
    assert answer.returncode == 1 and "doesn't end" in answer.stderr
    assert len(units[1].started) == 1


def test_failing_to_migrate_restarts_nothing_and_names_the_backup(
    ask: Ask, units: list[Unit], lent: Path
) -> None:
    (lent / "manage.py").write_text(
        "import sys\nif sys.argv[1] == 'prepare': sys.exit('no such column')\n"
    )
    answer = ask("upgrade")
    assert answer.returncode == 1
    assert "not upgraded; the site goes on with the code it has" in answer.stderr
    assert "/var/backups is from before" in answer.stderr
    assert [len(unit.started) for unit in units] == [1, 1, 1]


def test_without_a_backup_nothing_is_done(
    ask: Ask, units: list[Unit], lent: Path
) -> None:
    answer = ask("upgrade", STUB_CODE="1")
    assert answer.returncode == 1 and told(lent) == ["backup"]
    assert [len(unit.started) for unit in units] == [1, 1, 1]


def test_new_site_needs_no_backup(ask: Ask, lent: Path) -> None:
    (lent / "manage.py").write_text(
        "import sys\nsys.exit(4 if sys.argv[1] == 'backup' else 0)\n"
    )
    answer = ask("upgrade")
    assert answer.returncode == 0, answer.stderr
    assert "Start the site and its worker anew where they run." in answer.stdout
    assert (lent / "var" / "keys.env").exists()


# Other packages than before


@pytest.fixture
def other_packages(lent: Path, uv: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tree with new requirements. Its site notes by which Python it is run."""
    monkeypatch.setenv("PATH", f"{uv}:{os.environ['PATH']}")
    (lent / "requirements.txt").write_text("site and more\n")
    (lent / "manage.py").write_text(
        "import os, sys\n"
        "with open('told', 'a') as told:\n"
        "    print(sys.argv[1], sys.executable, file=told)\n"
        "sys.exit(sys.argv[1] == os.environ.get('STUB_FAILS'))\n"
    )
    return lent


def stamp(tree: Path, folder: str = ".venv") -> str:
    return (tree / folder / "made-from-requirements.txt").read_text()


def test_former_packages_stay_until_all_is_ready(
    ask: Ask, other_packages: Path
) -> None:
    before = stamp(other_packages)
    answer = ask("upgrade")
    assert answer.returncode == 0, answer.stderr
    python = f"{other_packages}/.venv.other/bin/python"
    assert (other_packages / "told").read_text().splitlines() == [
        f"backup {python}",
        f"prepare {python}",
    ]
    assert stamp(other_packages) != before
    assert stamp(other_packages, ".venv.other") == before


@pytest.mark.parametrize("step", ["backup", "prepare"])
def test_what_fails_leaves_the_former_packages_and_names_the_way_back(
    ask: Ask, other_packages: Path, step: str
) -> None:
    before = stamp(other_packages)
    answer = ask("upgrade", STUB_FAILS=step)
    assert answer.returncode == 1
    assert ".venv holds the former packages" in answer.stdout
    assert "docs/operating.md, under Upgrading" in answer.stdout
    assert stamp(other_packages) == before


def test_packages_that_cannot_be_had_change_nothing(
    ask: Ask, other_packages: Path
) -> None:
    before = stamp(other_packages)
    (other_packages / "no-network").touch()
    answer = ask("upgrade")
    assert answer.returncode == 1 and ".venv holds the former" in answer.stdout
    assert stamp(other_packages) == before
    assert not (other_packages / "told").exists()
    assert not (other_packages / ".venv.other").exists()


def test_second_try_and_the_way_back_install_nothing(
    ask: Ask, other_packages: Path
) -> None:
    ask("upgrade", STUB_FAILS="prepare")
    (other_packages / "no-network").touch()
    assert ask("upgrade").returncode == 0
    (other_packages / "requirements.txt").write_text("site\n")
    assert ask("packages").returncode == 0
    assert (other_packages / ".venv/pyvenv.cfg").exists()  # as lent


def test_way_back_to_the_same_packages_changes_nothing(
    ask: Ask, other_packages: Path
) -> None:
    assert ask("upgrade").returncode == ask("upgrade").returncode == 0
    now, former = stamp(other_packages), stamp(other_packages, ".venv.other")
    answer = ask("packages")
    assert answer.returncode == 0 and "Environment: ready." in answer.stdout
    assert stamp(other_packages) == now
    assert stamp(other_packages, ".venv.other") == former


def test_one_that_was_killed_between_two_names_is_gone_on_with(
    ask: Ask, other_packages: Path
) -> None:
    before = stamp(other_packages)
    ask("upgrade", STUB_FAILS="prepare")
    (other_packages / "no-network").touch()
    (other_packages / ".venv").rename(other_packages / ".venv.between")
    assert ask("packages").returncode == 0
    assert stamp(other_packages) != before
    assert stamp(other_packages, ".venv.other") == before
    assert not (other_packages / ".venv.between").exists()


def test_first_upgrade_of_all_has_no_way_back(ask: Ask, tree: Path, uv: Path) -> None:
    (tree / "no-network").touch()
    answer = ask("upgrade", PATH=f"{uv}:{os.environ['PATH']}")
    assert answer.returncode == 1
    assert "former" not in answer.stdout
    assert not (tree / ".venv.other").exists()
