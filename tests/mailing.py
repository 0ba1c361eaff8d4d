"""What goes out by mail, and where it leads."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection

from comments import outbox, suppressions
from comments.models import Correspondent
from comments.worker import compose


def go_out(at: datetime | None = None) -> list[EmailMessage]:
    """The mails that are due at ``at``, after they were sent."""
    mail.outbox.clear()
    list(outbox.send_due(compose, at))
    return list(mail.outbox)


def subjects(at: datetime | None = None) -> list[str]:
    return [str(message.subject) for message in go_out(at)]


def paths_in(message: EmailMessage) -> list[str]:
    """Of each link in its body, then of the one that ends such mail, if any does."""
    words = f"{message.body}\n{message.extra_headers.get('List-Unsubscribe', '')}"
    return [urlsplit(link).path for link in re.findall(r"https?://[^\s>]+", words)]


def everything_stored() -> dict[str, list[Any]]:
    """All rows of all tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def suppress(writer: Correspondent, at: datetime) -> None:
    """As by the button *Never write to me again*."""
    lookup = suppressions.mailbox_hash(writer.email)
    suppressions.suppress(lookup, writer.pk, at)
