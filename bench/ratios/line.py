"""One connection that stays open, and asks as cheaply as Python can.

Beside a site on the same cores ``http.client`` would take a good part of them.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import NamedTuple

TIMEOUT_SECONDS = 20


class Reply(NamedTuple):
    status: int
    head: bytes
    body: bytes


class Line:
    def __init__(self, port: int, source: str = "") -> None:
        """``source`` is the address of this machine to come from; any if empty."""
        self.port, self.source = port, source
        self.open: socket.socket | None = None

    def ask(self, request: bytes) -> Reply:
        """OSError where the connection breaks; the next one is made anew."""
        try:
            if self.open is None:
                self.open = socket.create_connection(
                    ("127.0.0.1", self.port), TIMEOUT_SECONDS, (self.source, 0)
                )
            self.open.sendall(request)
            return self.reply(self.open)
        except OSError:
            self.close()
            raise

    def reply(self, line: socket.socket) -> Reply:
        received = b""
        while b"\r\n\r\n" not in received:
            received += some(line)
        head, _blank, body = received.partition(b"\r\n\r\n")
        status = int(head[9:12])
        while not is_whole(status, head, body):
            body += some(line)
        if b"connection: close" in head.lower():
            self.close()
        return Reply(status, head, body)

    def close(self) -> None:
        if self.open:
            self.open.close()
        self.open = None


def some(line: socket.socket) -> bytes:
    received = line.recv(65536)
    if not received:
        raise ConnectionResetError
    return received


def is_whole(status: int, head: bytes, body: bytes) -> bool:
    """As far as these servers go, which end pieces or tell a length."""
    lower = head.lower()
    if status == 304:
        return True
    if b"transfer-encoding: chunked" in lower:
        return body.endswith(b"0\r\n\r\n")
    _before, _name, after = lower.partition(b"\r\ncontent-length:")
    return len(body) >= int(after.split(b"\r\n", 1)[0] or 0)


def request(
    method: str, path: str, headers: Mapping[str, str], body: bytes = b""
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body
