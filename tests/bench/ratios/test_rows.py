"""Figures become a table that says which bars are kept."""

import pytest

from bench.ratios.rows import Bar, Row, at_least, at_most, missed, readable, table


@pytest.mark.parametrize(
    ("bar", "value", "keeps"),
    [
        (at_least(2), 2, True),
        (at_least(2), 1.99, False),
        (at_most(2), 2, True),
        (at_most(2), 2.01, False),
    ],
)
def test_limit_itself_keeps_the_bar(bar: Bar, value: float, keeps: bool) -> None:
    assert bar.keeps(value) is keeps


def test_ratio_is_of_the_same_round() -> None:
    row = Row("page", [10, 30, 20], "/s", "file", [20, 30, 80])
    assert row.judged == [0.5, 1, 0.25]
    assert row.cells() == ["page", "20/s", "file", "0.5", "0.25–1", "", ""]


def test_median_decides_and_rounds_that_differ_are_counted() -> None:
    row = Row("page", [1, 2, 3], bar=at_least(2))
    assert not row.misses and row.verdict == "kept (2 of 3)"
    assert Row("page", [1, 1, 3], bar=at_least(2)).verdict == "missed (2 of 3)"
    assert Row("page", [3, 3, 3], bar=at_least(2)).verdict == "kept"


def test_figures_are_judged_where_there_is_nothing_to_divide_by() -> None:
    row = Row("memory", [201.0], " MB", bar=at_most(200))
    assert row.misses
    assert row.cells() == ["memory", "201 MB", "", "", "", "≤ 200", "missed"]


def test_what_was_not_measured_misses_nothing_and_says_why() -> None:
    row = Row("page", bar=at_least(2), note="wrk isn’t here.")
    assert missed([row]) == []
    told = table([row])
    assert "| not measured |" in told and told.endswith("- page: wrk isn’t here.")


def test_what_misses_two_bars_is_named_once() -> None:
    row = Row("page", [1], bar=at_least(2))
    assert missed([row, row, Row("file", [1])]) == ["page"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.00312, "0.00312"),
        (0.5, "0.5"),
        (0.678, "0.68"),
        (12.34, "12.3"),
        (200, "200"),
        (61987.4, "61,987"),
    ],
)
def test_numbers_have_the_digits_that_count(value: float, written: str) -> None:
    assert readable(value) == written
