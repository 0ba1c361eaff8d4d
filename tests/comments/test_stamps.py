from datetime import date

import pytest

from comments import stamps

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2026, 3, 1)])
def test_stamp_of_these_days_is_good(day: date) -> None:
    assert stamps.is_good(stamps.make_stamp(day), TODAY)


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 3, 5)])
def test_stamp_of_another_time_is_not(day: date) -> None:
    assert not stamps.is_good(stamps.make_stamp(day), TODAY)


@pytest.mark.parametrize("stamp", ["", "2026-03-04", "2026-03-04:forged", "\0", "é:é"])
def test_stamp_that_we_did_not_sign_is_not(stamp: str) -> None:
    assert not stamps.is_good(stamp, TODAY)


def test_every_reader_of_a_day_gets_the_same() -> None:
    assert stamps.make_stamp(TODAY) == stamps.make_stamp(TODAY)


def test_stamp_says_that_the_one_before_was_none_of_ours() -> None:
    marked = stamps.make_stamp(TODAY, marked=True)
    assert stamps.is_good(marked, TODAY)
    assert stamps.is_doubtful(marked)


@pytest.mark.parametrize("day", [TODAY, date(2020, 1, 1)])
def test_stamp_of_ours_is_not_doubtful_however_old(day: date) -> None:
    assert not stamps.is_doubtful(stamps.make_stamp(day))


@pytest.mark.parametrize("stamp", ["", "2026-03-04", "2026-03-04 again:forged"])
def test_stamp_that_we_did_not_sign_is_doubtful(stamp: str) -> None:
    assert stamps.is_doubtful(stamp)
