from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoAssertNumQueries

from comments import keys, outbox
from comments.models import KeyCheck, LastDone, OutboxMail
from comments.watching import health
from tests.make import make_comment, make_wish

NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def begun() -> None:
    """As after the first start, with a worker at work."""
    keys.verify()
    LastDone.objects.note(LastDone.What.WORKER, NOW)


def outcome(name: str, at: datetime = NOW) -> str:
    return health.look(at)[name]


def test_all_is_well_in_few_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(5):
        assert set(health.look(NOW).values()) == {"ok"}


def test_database_that_does_not_answer_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: Any) -> None:
        raise OperationalError("secret@example.org")

    monkeypatch.setattr("django.db.connection.cursor", away)
    found = health.look(NOW)
    assert found == dict.fromkeys(health.CHECKS, "failed") | {"disk": "ok"}
    assert caplog.messages == ["The check database failed (OperationalError)."]


def test_migration_that_is_not_applied_is_a_failure() -> None:
    MigrationRecorder.Migration.objects.filter(name="0023_last_done").delete()
    assert outcome("migrations") == "failed"


def test_migration_of_newer_code_is_none() -> None:
    MigrationRecorder.Migration.objects.create(app="comments", name="9999_to_come")
    assert outcome("migrations") == "ok"


def test_other_keys_are_a_failure(settings: Any) -> None:
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    assert outcome("keys") == "failed"


def test_looking_stores_no_check_value() -> None:
    KeyCheck.objects.all().delete()
    assert outcome("keys") == "failed"
    assert not KeyCheck.objects.exists()


def test_mail_is_late_once_no_worker_has_tried_it() -> None:
    outbox.queue([("waiting", make_wish().user.pk)], NOW)
    assert outcome("mail", NOW + timedelta(minutes=14)) == "ok"
    assert outcome("mail", NOW + timedelta(minutes=16)) == "late"


def test_mail_that_a_server_puts_off_is_not_late() -> None:
    outbox.queue_to_writers("link", [make_comment().pk], NOW)
    OutboxMail.objects.update(attempts=3, next_try_at=NOW + timedelta(hours=4))
    assert outcome("mail", NOW + timedelta(hours=3)) == "ok"


def test_worker_is_late_after_ten_silent_minutes() -> None:
    assert outcome("worker", NOW + timedelta(minutes=9)) == "ok"
    assert outcome("worker", NOW + timedelta(minutes=11)) == "late"


def test_worker_that_never_was_is_late() -> None:
    LastDone.objects.all().delete()
    assert outcome("worker") == "late"


def test_full_disk_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**63)
    assert outcome("disk") == "failed"


def test_disk_that_takes_nothing_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert outcome("disk") == "failed"


def test_folder_that_is_not_there_yet_is_none(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path / "var" / "deeper"
    assert outcome("disk") == "ok"
    assert not settings.VAR_DIR.exists()
