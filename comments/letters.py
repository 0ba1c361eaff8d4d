"""What all our mail has in common: plain text, and headers that say how to stop it."""

from datetime import datetime
from email.message import Message
from typing import Any

from django.core.mail import EmailMessage

from comments.models import OutboxMail
from guide import naming


class Letter(EmailMessage):
    """``mail`` in words, for ``address``.

    ``off_url`` is where it is turned off: GET asks, POST acts (RFC 8058). Empty for
    one that somebody asked for just now.
    """

    def __init__(
        self, mail: OutboxMail, address: str, subject: str, body: str, off_url: str
    ) -> None:
        headers = {
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
        }
        if off_url:
            headers["List-Unsubscribe"] = f"<{off_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        super().__init__(
            subject=subject,
            body=body.strip() + "\n",
            from_email=naming.mailbox(),
            to=[address],
            headers=headers,
        )

    def message(self, **options: Any) -> Message:  # type: ignore[override]
        """With each header on one line: Python 3.13 breaks a long address by encoding
        it, and then no mail program can follow it."""
        message: Message = super().message(**options)
        message.policy = message.policy.clone(max_line_length=998)
        return message

    def was_sent(self) -> None:
        """A mail server took it."""

    def came_back(self, at: datetime) -> None:
        """A mail server says for good that nobody has the address."""
