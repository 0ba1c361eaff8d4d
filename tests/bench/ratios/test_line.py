"""Answers are read to their end, from a socket that gives them in pieces."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.ratios.line import Line, Reply, request


@contextmanager
def answering(*pieces: bytes) -> Iterator[Line]:
    """Sends the pieces to whoever asks, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            asked, _address = server.accept()
            with asked:
                asked.recv(4096)
                for piece in pieces:
                    asked.sendall(piece)

        thread = threading.Thread(target=answer)
        thread.start()
        line = Line(server.getsockname()[1])
        yield line
        line.close()
        thread.join()


def ask(*pieces: bytes) -> Reply:
    with answering(*pieces) as line:
        return line.ask(request("GET", "/", {}))


def test_body_is_as_long_as_the_answer_says() -> None:
    reply = ask(b"HTTP/1.1 200 OK\r\nContent-", b"Length: 4\r\n\r\n", b"wo", b"rd")
    assert (reply.status, reply.body) == (200, b"word")


def test_body_in_chunks_ends_with_an_empty_one() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert ask(head, b"4\r\nword\r\n", b"0\r\n\r\n").body.startswith(b"4\r\nword")


def test_what_hasnt_changed_has_no_body_whatever_its_length() -> None:
    assert ask(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n").status == 304


def test_connection_that_breaks_is_an_error_and_made_anew() -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwo") as line:
        with pytest.raises(ConnectionResetError):
            line.ask(request("GET", "/", {}))
        assert line.open is None


def test_what_is_sent_says_its_length() -> None:
    sent = request("POST", "/to/", {"X-A": "b"}, b"words")
    assert sent == (
        b"POST /to/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n"
        b"Content-Length: 5\r\n\r\nwords"
    )
