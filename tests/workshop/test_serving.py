"""``./dev run`` over a stub of the site: its refusals, its steps and its end."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.workshop.conftest import Ask, plain_environment
from tests.workshop.test_port import free_number

pytestmark = pytest.mark.start
# A site that answers to guide.example.org:8000 alone.
ONE_HOST = """
def application(environ, start_response):
    known = environ["HTTP_HOST"] == "guide.example.org:8000"
    start_response("200 OK" if known else "400 Bad Request", [])
    return [b"hello"]
"""


class Running:
    """``./dev run``, once it has said its address."""

    def __init__(self, tree: Path, **settings: str) -> None:
        self.port = free_number()
        self.process = subprocess.Popen(
            [sys.executable, "dev", "run"],
            cwd=tree,
            env=plain_environment(tree, PORT=str(self.port), **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.said = ""
        while "/admin/" not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    def processes(self) -> dict[int, list[str]]:
        """The command of each process of its session, by its id."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == self.process.pid and fields[0] != "Z":
                    command = (folder / "cmdline").read_text()
                    found[int(folder.name)] = command.split("\0")
        return found

    def ids_of(self, word: str) -> list[int]:
        """Of the processes with ``word`` in their command, the oldest first."""
        return sorted(pid for pid, words in self.processes().items() if word in words)

    def server(self) -> int:
        """The web server's first process, parent of its workers."""
        return self.ids_of("granian")[0]

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal to ./dev alone; its exit code and last words."""
        self.process.send_signal(number)
        last = self.process.communicate(timeout=60)[0]
        return self.process.returncode, last

    def is_gone(self) -> bool:
        """Whether nothing is left, or soon won't be."""
        deadline = time.monotonic() + 20
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.01)
        return not self.processes()


@pytest.fixture
def run(lent: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def run(**settings: str) -> Running:
        started.append(Running(lent, **settings))
        return started[-1]

    yield run
    for running in started:
        for pid in running.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        running.process.communicate()


Run = Callable[..., Running]


@pytest.mark.parametrize(
    "settings",
    [
        {"PORT": "abc"},
        {"PORT": "0"},
        {"PORT": "65536"},
        {"WORKERS": "0"},
        {"HOST": "x y"},
    ],
    ids=str,
)
def test_a_wrong_setting_is_named(ask: Ask, settings: dict[str, str]) -> None:
    answer = ask("run", **settings)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"dev: {next(iter(settings))} is ")


def test_a_folder_that_cannot_be_written(ask: Ask, lent: Path) -> None:
    (lent / "var").touch()
    answer = ask("run", PORT=str(free_number()))
    assert answer.returncode == 1
    assert answer.stderr == f"dev: can't write in {lent}/var: File exists.\n"


def test_what_prepare_refuses_ends_the_start(ask: Ask, lent: Path) -> None:
    answer = ask("run", PORT=str(free_number()), STUB_CODE="7")
    assert answer.returncode == 7


def test_keys_that_do_not_fit_another_database_are_taken_back(
    ask: Ask, lent: Path
) -> None:
    elsewhere = "postgres://somewhere/else"
    port = str(free_number())
    assert ask("run", PORT=port, STUB_CODE="3", DATABASE_URL=elsewhere).returncode == 3
    assert not (lent / "var" / "keys.env").exists()


def test_keys_that_were_there_are_left_there(ask: Ask, lent: Path) -> None:
    ask("run", PORT=str(free_number()), STUB_CODE="7")
    ask("run", PORT=str(free_number()), STUB_CODE="3")
    assert (lent / "var" / "keys.env").exists()


def test_it_serves_at_the_address_it_says(run: Run) -> None:
    running = run()
    assert f"Footbridge is at http://127.0.0.1:{running.port}/\n" in running.said
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/") as answer:
        assert answer.read() == b"hello"


def test_open_to_all_it_says_how_others_reach_it(run: Run) -> None:
    running = run(HOST="0.0.0.0")
    assert f"Footbridge is at http://127.0.0.1:{running.port}/\n" in running.said
    assert "Other machines reach it once SITE_URL is" in running.said


def test_it_says_and_asks_for_the_address_that_it_was_given(
    run: Run, lent: Path
) -> None:
    (lent / "config" / "wsgi.py").write_text(ONE_HOST)
    said = run(SITE_URL="http://guide.example.org:8000").said
    assert "Footbridge is at http://guide.example.org:8000/\n" in said
    assert "400" not in said


def test_the_address_may_stand_in_the_file_of_settings(run: Run, lent: Path) -> None:
    (lent / "config" / "wsgi.py").write_text(ONE_HOST)
    (lent / "var").mkdir(exist_ok=True)
    line = "# Where it is\nSITE_URL = http://guide.example.org:8000\n"
    (lent / "var" / "settings.env").write_text(line)
    said = run().said
    assert "Footbridge is at http://guide.example.org:8000/\n" in said
    assert "400" not in said


def test_a_host_that_is_left_out_is_told(run: Run, lent: Path) -> None:
    (lent / "config" / "wsgi.py").write_text(ONE_HOST)
    assert "It answers 400 there: ALLOWED_HOSTS leaves that host out." in run().said


def test_https_without_a_proxy_is_told(run: Run) -> None:
    said = run(SITE_URL="https://guide.example.org").said
    assert "Name your proxy in TRUSTED_PROXIES" in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_when_asked_and_leaves_nothing(
    run: Run, number: signal.Signals
) -> None:
    running = run()
    assert running.end(number) == (0, "Footbridge is ending.\n")
    assert running.is_gone()


def test_killed_outright_it_leaves_nothing(run: Run) -> None:
    running = run()
    running.end(signal.SIGKILL)
    assert running.is_gone()


def test_when_the_web_server_dies_everything_ends(run: Run) -> None:
    running = run()
    os.kill(running.server(), signal.SIGKILL)
    said = running.process.communicate(timeout=60)[0]
    assert running.process.returncode == 128 + signal.SIGKILL
    assert said == "dev: the web server ended by itself (code -9).\n"
    assert running.is_gone()


def test_a_worker_that_dies_is_replaced(run: Run) -> None:
    running = run()
    before = running.processes()
    os.kill(running.ids_of("granian")[-1], signal.SIGKILL)
    deadline = time.monotonic() + 60
    while running.processes().keys() <= before.keys() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(running.processes()) == len(before)


def worker_ids(running: Running, other_than: list[int]) -> list[int]:
    """Soon: one that was just begun has no command yet."""
    deadline = time.monotonic() + 60
    while (found := running.ids_of("run_worker")) in ([], other_than):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def test_a_worker_that_sends_mail_dies_and_is_started_again(
    run: Run, lent: Path
) -> None:
    serving = lent / "workshop" / "serving.py"
    serving.write_text(
        serving.read_text().replace("RESTART_SECONDS = 5", "RESTART_SECONDS = 0")
    )
    running = run()
    [first] = worker_ids(running, other_than=[])
    os.kill(first, signal.SIGKILL)
    assert len(worker_ids(running, other_than=[first])) == 1
    said = running.end(signal.SIGTERM)[1]
    assert said.startswith("The worker ended by itself (code -9) and is started again.")
    assert running.is_gone()


def test_nothing_is_made_while_the_port_is_busy(run: Run, ask: Ask, lent: Path) -> None:
    running = run()
    shutil.rmtree(lent / "var")
    assert "is busy" in ask("run", PORT=str(running.port)).stderr
    assert not (lent / "var").exists()
