"""Sending through a real mail server that accepts, refuses, hangs up or is away."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from comments import moderation, outbox, worker
from comments.letters import Letter
from comments.models import Correspondent, MailPreference, OutboxMail
from comments.subscriptions import Wishes
from config import mail
from tests.mail_server import MailServer, free_port, running_mail_server
from tests.make import (
    make_mail,
    make_moderator,
    make_subscription,
    make_wish,
    submit_comment,
)

pytestmark = pytest.mark.django_db
ADDRESS = "secret@example.org"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with running_mail_server() as server:
        send_to(settings, server.url)
        yield server


def send_to(settings: Any, url: str, timeout_seconds: float = 5) -> None:
    options = mail.server(url) | {"timeout": timeout_seconds}
    for name, value in mail.as_settings(options).items():
        setattr(settings, name, value)


@pytest.fixture
def waiting() -> OutboxMail:
    return make_mail(email=ADDRESS)


def compose(row: OutboxMail, at: datetime) -> Letter:
    assert row.user
    return Letter(
        row, row.user.email, "A subject", "Some words.", "https://example.org/off/"
    )


def send(at: datetime | None = None) -> None:
    list(outbox.send_due(compose, at))


def told(row: OutboxMail) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.error


def test_accepted_mail_is_sent_once(server: MailServer, waiting: OutboxMail) -> None:
    send()
    send()
    assert told(waiting) == ("sent", "")
    [message] = server.got
    assert (message["To"], message["Subject"]) == (ADDRESS, "A subject")
    assert message["Message-ID"] == waiting.message_id
    assert message["List-Unsubscribe"] == "<https://example.org/off/>"


@pytest.mark.parametrize(
    ("step", "answer", "state"),
    [
        ("to_recipient", "450 busy", "waiting"),
        ("to_recipient", "550 nobody here", "given-up"),
        ("to_data", "451 later", "waiting"),
        ("to_data", "552 mailbox full", "given-up"),
        # Not about this mail: somebody may still mend our settings.
        ("to_sender", "550 not you", "waiting"),
    ],
)
def test_refusal_is_kept_as_its_number_alone(
    server: MailServer,
    waiting: OutboxMail,
    caplog: pytest.LogCaptureFixture,
    step: str,
    answer: str,
    state: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    setattr(server, step, answer)
    send()
    assert told(waiting) == (state, answer[:3])
    assert answer[:3] in caplog.text
    assert ADDRESS not in caplog.text and answer[4:] not in caplog.text


@pytest.mark.parametrize(
    ("step", "answer", "came_back"),
    [
        ("to_recipient", "550 nobody here", True),
        ("to_recipient", "450 busy", False),
        ("to_data", "554 not this mail", False),
    ],
)
def test_address_that_nobody_has_is_written_to_no_more(
    server: MailServer, step: str, answer: str, came_back: bool
) -> None:
    make_subscription(is_confirmed=False)
    setattr(server, step, answer)
    list(outbox.send_due(worker.compose))
    assert bool(Correspondent.objects.get().bounced_at) is came_back


def test_moderators_address_that_nobody_has_is_written_to_no_more(
    server: MailServer,
) -> None:
    wish = make_wish()
    submit_comment()
    server.to_recipient = "550 nobody here"
    list(outbox.send_due(worker.compose))
    assert MailPreference.objects.bounced().get() == wish
    submit_comment()
    assert not OutboxMail.objects.filter(state="waiting").exists()


def test_mail_to_a_writer_that_was_cut_off_comes_again_under_the_same_id(
    server: MailServer,
) -> None:
    asked = make_subscription(Wishes(tells=True))
    OutboxMail.objects.all().delete()
    moderation.approve(asked.comment, make_moderator())
    server.hangs_up_after_data = True
    later = timezone.now() + timedelta(minutes=11)
    list(outbox.send_due(worker.compose, later))
    asked.refresh_from_db()
    assert asked.told_at is None
    server.hangs_up_after_data = False
    list(outbox.send_due(worker.compose, later + timedelta(minutes=1)))
    ids = [message["Message-ID"] for message in server.got]
    assert len(ids) == 2 and len({*ids}) == 1
    asked.refresh_from_db()
    assert asked.told_at


def test_server_that_comes_back_gets_the_mail_later(
    server: MailServer, waiting: OutboxMail
) -> None:
    server.to_data = "451 later"
    send()
    server.to_data = "250 OK"
    send()
    assert told(waiting)[0] == "waiting"
    send(timezone.now() + timedelta(minutes=1))
    assert told(waiting)[0] == "sent"


def test_hanging_up_before_the_answer_sends_again_under_the_same_id(
    server: MailServer, waiting: OutboxMail
) -> None:
    server.hangs_up_after_data = True
    send()
    assert told(waiting) == ("waiting", "SMTPServerDisconnected")
    server.hangs_up_after_data = False
    send(timezone.now() + timedelta(minutes=1))
    ids = [message["Message-ID"] for message in server.got]
    assert ids == [waiting.message_id] * 2


def test_slow_server_is_left_after_the_timeout(
    server: MailServer, waiting: OutboxMail, settings: Any
) -> None:
    send_to(settings, server.url, timeout_seconds=0.3)
    server.answers_after_seconds = 60
    began = time.monotonic()
    send()
    assert time.monotonic() - began < 20
    assert told(waiting) == ("waiting", "SMTPServerDisconnected")


def test_server_that_is_down_is_one_word(
    waiting: OutboxMail, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    send_to(settings, f"smtp://127.0.0.1:{free_port()}")
    send()
    assert told(waiting) == ("waiting", "ConnectionRefusedError")
    assert "Traceback" not in caplog.text


def test_one_bad_address_keeps_no_other_mail_back(server: MailServer) -> None:
    bad, good = make_mail(email="two\nlines@example.org"), make_mail()
    send()
    assert told(bad) == ("waiting", "ValueError")
    assert told(good)[0] == "sent"
