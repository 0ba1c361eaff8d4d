"""A real mail server on this machine that behaves as badly as a test wants."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    def __init__(self) -> None:
        self.port = free_port()
        self.got: list[Message] = []
        # What a test may change while it runs.
        self.to_sender = self.to_recipient = self.to_data = "250 OK"
        self.hangs_up_after_data = False
        self.answers_after_seconds = 0.0

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, sender: str, *_: Any
    ) -> str:
        envelope.mail_from = sender
        return self.to_sender

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, *_: Any
    ) -> str:
        # As servers do: the answer names the address.
        if self.to_recipient != "250 OK":
            return f"{self.to_recipient} <{address}>"
        envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.got.append(message_from_bytes(envelope.content))
        if self.hangs_up_after_data:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        await asyncio.sleep(self.answers_after_seconds)
        return self.to_data

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    # It would tell addresses, and we look for them in what we log ourselves.
    logging.getLogger("mail.log").disabled = True
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
