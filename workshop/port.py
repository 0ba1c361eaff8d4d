"""The address that the site is served at, and keeping it to ourselves."""

import contextlib
import errno
import ipaddress
import socket
import sys
import time
from typing import NoReturn, Self

from workshop.ground import fail

# How long a port may stay busy after the old server was killed, in tries of 0.1 s.
PATIENCE = 10
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (what was asked)


class Port:
    """A free port at the numeric ``address``, kept from others while this lives.

    The web server shares its port with every process of the same user that asks to
    (SO_REUSEPORT), so two starts at once would both succeed. Our socket never listens;
    it shares with the web server, and turns away those who test the port as we do.
    """

    def __init__(self, host: str, number: int) -> None:
        bare = host.removeprefix("[").removesuffix("]")
        try:
            kind = socket.SOCK_STREAM
            found = socket.getaddrinfo(bare, number, type=kind)[0]
        except (OSError, UnicodeError):
            refuse(host, number, OSError())
        self.name = "" if is_address(bare) else host
        self.number = number
        self.address = str(found[4][0])
        self.family = found[0]
        self.holder: socket.socket | None = None
        self.wait_until_free(host)
        if sys.platform == "linux":
            self.hold()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.holder:
            self.holder.close()

    def wait_until_free(self, host: str) -> None:
        for attempt in range(PATIENCE + 1):
            try:
                self.bind(socket.SO_REUSEADDR).close()
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE or attempt == PATIENCE:
                    refuse(host, self.number, error)
            time.sleep(0.1)

    def hold(self) -> None:
        # Fails only where another server's last connections linger; the port is free.
        with contextlib.suppress(OSError):
            self.holder = self.bind(socket.SO_REUSEPORT)

    def bind(self, option: int) -> socket.socket:
        holder = socket.socket(self.family)
        try:
            holder.setsockopt(socket.SOL_SOCKET, option, 1)
            holder.bind((self.address, self.number))
        except OSError:
            holder.close()
            raise
        return holder

    @property
    def is_everywhere(self) -> bool:
        return self.address in EVERYWHERE

    @property
    def near(self) -> str:
        """Where this machine reaches it."""
        return EVERYWHERE.get(self.address, self.address)

    @property
    def url(self) -> str:
        """Where this machine opens it, by the name that was asked for if one was."""
        host = f"[{self.near.partition('%')[0]}]" if ":" in self.near else self.near
        if self.name and not self.is_everywhere:
            host = self.name
        return f"http://{host}:{self.number}/"


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def refuse(host: str, number: int, error: OSError) -> NoReturn:
    if error.errno == errno.EADDRINUSE:
        another = number + 1 if number < 65535 else 8000
        fail(f"port {number} is busy. Try another: PORT={another} ./dev run")
    if error.errno == errno.EACCES:
        fail(f"PORT is {number}, which this user may not open: take one above 1023.")
    fail(f"HOST is {host!r}, which is no address of this machine.")
