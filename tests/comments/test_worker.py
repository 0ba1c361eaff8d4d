"""The worker: its rounds, and as the process that ./dev run starts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import OperationalError
from django.utils import timezone

from comments import notifications, outbox
from comments.models import Comment, LastDone, OutboxMail
from comments.worker import Worker
from tests.mail_server import MailServer, free_port, running_mail_server
from tests.make import make_guide, make_post, make_wish, submit_comment
from tests.nodes import database_url

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)


# Rounds


def test_round_sends_what_is_due() -> None:
    make_wish()
    submit_comment()
    assert Worker().round(NOW)
    assert OutboxMail.objects.get().state == "sent"


def test_clocks_are_kept_at_the_start_and_every_hour() -> None:
    worker = Worker()
    for minutes, kept in [(0, True), (59, False), (60, True), (61, False)]:
        submit_comment(submitted_at=NOW - timedelta(days=3))
        worker.round(NOW + timedelta(minutes=minutes))
        assert Comment.objects.exclude(sender="").exists() is not kept


def test_worker_notes_each_minute_that_it_is_there() -> None:
    worker, noted = Worker(), []
    for seconds in (0, 59, 60, 100):
        worker.round(NOW + timedelta(seconds=seconds))
        row = LastDone.objects.get(what=LastDone.What.WORKER)
        noted.append((row.at - NOW).total_seconds())
    assert noted == [0, 0, 60, 60]


def test_long_queue_is_no_standstill() -> None:
    make_wish()
    submit_comment()
    worker = Worker()
    worker.round(NOW)
    assert LastDone.objects.get(what=LastDone.What.WORKER).at > NOW


def test_without_a_database_it_says_one_line_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: Any) -> None:
        raise OperationalError("secret@example.org")

    worker = Worker()
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "send_due", away)
        assert not worker.round(NOW)
    assert caplog.messages == ["The database doesn't answer (OperationalError)."]
    assert worker.round(NOW)


def test_e_book_is_made_when_its_text_has_changed_and_only_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []
    monkeypatch.setattr("comments.worker.epub.make_ahead", lambda: made.append(1))
    worker = Worker()
    worker.make_book()
    worker.make_book()
    assert len(made) == 1
    make_post(guide=make_guide())
    worker.round(NOW)
    worker.make_book()
    assert len(made) == 3  # once of them by the clocks


def test_clocks_that_could_not_be_kept_are_kept_in_the_next_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*args: Any) -> None:
        raise OperationalError

    submit_comment(submitted_at=NOW - timedelta(days=3))
    worker = Worker()
    with monkeypatch.context() as patched:
        patched.setattr("comments.worker.keep_clocks", away)
        assert not worker.round(NOW)
    # Nor does trouble with mail keep them waiting.
    monkeypatch.setattr(outbox, "send_due", away)
    worker.round(NOW)
    assert not Comment.objects.exclude(sender="").exists()


def test_asked_to_stop_it_begins_no_other_mail() -> None:
    make_wish()
    make_wish()
    submit_comment()
    worker = Worker()
    worker.stopping = True
    worker.round(NOW)
    assert len(mail.outbox) == 1


# The process


Start = Callable[..., "subprocess.Popen[str]"]
ITSELF = ("manage.py", "run_worker")
# Whatever it waits for, it waits for long, so that no slow machine looks like it.
OF_LONG_WAITS = """
import django
django.setup()
from django.core.management import call_command
from comments import worker
from comments.management.commands import run_worker
worker.PAUSE_SECONDS = run_worker.GRACE_SECONDS = 60
call_command("run_worker")
"""


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a worker that sends to the mail server at an address."""
    started = []

    def start(mail_url: str, *command: str) -> "subprocess.Popen[str]":
        env = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database_url(),
            "EMAIL_URL": mail_url,
            "SECRET_KEY": settings.SECRET_KEY,
            "ADDRESS_KEYS": settings.ADDRESS_KEYS[0],
        }
        worker = subprocess.Popen(
            [sys.executable, *(command or ITSELF)],
            cwd=settings.BASE_DIR,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.communicate()


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def end(worker: "subprocess.Popen[str]") -> tuple[float, str]:
    """How long its end takes when asked for, and what it has said."""
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    said = worker.communicate(timeout=90)[0]
    assert worker.returncode == 0, said
    return time.monotonic() - began, said


def states() -> list[str]:
    return list(OutboxMail.objects.values_list("state", flat=True))


def test_it_sends_and_ends_without_a_word(start: Start, server: MailServer) -> None:
    make_wish()
    submit_comment()
    worker = start(server.url, "-c", OF_LONG_WAITS)
    wait_until(lambda: states() == ["sent"])
    seconds, said = end(worker)
    assert seconds < 20 and said == ""
    assert len(server.got) == 1


def test_it_ends_within_seconds_while_a_mail_server_hangs(
    start: Start, server: MailServer
) -> None:
    make_wish()
    submit_comment()
    server.answers_after_seconds = 60
    worker = start(server.url)
    wait_until(lambda: bool(server.got))
    seconds, said = end(worker)
    assert seconds < 12 and said == ""  # 3 of grace; a mail may take 20
    assert states() == ["sending"]


def test_it_outlives_a_mail_server_that_is_away(start: Start) -> None:
    make_wish(email="secret@example.org")
    submit_comment()
    worker = start(f"smtp://127.0.0.1:{free_port()}")
    wait_until(lambda: OutboxMail.objects.exclude(error="").exists())
    said = end(worker)[1]
    assert said.count("\n") == 1 and "ConnectionRefusedError" in said
    assert "secret" not in said


def test_killed_in_the_middle_it_leaves_nothing_stuck(
    start: Start, server: MailServer
) -> None:
    make_wish()
    submit_comment()
    server.answers_after_seconds = 60
    worker = start(server.url)
    wait_until(lambda: bool(server.got))
    worker.kill()
    worker.wait()
    assert states() == ["sending"]
    later = timezone.now() + timedelta(minutes=11)
    list(outbox.send_due(notifications.compose, later))
    list(outbox.send_due(notifications.compose, later + timedelta(minutes=1)))
    assert states() == ["sent"]
    [again] = mail.outbox
    assert again.extra_headers["Message-ID"] == server.got[0]["Message-ID"]


def test_two_of_them_send_each_mail_once(start: Start, server: MailServer) -> None:
    server.answers_after_seconds = 0.05
    rows = [make_wish().user.pk for _ in range(12)]
    submit_comment()
    workers = [start(server.url) for _ in range(2)]
    wait_until(lambda: states() == ["sent"] * len(rows))
    for worker in workers:
        end(worker)
    addresses = [message["To"] for message in server.got]
    assert len(addresses) == len(set(addresses)) == len(rows)
