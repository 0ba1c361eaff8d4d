from typing import Any

import pytest
import time_machine

from config.proxies import until_the_second_ends


def told(cache_control: str) -> dict[str, str]:
    """The headers of an answer with this one."""
    got: list[Any] = []
    start = until_the_second_ends(lambda *given: got.extend(given))
    start("200 OK", [("Cache-Control", cache_control)])
    return dict(got[1])


@time_machine.travel(1_000_000_000.9, tick=False)
def test_page_for_a_second_is_kept_while_the_clock_shows_this_one() -> None:
    headers = told("public, max-age=0, s-maxage=1, stale-if-error=60")
    assert headers["X-Accel-Expires"] == "@1000000000"


@pytest.mark.parametrize(
    "said", ["no-store", "public, max-age=0", "public, s-maxage=10"]
)
def test_nothing_is_said_of_others(said: str) -> None:
    assert told(said) == {"Cache-Control": said}
