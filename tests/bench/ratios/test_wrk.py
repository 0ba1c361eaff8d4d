"""What wrk prints is read."""

import pytest

from bench.ratios.wrk import Counted, parse

SAID = """Running 5s test @ http://127.0.0.1:41761/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.07s   403.39ms   2.81s    65.62%
    Req/Sec    11.95      9.58    29.00     70.00%
  32 requests in 5.05s, 363.96KB read
Requests/sec:      6.33
Transfer/sec:     72.03KB
"""
BROKEN = "  Socket errors: connect 0, read 3, write 1, timeout 2\n"
REFUSED = "  Non-2xx or 3xx responses: 7\n"


def test_requests_and_their_rate() -> None:
    assert parse(SAID) == Counted(32, 6.33, 0)


@pytest.mark.parametrize(
    ("more", "faults"), [(BROKEN, 6), (REFUSED, 7), (BROKEN + REFUSED, 13)]
)
def test_broken_connections_and_errors_are_faults(more: str, faults: int) -> None:
    said = SAID.replace("Requests/sec", f"{more}Requests/sec")
    assert parse(said).faults == faults


def test_anything_else_is_no_count() -> None:
    with pytest.raises(ValueError, match="unable to connect"):
        parse("unable to connect to 127.0.0.1:1 Connection refused\n")
