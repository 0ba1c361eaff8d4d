from typing import Any

import pytest

from comments.letters import Letter
from comments.models import OutboxMail
from tests.make import make_mail

pytestmark = pytest.mark.django_db
LONG = (
    "https://a-rather-long-name.of-a-site.example.org/comments/mail-off/1:" + "x" * 43
)


@pytest.fixture
def row() -> OutboxMail:
    return make_mail(email="mo@example.org")


def raw(row: OutboxMail, **fields: Any) -> str:
    given = {
        "address": "mo@example.org",
        "subject": "A subject",
        "body": "Words.",
        "off_url": LONG,
    } | fields
    return Letter(row, **given).message().as_bytes().decode()


def test_it_is_plain_text_from_a_machine(row: OutboxMail) -> None:
    lines = raw(row).splitlines()
    assert 'Content-Type: text/plain; charset="utf-8"' in lines
    assert "Auto-Submitted: auto-generated" in lines
    assert "From: Footbridge <footbridge@localhost>" in lines
    assert "To: mo@example.org" in lines
    assert any(line.startswith("Date: ") for line in lines)


def test_long_addresses_stay_whole(row: OutboxMail) -> None:
    row.message_id = f"<{'a' * 60}@{'b' * 60}>"
    lines = raw(row).splitlines()
    assert f"List-Unsubscribe: <{LONG}>" in lines
    assert f"Message-ID: {row.message_id}" in lines


@pytest.mark.parametrize("field", ["address", "subject", "off_url"])
def test_no_line_gets_in_between(row: OutboxMail, field: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)newline|linefeed"):
        raw(row, **{field: "x\nBcc: wren@example.org"})
