import pytest

from bench.table import Row, slower, table


@pytest.mark.parametrize(
    ("big", "has_bar", "misses"),
    [(0.0999, True, False), (0.1, True, True), (0.1, False, False)],
)
def test_bar_is_a_hundred_milliseconds(big: float, has_bar: bool, misses: bool) -> None:
    assert Row("Queue", big, 0.1, 0.1, 0.1, has_bar).misses is misses


def test_bar_may_be_lower() -> None:
    row = Row("Search", 0.05, 0.1, 0.1, 0.1, bar_ms=50)
    assert row.misses and "under 50 ms" in table([row], bar_ms=50)


@pytest.mark.parametrize(("big", "is_slower"), [(1.5, False), (1.51, True)])
def test_many_comments_may_cost_half_as_much_again(big: float, is_slower: bool) -> None:
    rows = [Row("few", 1, 1, 1, 1), Row("many", big, 1, 1, 1)]
    assert list(slower(rows, "few", ["many"])) == ["many"] * is_slower


def test_row_says_the_ratios() -> None:
    row = Row("Queue", big=0.03, processor=0.01, small=0.02, static=0.001)
    assert str(row) == "| Queue | 30.0 | 10 | 1.50 | 30.0 | yes |"


def test_what_has_no_bar_says_so() -> None:
    assert "(no, no bar)" in str(Row("Search", 1, 1, 1, 1, has_bar=False))


def test_table_is_markdown() -> None:
    lines = table([Row("Queue", 1, 1, 1, 1)]).splitlines()
    assert len(lines) == 3 and lines[1].startswith("| --- |")
