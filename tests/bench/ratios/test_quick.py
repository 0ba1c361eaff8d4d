"""A fall of a third fails, whoever else is on the machine."""

import pytest

from bench.ratios.lanes import TINY
from bench.ratios.quick import better, comparison, fell, for_each_second, ratios
from bench.sites import Site


def test_ratio_is_of_medians() -> None:
    assert ratios({TINY: [100, 10, 1000], "page": [20, 10, 70]}) == {"page": 0.2}


@pytest.mark.parametrize(("now", "names"), [(0.8, []), (0.7, []), (0.6, ["page"])])
def test_a_third_is_too_much(now: float, names: list[str]) -> None:
    assert fell({"page": now}, {"page": 0.9}) == names


def test_better_of_two_runs_counts() -> None:
    assert better({"a": 1, "b": 4}, {"a": 2, "b": 3}) == {"a": 2, "b": 4}


def test_what_fell_is_named_in_the_table() -> None:
    told = comparison({"page": 0.5, "sent": 0.02}, {"page": 0.9, "sent": 0.02})
    assert "| page | 0.5 | 0.9 | fell |" in told
    assert "| sent | 0.02 | 0.02 |  |" in told


class SlowSite(Site):
    """Computes a tenth of a second for each that it is asked."""

    def __init__(self) -> None:
        super().__init__(0, {})
        self.asked = 0

    def processor_seconds(self) -> float:
        return self.asked / 10

    def ask_once(self) -> None:
        self.asked += 1


def test_requests_for_each_second_that_is_computed() -> None:
    site = SlowSite()
    assert for_each_second(site, site.ask_once) == pytest.approx(10)
    assert site.asked == 5
