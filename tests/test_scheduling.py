from pathlib import Path

import pytest

from tests.scheduling import TOGETHER, group_of

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
