"""The report says all that a reader of it has to know."""

from bench.ratios import lanes
from bench.ratios.pace import of_runs
from bench.ratios.rows import Row, at_least
from bench.ratios.whole import COMPARED, report, verdict

FINE = Row("page", [3], bar=at_least(2))


def test_every_bar_that_is_kept() -> None:
    assert verdict([FINE]) == "Every bar is kept."


def test_what_is_missed_and_what_was_not_measured_are_named() -> None:
    rows = [FINE, Row("file", [1], bar=at_least(2)), Row("pace", note="No autocannon.")]
    assert verdict(rows) == "Missed: file. Not measured: pace."


def test_report_is_the_machine_the_table_and_the_verdict() -> None:
    told = report([FINE], ["2 cores"], rounds=5, seconds=3)
    assert told.startswith("# Results") and told.endswith("Every bar is kept.")
    assert "- 2 cores\n- 5 rounds of 3 s" in told and "| page | 3 |" in told


def test_nothing_is_compared_with_itself_or_twice() -> None:
    pairs = [(name, to) for name, to, _bar in COMPARED]
    assert len({*pairs}) == len(pairs)
    assert all(name != to for name, to in pairs)
    assert (lanes.PAGE, lanes.TINY) in pairs


def test_pace_that_isnt_reached_is_said() -> None:
    runs = [{"p50": 2.0, "p99": 6.0, "answered": 600}]
    assert "came to 100" in of_runs(runs, rate=200).note
    assert "came to" not in of_runs(runs, rate=100).note
    assert of_runs(runs, rate=100).judged == [3]
