"""``./dev test``: what it runs, what it skips, and what stands at its end."""

import subprocess
import sys
from typing import Any

import pytest

from workshop import environment, suite
from workshop.ground import Stopped

LINE = (
    b"\x1b[32m===== \x1b[1m12 passed\x1b[0m, 1 skipped in 3.45s (0:00:03) =====\x1b[0m"
)


class Child:
    """In the place of a process: ends when it is waited for."""

    def __init__(self, number: int, name: str, told: list[str]) -> None:
        self.number, self.name, self.told = number, name, told

    def terminate(self) -> None:
        self.told.append(f"{self.name} is stopped")

    def wait(self) -> None:
        pass


class Pytest:
    """In the place of the real one: notes what it is asked, answers ``codes``."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], str | None]] = []
        self.told: list[str] = []
        self.codes = [0, 0, 0]

    def begin(self, part: suite.Part, *, behind: bool = False) -> Child:
        self.asked.append((part.arguments, part.env.get("DATABASE_URL")))
        self.told.append(f"{part.name} begins{' behind' * behind}")
        number = ["SQLite", "PostgreSQL", "Alone"].index(part.name)
        return Child(number, part.name, self.told)

    def follow(self, child: Child) -> tuple[int, str]:
        self.told.append(f"{child.name} ends")
        return self.codes[child.number], f"{child.number + 1} passed in 1.00s"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Pytest:
    fake = Pytest()
    monkeypatch.setattr(suite, "begin", fake.begin)
    monkeypatch.setattr(suite, "follow", fake.follow)
    monkeypatch.setattr(environment, "provide", lambda requirements: None)
    monkeypatch.setattr(suite, "reaches_postgresql", lambda address: True)
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://there")
    monkeypatch.setenv("DATABASE_URL", "postgres://the-operators-own")
    return fake


def test_both_databases_get_the_arguments(fake: Pytest) -> None:
    assert suite.run(["-k", "word"]) == 0
    (sqlite, none), (postgresql, address), (alone, _) = fake.asked
    assert (none, address) == (None, "postgres://there")
    assert sqlite[-4:] == ["-m", "not alone", "-k", "word"]
    assert alone[-4:] == ["-k", "word", "-m", "alone"]
    assert postgresql[-4:] == [
        "-k",
        "word",
        "-m",
        "database and not browser and not start",
    ]


def test_one_part_runs_behind_the_first_and_one_for_itself(fake: Pytest) -> None:
    suite.run([])
    told = [line for line in fake.told if not line.endswith("stopped")]
    assert told == [
        "SQLite begins",
        "PostgreSQL begins behind",
        "SQLite ends",
        "PostgreSQL ends",
        "Alone begins",
        "Alone ends",
    ]
    together = {"-n" in arguments: address for arguments, address in fake.asked[1:]}
    assert together == {True: "postgres://there", False: None}


def test_who_stops_it_stops_all_of_it(
    fake: Pytest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(child: Child) -> tuple[int, str]:
        if child.name == "SQLite":
            raise Stopped(2)
        return fake.follow(child)

    monkeypatch.setattr(suite, "follow", stop)
    with pytest.raises(Stopped):
        suite.run([])
    assert fake.told[-1] == "PostgreSQL is stopped"


def test_part_behind_gives_way() -> None:
    question = "import os; print(os.nice(0) + os.sched_getscheduler(0) > 0)"
    said = subprocess.run(
        [sys.executable, "-c", question],
        preexec_fn=suite.step_back,
        capture_output=True,
        text=True,
    )
    assert said.stdout == "True\n"


def test_closing_lines_stand_at_the_end(fake: Pytest, capsys: Any) -> None:
    suite.run([])
    names = ("SQLite", "PostgreSQL", "Alone")
    lines = [f"{name}: {n} passed in 1.00s\n" for n, name in enumerate(names, 1)]
    assert capsys.readouterr().out.endswith("".join(lines))


@pytest.mark.parametrize(
    ("codes", "code"), [([1, 0, 0], 1), ([0, 3, 0], 3), ([0, 0, 2], 2), ([5, 0, 0], 5)]
)
def test_either_failure_is_the_whole_failure(
    fake: Pytest, codes: list[int], code: int
) -> None:
    fake.codes = codes
    assert suite.run([]) == code


def test_a_choice_of_browser_tests_is_no_failure_on_postgresql(fake: Pytest) -> None:
    fake.codes = [0, 5, 5]
    assert suite.run(["tests/browser"]) == 0


def test_without_postgresql_it_says_how_to_name_one(
    fake: Pytest, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(suite, "reaches_postgresql", lambda address: False)
    monkeypatch.delenv("TEST_DATABASE_URL")
    assert suite.run([]) == 0
    assert "PostgreSQL: skipped" in capsys.readouterr().out


def test_a_named_postgresql_must_be_there(
    fake: Pytest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suite, "reaches_postgresql", lambda address: False)
    assert suite.run([]) == 1


def test_nobody_answers_at_a_closed_port() -> None:
    assert not suite.reaches_postgresql("postgres://127.0.0.1:1/x")


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (b"...\n" + LINE + b"\n", "12 passed, 1 skipped in 3.45s (0:00:03)"),
        (b"Killed\n", "ended early, see above"),
    ],
)
def test_closing_line(output: bytes, line: str) -> None:
    assert suite.closing_line(output) == line
