from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.scheduling import TOGETHER, Together, group_of

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("each", TOGETHER)
def test_what_stays_together_is_there(each: str) -> None:
    assert (ROOT / each).exists()


@pytest.mark.parametrize("each", TOGETHER)
def test_nothing_in_a_group_commits(each: str) -> None:
    place = ROOT / each
    for file in place.rglob("*.py") if place.is_dir() else [place]:
        assert "transaction=True" not in file.read_text(), file


def test_tests_of_a_group_stay_together_and_others_go_singly() -> None:
    one, other = "tests/start/test_run.py::test_a", "tests/start/test_wire.py::test_b"
    assert group_of(one) == group_of(other) == "tests/start/"
    assert (
        group_of("tests/test_promises.py::test_c") == "tests/test_promises.py::test_c"
    )


class Process:
    """In the place of one that runs tests: notes which it is given."""

    def __init__(self) -> None:
        self.given: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, numbers: list[int]) -> None:
        self.given += numbers

    def shutdown(self) -> None:
        self.shutting_down = True


def test_what_is_done_is_forgotten_and_what_remains_is_given_out() -> None:
    tests = [f"tests/test_promises.py::test_{n}" for n in range(9)]
    option = SimpleNamespace(loadscopereorder=True)
    config = SimpleNamespace(getvalue=lambda name: ["popen"], option=option)
    dealing, process = Together(config), Process()
    dealing.add_node(process)
    dealing.add_node_collection(process, tests)
    dealing.schedule()
    for number in range(len(tests)):
        assert number in process.given
        dealing.mark_test_complete(process, number)
    assert process.shutting_down
    assert not dealing.assigned_work[process] and not dealing.has_pending
