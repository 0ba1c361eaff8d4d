"""What the posters are told is held against what is stored."""

from collections import Counter

import pytest

from bench.posters import Outcome
from bench.stored import words_with
from tests.make import make_comment

FINE = Outcome(Counter({303: 3}), {"a", "b"}, ["a", "b"], [0.1, 0.3, 0.2])


def test_all_as_promised() -> None:
    assert FINE.faults() == []


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (FINE._replace(stored=["a"]), "1 acknowledged, but not stored"),
        (FINE._replace(stored=["a", "b", "b"]), "1 stored twice"),
        (
            FINE._replace(answers=Counter({303: 2, 500: 1, 0: 1})),
            "2 answered otherwise than 303, 409 or 429",
        ),
        (FINE._replace(acknowledged=set()), "nothing was acknowledged"),
    ],
)
def test_fault_is_named(outcome: Outcome, fault: str) -> None:
    assert outcome.faults() == [fault]


def test_outcome_reads_as_a_sentence() -> None:
    assert str(FINE) == (
        "2 comments acknowledged, 2 stored (answers 303: 3); waited 200 ms in the "
        "median, 300 at most."
    )


@pytest.mark.django_db
def test_only_this_runs_comments_are_counted() -> None:
    make_comment(words="A step of an earlier run.")
    make_comment(words="A step of this run 4711.")
    assert words_with("4711") == ["A step of this run 4711."]
