"""``./dev test``: what it runs, what it skips, and what stands at its end."""

from typing import Any

import pytest

from workshop import environment, suite

LINE = (
    b"\x1b[32m===== \x1b[1m12 passed\x1b[0m, 1 skipped in 3.45s (0:00:03) =====\x1b[0m"
)


class Pytest:
    """In the place of the real one: notes what it is asked, answers ``codes``."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], str | None]] = []
        self.codes = [0, 0, 0]

    def __call__(self, arguments: list[str], env: dict[str, str]) -> tuple[int, str]:
        self.asked.append((arguments, env.get("DATABASE_URL")))
        return self.codes[len(self.asked) - 1], f"{len(self.asked)} passed in 1.00s"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Pytest:
    fake = Pytest()
    monkeypatch.setattr(suite, "pytest", fake)
    monkeypatch.setattr(environment, "provide", lambda requirements: None)
    monkeypatch.setattr(suite, "reaches_postgresql", lambda address: True)
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://there")
    monkeypatch.setenv("DATABASE_URL", "postgres://the-operators-own")
    return fake


def test_both_databases_get_the_arguments(fake: Pytest) -> None:
    assert suite.run(["-k", "word"]) == 0
    (sqlite, none), (alone, _), (postgresql, address) = fake.asked
    assert (none, address) == (None, "postgres://there")
    assert sqlite[-4:] == ["-m", "not alone", "-k", "word"]
    assert alone[-4:] == ["-k", "word", "-m", "alone"]
    assert postgresql[-4:] == [
        "-k",
        "word",
        "-m",
        "database and not browser and not start",
    ]


def test_what_measures_seconds_runs_with_nothing_beside_it(fake: Pytest) -> None:
    suite.run([])
    assert ["-n" in arguments for arguments, _ in fake.asked] == [True, False, True]


def test_closing_lines_stand_at_the_end(fake: Pytest, capsys: Any) -> None:
    suite.run([])
    names = ("SQLite", "Alone", "PostgreSQL")
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
