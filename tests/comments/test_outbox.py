"""A mail's way through the outbox; what a mail server does to it is in test_smtp."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import OperationalError

from comments import outbox, suppressions
from comments.letters import Letter
from comments.models import OutboxMail
from comments.outbox import Later, Trouble
from tests.make import make_comment, make_mail, make_moderator

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def letter(row: OutboxMail, at: datetime) -> Letter:
    assert row.user
    return Letter(
        row, row.user.email, "A subject", "Words.", "https://example.org/off/"
    )


def fail(row: OutboxMail, at: datetime) -> Letter:
    assert row.user
    raise RuntimeError(row.user.email)


def send(compose: Any = letter, at: datetime = NOW) -> list[OutboxMail]:
    return list(outbox.send_due(compose, at))


def test_one_of_a_kind_waits_for_each_person() -> None:
    user, other = make_moderator(), make_moderator()
    outbox.queue([("waiting", user.pk), ("waiting", other.pk)], NOW)
    outbox.queue([("waiting", user.pk), ("concern", user.pk)], NOW)
    assert OutboxMail.objects.count() == 3


def test_rows_are_locked_in_one_order_so_that_nobody_waits_in_a_circle() -> None:
    users = [make_moderator() for _ in range(3)]
    outbox.queue([("waiting", user.pk) for user in reversed(users)], NOW)
    slots = [str(row.slot) for row in OutboxMail.objects.order_by("pk")]
    assert slots == sorted(slots)


def test_one_of_a_kind_waits_for_each_comment_and_each_address() -> None:
    keys = [make_comment().pk, make_comment().pk]
    for _ in range(2):
        outbox.queue_to_writers("news", keys, NOW)
        outbox.queue_to_writers("link", keys[:1], NOW)
        outbox.queue_to_address("address", "wren@example.org", NOW)
        outbox.queue_to_address("address", "jay@example.org", NOW)
    assert OutboxMail.objects.count() == 5


def test_asking_for_an_address_is_two_statements(
    django_assert_num_queries: Any,
) -> None:
    suppressions.mailbox_hash("jay@example.org")  # its key is made by the first
    with django_assert_num_queries(2):
        outbox.queue_to_address("address", "wren@example.org", NOW)


def test_after_one_is_sent_another_may_wait() -> None:
    row = make_mail(at=NOW)
    send()
    assert row.user
    outbox.queue([("waiting", row.user.pk)], NOW)
    assert OutboxMail.objects.filter(state="waiting").count() == 1


def test_nobody_to_tell_costs_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        outbox.queue([], NOW)


def test_what_is_not_due_yet_waits() -> None:
    make_mail(at=NOW + MINUTE)
    assert send() == []
    assert len(send(at=NOW + MINUTE)) == 1


def test_what_is_not_needed_any_more_leaves_no_row() -> None:
    make_mail(at=NOW)
    send(lambda row, at: None)
    assert not OutboxMail.objects.exists() and not django_mail.outbox


def test_later_is_no_try() -> None:
    make_mail(at=NOW)
    send(lambda row, at: Later(NOW + MINUTE))
    row = OutboxMail.objects.get()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert row.due_at == row.next_try_at == NOW + MINUTE


def test_pauses_grow_and_three_days_later_it_is_given_up() -> None:
    row, at = make_mail(at=NOW), NOW
    pauses = []
    while row.state == "waiting":
        at = row.next_try_at
        send(fail, at)
        row.refresh_from_db()
        pauses.append(row.next_try_at - at)
    assert pauses[:6] == [minutes * MINUTE for minutes in (1, 5, 15, 60, 240, 240)]
    assert (row.state, row.error) == ("given-up", "RuntimeError")
    assert timedelta(days=2, hours=12) < at - NOW < timedelta(days=3, hours=12)


def test_failure_tells_neither_its_words_nor_an_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    row = make_mail(at=NOW, email="secret@example.org")
    send(fail)
    assert f"Mail {row.pk} (waiting) isn't sent: RuntimeError." in caplog.text
    assert "secret" not in caplog.text


def test_newer_mail_of_the_kind_takes_the_place_of_one_that_failed() -> None:
    row = make_mail(at=NOW)

    def another_comes_and_it_fails(row: OutboxMail, at: datetime) -> Letter:
        assert row.user
        outbox.queue([("waiting", row.user.pk)], at)
        raise RuntimeError

    send(another_comes_and_it_fails)
    newer = OutboxMail.objects.get()
    assert newer.pk != row.pk and newer.state == "waiting"


def claim_and_die(at: datetime) -> OutboxMail:
    """A worker that is killed while it sends."""

    def die(row: OutboxMail, at: datetime) -> Letter:
        raise KeyboardInterrupt

    make_mail(at=at)
    with pytest.raises(KeyboardInterrupt):
        send(die, at)
    return OutboxMail.objects.get()


def test_claim_of_a_dead_worker_is_taken_back_after_ten_minutes() -> None:
    assert claim_and_die(NOW).state == "sending"
    send(at=NOW + 10 * MINUTE)
    assert OutboxMail.objects.get().state == "sending"
    send(at=NOW + 11 * MINUTE)
    assert OutboxMail.objects.get().state == "sent"


def test_who_lost_a_claim_changes_nothing_any_more() -> None:
    make_mail(at=NOW)

    def is_slow(row: OutboxMail, at: datetime) -> Letter:
        send(fail, at + 11 * MINUTE)
        return letter(row, at)

    send(is_slow)
    row = OutboxMail.objects.get()
    assert (row.state, row.error, row.attempts) == ("waiting", "RuntimeError", 2)


def test_mail_that_kills_each_worker_is_given_up_in_the_end() -> None:
    claim_and_die(NOW)
    OutboxMail.objects.update(attempts=outbox.MOST_TRIES)
    send(at=NOW + 11 * MINUTE)
    row = OutboxMail.objects.get()
    assert (row.state, row.error) == ("given-up", "interrupted")


def test_database_that_goes_away_is_no_fault_of_the_mail() -> None:
    make_mail(at=NOW)

    def away(row: OutboxMail, at: datetime) -> Letter:
        raise OperationalError

    with pytest.raises(OperationalError):
        send(away)


def test_rows_go_a_week_after_they_are_done_and_others_stay() -> None:
    sent, waiting = make_mail(at=NOW), make_mail(at=NOW)
    OutboxMail.objects.filter(pk=sent.pk).update(state="sent", claimed_at=NOW)
    assert outbox.forget_old(NOW + timedelta(days=7)) == 0
    assert outbox.forget_old(NOW + timedelta(days=8)) == 1
    assert OutboxMail.objects.get() == waiting


def test_troubles_are_what_was_given_up_or_is_an_hour_late() -> None:
    make_mail(at=NOW)
    make_mail(at=NOW, error="451")
    make_mail(at=NOW + MINUTE, error="451")
    make_mail(at=NOW, error="550", state="given-up", slot=None)
    make_mail(at=NOW, state="sent", slot=None)
    found = outbox.troubles(NOW + timedelta(minutes=62))
    assert sorted(found, key=lambda trouble: trouble.error) == [
        Trouble("", given_up=False, count=1, since=NOW),
        Trouble("451", given_up=False, count=2, since=NOW),
        Trouble("550", given_up=True, count=1, since=NOW),
    ]
    assert [trouble.error for trouble in outbox.troubles(NOW + 60 * MINUTE)] == ["550"]


def test_looking_for_mail_costs_two_queries(django_assert_num_queries: Any) -> None:
    make_mail(at=NOW + MINUTE)
    with django_assert_num_queries(2):
        send()
