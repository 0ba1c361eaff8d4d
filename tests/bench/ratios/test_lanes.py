"""Lanes run in turns, and none is favoured."""

from functools import partial

import pytest

from bench.ratios.lanes import race


def test_every_other_round_runs_backwards_after_one_to_warm_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran: list[str] = []

    def lane(name: str) -> float:
        ran.append(name)
        return float(len(ran))

    figures = race({name: partial(lane, name) for name in "ab"}, rounds=2)
    assert "".join(ran) == "ab" + "ab" + "ba"
    assert figures == {"a": [3, 6], "b": [4, 5]}
    assert "Round 2 of 2" in capsys.readouterr().out
