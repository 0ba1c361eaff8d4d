"""What happens at the same moment, with real threads and connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection, transaction

from comments import moderation, notifications, outbox, ratelimit
from comments.models import Comment, Correspondent, Status
from comments.moderation import Outcome
from tests.make import (
    make_comment,
    make_draft,
    make_mail,
    make_moderator,
    make_post,
    make_wish,
)

pytestmark = pytest.mark.django_db(transaction=True)
VERBS = [
    moderation.approve,
    moderation.decline,
    moderation.mark_spam,
    moderation.raise_concern,
    moderation.hold,
]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_double_click_stores_one() -> None:
    draft = make_draft()
    ratelimit.hit("warm", moderation.RESEND_WINDOW)
    results = at_once(*[lambda: moderation.submit(draft, ["a"])] * 6)
    outcomes = [result.outcome for result in results]
    assert outcomes.count(Outcome.STORED) == 1
    assert {result.comment for result in results} == {Comment.objects.get()}


def test_same_long_text_of_two_senders_stores_one() -> None:
    draft = make_draft(words="These are forty characters and a few more, twice.")
    at_once(*[partial(moderation.submit, draft, [sender]) for sender in "abcd"])
    assert Comment.objects.count() == 1


def test_no_hit_is_lost() -> None:
    at_once(
        *[lambda: [ratelimit.hit("k", moderation.RESEND_WINDOW) for _ in range(10)]] * 4
    )
    assert ratelimit.hit("k", moderation.RESEND_WINDOW)[0] == 41


@pytest.mark.parametrize("one", VERBS)
@pytest.mark.parametrize("other", VERBS)
def test_two_moderators_one_decision_each_way(one: Any, other: Any) -> None:
    comment = make_comment(Status.PENDING)
    moderator = make_moderator()
    copies = [Comment.objects.get(pk=comment.pk) for _ in range(2)]
    done = at_once(
        lambda: one(copies[0], moderator), lambda: other(copies[1], moderator)
    )
    assert sum(done) == comment.decisions.count() <= 1


@pytest.mark.parametrize("verb", VERBS[:4])
def test_decision_during_an_erase_leaves_no_word(verb: Any) -> None:
    comment, moderator = make_comment(), make_moderator()
    copies = [Comment.objects.get(pk=comment.pk) for _ in range(2)]
    at_once(lambda: verb(copies[0], moderator), lambda: moderation.withdraw(copies[1]))
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.WITHDRAWN, "")


def test_undo_and_a_decision_leave_one_last_word() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    decision = comment.decisions.get()
    copy = Comment.objects.get(pk=comment.pk)
    at_once(
        lambda: moderation.restore(decision, moderator),
        lambda: moderation.mark_spam(copy, moderator),
    )
    comment.refresh_from_db()
    assert comment.decisions.latest("pk").to_status == comment.status


def test_undo_twice_at_once_is_done_once() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    decision = comment.decisions.get()
    done = at_once(*[lambda: moderation.restore(decision, moderator)] * 3)
    assert sum(done) == 1


def test_undo_during_an_erase_brings_nothing_back() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    decision = comment.decisions.get()
    at_once(
        lambda: moderation.restore(decision, moderator),
        lambda: moderation.withdraw(comment),
    )
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.WITHDRAWN, "")


def test_comment_that_comes_while_its_address_goes_keeps_one() -> None:
    post = make_post()
    old = make_comment(post=post)
    draft = make_draft(post=post)
    at_once(lambda: moderation.withdraw(old), lambda: moderation.submit(draft, ["new"]))
    [row] = Comment.objects.exclude(status=Status.WITHDRAWN)
    assert row.correspondent == Correspondent.objects.get()


def test_workers_at_once_send_each_mail_once() -> None:
    for _ in range(6):
        make_mail()
    letter = EmailMessage("A subject", to=["mo@example.org"])
    at_once(*[lambda: list(outbox.send_due(lambda row, at: letter))] * 4)
    assert len(mail.outbox) == 6


def test_comment_that_comes_while_mail_goes_out_is_counted_or_told_later() -> None:
    make_wish()
    make_comment()

    def submit_slowly() -> None:
        with transaction.atomic():
            make_comment()
            stored.set()
            sleep(0.5)

    def send() -> None:
        connection.ensure_connection()
        stored.wait()
        list(outbox.send_due(notifications.compose))

    stored = Event()
    at_once(submit_slowly, send)
    subjects = [message.subject for message in mail.outbox]
    assert subjects == ["2 things to look at"]
