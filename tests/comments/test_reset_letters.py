"""The mail by which one of the staff chooses a new password."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMessage

from comments import outbox
from comments.models import MailPreference, OutboxMail
from tests.mailing import go_out
from tests.make import make_member, make_wish

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def wren() -> User:
    return make_member(
        "Authors", username="wren", password="old-kettle-7", email="wren@example.org"
    )


def mails_to(address: str, at: datetime = NOW) -> list[EmailMessage]:
    outbox.queue_to_address("reset", address, at)
    return go_out(at)


def test_mail_is_plain_and_tells_nothing() -> None:
    [message] = mails_to("wren@example.org")
    words = f"{message.subject} {message.body}".lower()
    assert not re.search(r"footbridge|husband|marriage|guide|wren|comment", words)
    assert message.content_subtype == "plain" and message.to == ["wren@example.org"]


def test_headers_are_those_of_all_our_mail_except_how_to_stop_it() -> None:
    [message] = mails_to("wren@example.org")
    headers = message.message()
    assert headers["Auto-Submitted"] == "auto-generated" and headers["Message-ID"]
    assert "List-Unsubscribe" not in headers


def test_it_goes_to_the_stored_address_however_it_was_typed() -> None:
    [message] = mails_to("WREN@Example.ORG")
    assert message.to == ["wren@example.org"]


def test_one_mail_has_a_link_for_each_account_of_an_address() -> None:
    make_member("Owners", password="old-kettle-8", email="Wren@example.org")
    [message] = mails_to("wren@example.org")
    assert str(message.body).count("/admin/reset/") == 2


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": False}, {"password": "!"}], ids=str
)
def test_who_does_not_sign_in_by_a_password_gets_none(change: dict[str, Any]) -> None:
    User.objects.update(**change)
    assert mails_to("wren@example.org") == []
    assert not OutboxMail.objects.exists()


def test_link_names_our_neutral_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAIL_SITE_URL", "https://plain.example.org")
    [message] = mails_to("wren@example.org")
    assert "https://plain.example.org/admin/reset/" in message.body


def test_mail_server_that_is_away_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def fail(self: Any) -> None:
        raise OSError("wren@example.org refused")

    with monkeypatch.context() as away:
        away.setattr("comments.letters.Letter.send", fail)
        assert mails_to("wren@example.org") == []
    assert "OSError" in caplog.text and "wren@" not in caplog.text
    assert len(go_out(NOW + timedelta(minutes=2))) == 1


def test_it_goes_where_a_moderators_mail_came_back(wren: User) -> None:
    make_wish(user=wren, bounced_address=wren.email)
    assert not MailPreference.objects.reachable().exists()
    mails_to("wren@example.org")
    assert len(mail.outbox) == 1


def test_nothing_is_left_of_it() -> None:
    mails_to("wren@example.org")
    assert not OutboxMail.objects.exists()
