"""Senders who are too big, too slow or gone."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.start.client import FORM_TYPE, Client

SUBMIT = "/posts/the-bridge/comments/"
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never-"
HALF_A_BODY = (
    f"POST {SUBMIT} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {FORM_TYPE}\r\n"
    "Content-Length: 1000\r\n\r\ncomment=I+was+"
).encode()


def test_too_big_a_comment_is_told_so(client: Client) -> None:
    answer = client.post(SUBMIT, [("comment", "word " * 60_000)])
    assert answer.status == 413
    assert "more than fits" in answer.words


@pytest.fixture(params=[b"", HALF_A_HEAD, HALF_A_BODY], ids=["none", "head", "body"])
def half_open(client: Client, request: pytest.FixtureRequest) -> Iterator[None]:
    """Twenty connections that sent as much and now say nothing."""
    # Whose first page it is reads its templates: no slow sender's doing.
    for _ in range(10):
        client.get("/posts/the-bridge/")
    with ExitStack() as opened:
        for _ in range(20):
            connection = socket.create_connection(("127.0.0.1", client.port))
            opened.enter_context(connection).sendall(request.param)
        time.sleep(0.2)
        yield


@pytest.mark.alone
@pytest.mark.usefixtures("half_open")
def test_slow_senders_stall_nobody(client: Client) -> None:
    for _ in range(10):
        began = time.monotonic()
        assert client.get("/posts/the-bridge/").status == 200
        assert time.monotonic() - began < 1
