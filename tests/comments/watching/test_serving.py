"""/metrics over a socket."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.test import Client

from comments.watching import serving
from comments.watching.one_at_a_time import OneAtATime
from comments.watching.serving import Handler


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a server whose figures need no database."""
    monkeypatch.setattr(serving, "collect", OneAtATime(lambda: "a 1\n", 30))
    server = serving.serve("127.0.0.1", 0)
    assert server
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def ask(
    port: int, path: str = "/metrics", method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_figures_are_served(port: int) -> None:
    answer, body = ask(port)
    assert (answer.status, body) == (200, b"a 1\n")
    kind = "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Content-Type"] == kind


def test_head_has_no_body(port: int) -> None:
    answer, body = ask(port, method="HEAD")
    assert (answer.status, body) == (200, b"")


def test_nothing_else_is_there(port: int) -> None:
    assert ask(port, "/")[0].status == 404
    assert ask(port, method="POST")[0].status == 501


def test_silent_database_is_a_503(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def silent() -> str:
        over.wait(60)
        return ""

    monkeypatch.setattr(serving, "collect", OneAtATime(silent, 0.05))
    assert ask(port)[0].status == 503
    over.set()


def test_slow_asker_keeps_nobody_out_and_no_line_names_one(
    port: int, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "CONNECTION_SECONDS", 0.5)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"GET /met")
        assert ask(port)[0].status == 200
        assert slow.recv(100) == b""
    assert time.monotonic() - began < Handler.timeout
    assert capfd.readouterr() == ("", "")


def test_address_that_is_taken_is_one_line(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert serving.serve("127.0.0.1", port) is None
    assert caplog.messages == ["METRICS_BIND can't be had: Address already in use."]


@pytest.mark.django_db
def test_public_address_serves_no_figures(client: Client) -> None:
    assert client.get("/metrics/").status_code == 404
