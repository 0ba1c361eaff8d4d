"""What systemd is told of this process, where it was started by a unit that listens."""

import os
import socket
from contextlib import suppress


def tell(state: str) -> None:
    """``state`` as sd_notify(3) has it, such as READY=1. Nobody to tell is no error."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    # systemd writes the zero byte of a name that is in no folder as @.
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as teller:
        teller.sendto(state.encode(), address)
