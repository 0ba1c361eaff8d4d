"""What writers are told by mail: what they asked for, once they confirmed it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from comments import confirmations, moderation, revisions, subscriptions
from comments.models import Comment, OutboxMail, Status, Subscription
from comments.subscriptions import Wishes
from tests.mailing import go_out, paths_in, subjects
from tests.make import (
    make_change,
    make_comment,
    make_draft,
    make_moderator,
    make_reply,
    make_subscription,
    submit_comment,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SOON = NOW + 11 * MINUTE
READ = "Something to read"


@pytest.fixture(autouse=True)
def clock() -> Any:
    """Decisions take their moment from the clock."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def make_asked(wishes: Wishes = Wishes(tells=True), **fields: Any) -> Comment:  # noqa: B008
    """A comment whose writer is told of what happens to it."""
    comment = make_subscription(wishes, submitted_at=NOW - HOUR, **fields).comment
    OutboxMail.objects.all().delete()
    return comment


def approve(comment: Comment) -> Comment:
    assert moderation.approve(comment, make_moderator())
    return comment


def reply_to(comment: Comment, **fields: Any) -> Comment:
    """A reader's reply that waits."""
    return make_comment(email="jay@example.org", parent=comment, **fields)


def test_promise_9_a_comment_with_no_box_ticked_sends_no_mail_ever() -> None:
    comment = submit_comment(submitted_at=NOW)
    make_reply(approve(comment))
    approve(reply_to(comment))
    moderation.decline(submit_comment(submitted_at=NOW), make_moderator(), "A word.")
    moderation.withdraw(comment)
    assert not OutboxMail.objects.exists() and not Subscription.objects.exists()


def test_ticked_box_asks_first_and_does_nothing_else() -> None:
    comment = make_subscription(is_confirmed=False, submitted_at=NOW).comment
    approve(comment)
    assert subjects(NOW) == ["Please confirm"]
    assert subjects(NOW + 30 * HOUR) == []


ALL = Wishes(tells=True, links=True, asks_step=True)


def send_twice(first: Wishes, second: Wishes, **fields: Any) -> Comment:
    """The same comment from the same connection, the second time with ``fields``."""
    draft = make_draft(wishes=first)
    comment = moderation.submit(draft, ["a"], NOW).comment
    again = replace(draft, wishes=second, **fields)
    at = NOW + MINUTE
    assert moderation.submit(again, ["a"], at) == moderation.Submission(
        moderation.Outcome.RESENT, comment
    )
    assert comment
    return comment


@pytest.mark.parametrize("email", ["wren@example.org", "typo@example.org"])
def test_boxes_ticked_under_a_repeat_hold_for_the_first(email: str) -> None:
    comment = send_twice(Wishes(), Wishes(tells=True), email=email)
    asked = Subscription.objects.get(comment=comment)
    assert (asked.tells, asked.links, asked.asks_step) == (True, False, False)
    [message] = go_out(SOON)
    assert (message.subject, message.to) == ("Please confirm", ["wren@example.org"])


def test_boxes_of_a_repeat_are_added_and_none_is_taken_away() -> None:
    comment = send_twice(Wishes(tells=True), Wishes(links=True))
    asked = Subscription.objects.get(comment=comment)
    assert (asked.tells, asked.links, asked.asks_step) == (True, True, False)
    assert subjects(SOON) == ["Please confirm"]


def test_same_boxes_again_send_nothing_more() -> None:
    comment = send_twice(ALL, ALL)
    assert OutboxMail.objects.get(comment=comment).due_at == NOW


def test_repeat_adds_nothing_to_what_was_confirmed() -> None:
    draft = make_draft(wishes=Wishes(tells=True))
    comment = moderation.submit(draft, ["a"], NOW).comment
    assert comment and confirmations.confirm(comment, NOW)
    moderation.submit(replace(draft, wishes=ALL), ["a"], NOW + MINUTE)
    assert not Subscription.objects.get().links


def test_program_that_repeats_with_every_box_asks_for_nothing() -> None:
    send_twice(Wishes(), ALL, filled_trap=True)
    assert not Subscription.objects.exists() and not OutboxMail.objects.exists()


def test_writer_hears_that_it_is_up_once_undo_is_over() -> None:
    approve(make_asked())
    assert subjects(NOW + 9 * MINUTE) == []
    assert subjects(SOON) == [READ]
    assert subjects(SOON + 5 * HOUR) == []


def test_writer_hears_that_it_is_not_published_in_the_same_words() -> None:
    up, declined = make_asked(), make_asked()
    approve(up)
    moderation.decline(declined, make_moderator(), "It names a town.")
    first, second = (str(message.body) for message in go_out(SOON))
    assert first.splitlines()[:1] == second.splitlines()[:1]
    assert "town" not in f"{first}{second}"


def change(comment: Comment, verb: Any = revisions.approve) -> None:
    """Asked for by its writer and decided on."""
    assert verb(comment, make_change(comment).pk, make_moderator())


def make_standing(**fields: Any) -> Comment:
    """On the page, its writer told of that."""
    comment = approve(make_asked(**fields))
    assert subjects(SOON) == [READ]
    return comment


@pytest.mark.parametrize("verb", [revisions.approve, revisions.decline])
def test_writer_hears_that_their_change_was_decided_on(clock: Any, verb: Any) -> None:
    comment = make_standing()
    clock.move_to(NOW + 2 * HOUR)
    change(comment, verb)
    assert subjects(NOW + 2 * HOUR + 9 * MINUTE) == []
    assert subjects(SOON + 2 * HOUR) == [READ]
    assert subjects(SOON + 5 * HOUR) == []


def test_decided_change_and_other_news_are_one_mail(clock: Any) -> None:
    comment = make_standing()
    clock.move_to(NOW + 2 * HOUR)
    change(comment)
    make_reply(comment)
    assert subjects(SOON + 2 * HOUR) == [READ]
    assert subjects(SOON + 5 * HOUR) == []


def test_change_is_heard_of_though_a_later_decision_was_undone(clock: Any) -> None:
    comment = make_standing()
    clock.move_to(NOW + 2 * HOUR)
    change(comment)
    moderation.decline(comment, make_moderator())
    moderation.restore(comment.decisions.latest("pk"), make_moderator())
    assert subjects(SOON + 2 * HOUR) == [READ]


def test_nobody_else_hears_of_a_decided_change(clock: Any) -> None:
    first = make_standing()
    clock.move_to(NOW + HOUR)
    reply = approve(reply_to(first))
    assert subjects(SOON + HOUR) == [READ]
    clock.move_to(NOW + 2 * HOUR)
    change(reply)
    assert not OutboxMail.objects.filter(state="waiting").exists()


def test_decided_change_of_who_did_not_ask_is_not_mailed() -> None:
    change(approve(submit_comment(submitted_at=NOW)))
    assert not OutboxMail.objects.exists()


def test_nobody_hears_of_spam_or_of_waiting() -> None:
    moderation.mark_spam(make_asked(), make_moderator())
    moderation.raise_concern(make_asked(), make_moderator())
    assert not OutboxMail.objects.exists()


def test_undone_decision_is_never_heard_of() -> None:
    comment = approve(make_asked())
    moderation.restore(comment.decisions.get(), make_moderator())
    assert subjects(SOON) == []


def test_coming_back_by_undo_is_no_news(clock: Any) -> None:
    comment = approve(make_asked())
    assert subjects(SOON) == [READ]
    clock.move_to(NOW + 2 * HOUR)
    moderation.decline(comment, make_moderator())
    moderation.restore(comment.decisions.latest("pk"), make_moderator())
    assert subjects(NOW + 3 * HOUR) == []


def test_writer_hears_of_the_teams_answer() -> None:
    make_reply(make_asked(), approve_too=True)
    assert subjects(SOON) == [READ]


def test_writer_hears_of_a_readers_reply_only_once_it_is_on_the_page() -> None:
    comment = make_asked()
    Comment.objects.filter(pk=comment.pk).update(status=Status.APPROVED, stands=True)
    reply = reply_to(comment)
    assert subjects(SOON) == []
    approve(reply)
    assert subjects(SOON) == [READ]


def test_who_began_the_thread_hears_of_a_reply_to_a_reply(clock: Any) -> None:
    comment = make_asked()
    reply = make_reply(comment, approve_too=True)
    assert subjects(SOON) == [READ]
    clock.move_to(NOW + 2 * HOUR)
    approve(reply_to(reply))
    assert subjects(SOON + 2 * HOUR) == [READ]


@pytest.mark.parametrize("verb", [moderation.hold, moderation.decline])
def test_reply_that_is_off_the_page_again_is_not_heard_of(verb: Any) -> None:
    comment = make_asked()
    Comment.objects.filter(pk=comment.pk).update(status=Status.APPROVED, stands=True)
    verb(approve(reply_to(comment)), make_moderator())
    assert subjects(SOON) == []


def test_declined_reply_is_not_heard_of() -> None:
    comment = make_asked()
    Comment.objects.filter(pk=comment.pk).update(status=Status.APPROVED, stands=True)
    moderation.decline(reply_to(comment), make_moderator())
    assert not OutboxMail.objects.exists()


def test_own_reply_is_no_news() -> None:
    comment = make_asked()
    Comment.objects.filter(pk=comment.pk).update(status=Status.APPROVED, stands=True)
    reply = reply_to(comment)
    Comment.objects.filter(pk=reply.pk).update(correspondent=comment.correspondent)
    approve(reply)
    assert subjects(SOON) == []


def test_many_replies_in_a_short_time_are_one_mail(clock: Any) -> None:
    comment = make_asked()
    for minute in range(4):
        clock.move_to(NOW + minute * MINUTE)
        make_reply(comment, approve_too=True)
    assert subjects(NOW + 12 * MINUTE) == []
    assert subjects(NOW + 14 * MINUTE) == [READ]
    assert subjects(NOW + 5 * HOUR) == []


def test_between_two_mails_lies_an_hour(clock: Any) -> None:
    comment = make_asked()
    make_reply(comment, approve_too=True)
    assert subjects(SOON) == [READ]
    clock.move_to(NOW + 20 * MINUTE)
    make_reply(comment)
    assert subjects(SOON + HOUR - MINUTE) == []
    assert subjects(SOON + HOUR) == [READ]


def test_news_of_one_comment_does_not_wait_for_another(clock: Any) -> None:
    first, second = make_asked(), make_asked()
    approve(first)
    assert subjects(SOON) == [READ]
    approve(second)
    assert subjects(SOON + MINUTE) == [READ]


def test_known_address_typed_under_another_comment_gets_nothing_unasked() -> None:
    make_asked()
    other = make_subscription(is_confirmed=False, submitted_at=NOW).comment
    OutboxMail.objects.all().delete()
    approve(other)
    assert not OutboxMail.objects.exists()


def test_what_was_decided_before_the_button_is_heard_of_after_it() -> None:
    wishes = Wishes(tells=True)
    asked = make_subscription(wishes, is_confirmed=False, submitted_at=NOW - HOUR)
    approve(asked.comment)
    confirmations.confirm(asked.comment, NOW)
    assert subjects(SOON) == [READ]


@pytest.mark.parametrize("verb", [moderation.approve, moderation.decline])
def test_news_leads_to_the_beginning_whatever_happened(verb: Any) -> None:
    verb(make_asked(), make_moderator())
    [message] = go_out(SOON)
    assert paths_in(message)[0] == "/"


def test_own_page_is_linked_only_where_that_was_ticked() -> None:
    approve(make_asked(Wishes(tells=True, links=True)))
    [message] = go_out(SOON)
    assert paths_in(message)[0].startswith("/comments/manage/")


def test_notice_comes_with_its_cause_or_not_at_all() -> None:
    comment, moderator = make_asked(), make_moderator()
    with transaction.atomic():
        moderation.approve(comment, moderator)
        transaction.set_rollback(True)
    assert not OutboxMail.objects.exists()


def test_erasing_deletes_every_mail_about_it() -> None:
    comment = make_subscription(submitted_at=NOW).comment
    go_out(NOW)
    assert {*OutboxMail.objects.values_list("state", flat=True)} == {"sent", "waiting"}
    moderation.withdraw(comment)
    assert not OutboxMail.objects.exists()
    assert not Subscription.objects.exists()


def test_unconfirmed_wishes_go_after_a_week_and_others_stay() -> None:
    kept = make_subscription(submitted_at=NOW)
    make_subscription(is_confirmed=False, submitted_at=NOW)
    assert subscriptions.forget_unconfirmed(NOW + timedelta(days=7)) == 0
    assert subscriptions.forget_unconfirmed(NOW + timedelta(days=8)) == 1
    assert Subscription.objects.get() == kept
