from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from comments import keys, moderation, outbox
from comments.models import LastDone, OutboxMail, Status
from comments.watching import figures
from comments.watching.exposition import written
from tests.comments.watching import prometheus
from tests.mailing import go_out
from tests.make import make_comment, make_moderator, make_report, make_wish

NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def value(name: str, label: str = "", at: datetime = NOW) -> float:
    [figure] = [
        each for each in figures.figures(at) if each.name == f"footbridge_{name}"
    ]
    return figure.values[label]


def test_format_is_one_that_prometheus_reads() -> None:
    make_comment()
    read = prometheus.read(written(figures.figures(NOW)))
    assert read["footbridge_comments_waiting"][(("group", "pending"),)] == 1


def test_it_costs_the_same_whatever_waits(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        make_report(comment=make_comment(status=Status.APPROVED))
        make_comment()
    with django_assert_num_queries(21):
        figures.figures(NOW)


def test_nothing_in_it_tells_of_anybody() -> None:
    comment = make_comment(name="Wren", email="wren@example.org", words="my secret")
    outbox.queue_to_writers("link", [comment.pk], NOW)
    text = written(figures.figures(NOW)).lower()
    for word in ("wren", "secret", "example", comment.post.slug, comment.post.title):
        assert word.lower() not in text


def test_checks_are_told() -> None:
    keys.verify()
    assert value("check_ok", "keys") == 1
    assert value("check_ok", "worker") == 0


def test_counts_of_what_waits_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "MOST_COUNTED", 2)
    for _ in range(3):
        make_comment()
    assert value("comments_waiting", "pending") == 2


def test_oldest_that_waits() -> None:
    assert value("comments_waiting_seconds", "pending") == 0
    for hours in (5, 2):
        make_comment(submitted_at=NOW - timedelta(hours=hours))
    assert value("comments_waiting_seconds", "pending") == 5 * 3600
    assert value("comments_waiting_seconds", "concern") == 0


def test_mail_by_how_far_it_is() -> None:
    for minutes in (-5, 5):
        outbox.queue(
            [("waiting", make_wish().user.pk)], NOW + timedelta(minutes=minutes)
        )
    counted = [value("mails", state) for state in ("waiting", "due", "given-up")]
    assert counted == [2, 1, 0]
    assert value("mail_due_seconds") == 300


def test_mail_that_is_not_taken_counts_from_when_it_was_wanted() -> None:
    outbox.queue([("waiting", make_wish().user.pk)], NOW - timedelta(hours=2))
    assert value("mail_failing_seconds") == 0
    OutboxMail.objects.update(attempts=3, next_try_at=NOW + timedelta(hours=1))
    assert value("mail_failing_seconds") == 7200
    assert value("mail_due_seconds") == 0


def test_mails_that_went_out_and_that_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(outbox, "tried", {"sent": 0, "failed": 0, "given-up": 0})
    make_comment()
    outbox.queue([("waiting", make_wish().user.pk)], NOW)
    with monkeypatch.context() as patched:
        patched.setattr("comments.letters.Letter.send", refuse)
        go_out(NOW)
    go_out(NOW + timedelta(minutes=2))
    outcomes = ("sent", "failed", "given-up")
    assert [value("mails_tried_total", each) for each in outcomes] == [1, 1, 0]


def test_decisions_of_the_last_day() -> None:
    moderation.approve(make_comment(), by=make_moderator())
    now = timezone.now()
    assert value("decisions_last_day", "approved", now) == 1
    assert value("decisions_last_day", "approved", now + timedelta(hours=25)) == 0


def test_size_of_the_database() -> None:
    assert value("database_bytes") > 100_000


def test_when_the_clocks_were_kept() -> None:
    LastDone.objects.note(LastDone.What.CLOCKS, NOW)
    assert value("last_done_timestamp_seconds", "clocks") == NOW.timestamp()


def test_without_a_database_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("django.db.connection.cursor", away)
    found = {figure.name for figure in figures.figures(NOW)}
    assert "footbridge_disk_free_bytes" in found
    assert "footbridge_mails" not in found


def test_figures_that_fail_leave_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: Any) -> None:
        raise OperationalError("secret@example.org")

    monkeypatch.setattr(figures, "_mail", away)
    assert value("check_ok", "database") == 1
    assert caplog.messages == ["Figures are missing (OperationalError)."]
