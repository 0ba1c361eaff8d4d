import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.repeats import ALIKE, bands, likeness, runs

WORDS = (
    "Buy our wonderful course now and he will love you again within seven days, we "
    "promise, thousands of happy couples did it before you and never looked back."
)
OTHER = (
    "I put the phone away and asked about his day, and he told me of the new machine "
    "at work, and then we made soup together and it was a good evening after all."
)


@pytest.mark.parametrize(
    "again",
    [
        WORDS.upper(),
        WORDS.replace(" ", "\n"),
        WORDS.replace("seven", "nine"),
        f"Hello! {WORDS} Bye.",
        WORDS.replace("love", "lоve"),  # noqa: RUF001
    ],
)
def test_nearly_the_same_words_meet(again: str) -> None:
    assert set(bands(WORDS)) & set(bands(again))
    assert likeness(runs(WORDS), runs(again)) >= ALIKE


def test_other_words_are_not_alike() -> None:
    assert likeness(runs(WORDS), runs(OTHER)) < 0.1


def test_few_words_are_not_compared() -> None:
    assert bands("Me too, and I will try the walk this week.") == []


def test_numbers_fit_a_database() -> None:
    assert all(0 <= band < 2**63 for band in bands(WORDS))


def test_key_of_the_site_is_in_them(settings) -> None:  # type: ignore[no-untyped-def]
    before = set(bands(WORDS))
    settings.SECRET_KEY = "another" * 8
    assert not before & set(bands(WORDS))


def test_longest_comment_costs_little() -> None:
    began = time.process_time()
    bands(" ".join(str(number) for number in range(1250)))
    assert time.process_time() - began < 0.5


@given(st.text(max_size=300))
def test_nothing_that_can_be_typed_raises(words: str) -> None:
    assert len(bands(words)) in (0, 8)
