"""Finding the port free before anything slow, and keeping it."""

import re
import socket
import sys
from collections.abc import Iterator

import pytest

from workshop import port
from workshop.port import Port


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "PATIENCE", 1)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def number_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def free_number() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return number_of(listener)


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_a_busy_port_is_named_with_a_way_out(listener: socket.socket) -> None:
    busy = number_of(listener)
    words = f"port {busy} is busy. Try another: PORT={busy + 1} ./dev run"
    with pytest.raises(SystemExit, match=re.escape(words)):
        Port("127.0.0.1", busy)


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels share otherwise")
def test_a_port_that_was_found_is_kept_from_the_next() -> None:
    busy = pytest.raises(SystemExit, match="is busy")
    with Port("127.0.0.1", free_number()) as first, busy:
        Port("127.0.0.1", first.number)
    with Port("127.0.0.1", first.number):
        pass


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1", "x" * 70])
def test_an_address_of_elsewhere_is_named(host: str) -> None:
    with pytest.raises(SystemExit, match=f"HOST is '{host}'"):
        Port(host, 8000)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:{}/"),
        ("0.0.0.0", "http://127.0.0.1:{}/"),
        ("localhost", "http://localhost:{}/"),
    ],
)
def test_the_address_shown_can_be_opened_here(host: str, url: str) -> None:
    with Port(host, free_number()) as found:
        assert found.url == url.format(found.number)


@pytest.mark.skipif(not has_ipv6(), reason="no IPv6 here")
@pytest.mark.parametrize("host", ["::1", "[::1]", "::"])
def test_ipv6_stands_in_brackets(host: str) -> None:
    with Port(host, free_number()) as found:
        assert found.url == f"http://[::1]:{found.number}/"
