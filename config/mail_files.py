"""Mail as files, for a site without a mail server."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Each mail is a file in ``var/mail``, which mail programs open too.

    Django's own lets everybody on the machine read what it writes.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.VAR_DIR) / "mail"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        for message in email_messages:
            moment = timezone.now().strftime("%Y%m%d-%H%M%S")
            name = f"{moment}-{secrets.token_hex(4)}"
            _write(folder / f"{name}.eml", message.message().as_bytes())
        return len(email_messages)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and private from its first byte."""
    draft = path.with_suffix(".part")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    draft.rename(path)
