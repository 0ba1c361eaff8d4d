import re
from datetime import timedelta
from inspect import unwrap
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation
from comments.models import (
    Comment,
    Correspondent,
    Decision,
    DiscussionSettings,
    Status,
)
from comments.moderation import Outcome, sent_before
from comments.screening.reasons import Reason
from comments.screening.values import Sign
from tests.make import (
    make_comment,
    make_draft,
    make_moderator,
    make_post,
    make_report,
    submit_comment,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG = "These are more than forty characters, so they count as the same words."


def test_comment_waits_for_a_person() -> None:
    comment = moderation.submit(make_draft(), ["a"]).comment
    assert comment and comment.status == Status.PENDING
    assert [sign.code for sign in comment.signs] == [Reason.EVERYTHING_WAITS]


def test_submit_renders_once() -> None:
    comment = make_comment(words="*so*")
    assert Comment.objects.get(pk=comment.pk).html == "<p><em>so</em></p>"


def test_resend_ends_at_the_first() -> None:
    draft = make_draft()
    first = moderation.submit(draft, ["a"], NOW)
    again = moderation.submit(draft, ["a"], NOW + timedelta(minutes=14))
    assert again == moderation.Submission(Outcome.RESENT, first.comment)


def test_same_few_words_in_reply_to_each_comment_are_no_resend() -> None:
    post = make_post()
    first = make_comment(Status.APPROVED, post=post).pk
    second = make_comment(Status.APPROVED, post=post).pk
    for parent in (None, first, second):
        draft = make_draft(post=post, parent=parent, words="Me too.")
        assert moderation.submit(draft, ["a"], NOW).outcome is Outcome.STORED
        assert moderation.submit(draft, ["a"], NOW).outcome is Outcome.RESENT


def test_resend_is_found_by_its_words_however_many_came_lately() -> None:
    """Not by when it came, nor by what it replies to."""
    ask = unwrap(sent_before.same_words)
    plan = ask(1, 2, "Jay", "Words.", ["digest"], ["sender"], NOW).explain()
    if connection.vendor == "sqlite":
        assert plan.count("comment_same_text") == 2


def test_resend_over_midnight_is_known_by_yesterdays_hash() -> None:
    draft = make_draft()
    moderation.submit(draft, ["yesterday"], NOW)
    again = moderation.submit(draft, ["today", "yesterday"], NOW)
    assert again.outcome is Outcome.RESENT


def test_resend_compares_no_address() -> None:
    post = make_post()
    for email in ("wren@example.org", "jay@example.org"):
        draft = make_draft(post=post, words="Same.", email=email)
        outcome = moderation.submit(draft, ["a"], NOW).outcome
    assert outcome is Outcome.RESENT


def test_resend_of_a_declined_comment_tells_nothing() -> None:
    draft = make_draft()
    first = moderation.submit(draft, ["a"], NOW).comment
    assert first
    moderation.decline(first, make_moderator())
    assert moderation.submit(draft, ["a"], NOW).outcome is Outcome.RESENT


def test_resend_of_a_published_comment_is_a_duplicate() -> None:
    draft = make_draft(words="Short.")
    first = moderation.submit(draft, ["a"], NOW).comment
    assert first
    moderation.approve(first, make_moderator())
    assert moderation.submit(draft, ["a"], NOW).outcome is Outcome.DUPLICATE


def test_resend_after_an_erase_is_a_new_comment() -> None:
    draft = make_draft()
    first = moderation.submit(draft, ["a"], NOW).comment
    assert first
    moderation.withdraw(first)
    assert moderation.submit(draft, ["a"], NOW).outcome is Outcome.STORED


@pytest.mark.parametrize("email", ["wren@example.org", "stranger@example.org"])
def test_long_text_twice_is_a_duplicate_whatever_the_address(email: str) -> None:
    post = make_post()
    make_comment(post=post, words=LONG, email="wren@example.org")
    again = make_draft(post=post, words=LONG.upper(), email=email)
    assert moderation.submit(again, ["other"]).outcome is Outcome.DUPLICATE


def testsame_words_are_known_under_a_former_secret_key(settings: Any) -> None:
    post = make_post()
    make_comment(post=post, words=LONG)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret " * 4
    again = moderation.submit(make_draft(post=post, words=LONG), ["other"])
    assert again.outcome is Outcome.DUPLICATE


def test_long_text_under_another_post_is_fine() -> None:
    make_comment(words=LONG)
    again = moderation.submit(make_draft(words=LONG), ["other"])
    assert again.outcome is Outcome.STORED


def test_short_text_twice_is_held_with_that_reason() -> None:
    post = make_post()
    make_comment(post=post, words="Me too.")
    again = moderation.submit(make_draft(post=post, words="Me too."), ["other"])
    assert again.comment and Sign(Reason.SAME_SHORT_TEXT) in again.comment.signs


def test_many_from_one_sender_wait() -> None:
    DiscussionSettings.objects.create(pk=1, submits=2, submits_minutes=10)
    post = make_post()
    outcomes = [
        moderation.submit(make_draft(post=post), ["a"], NOW).outcome for _ in range(3)
    ]
    assert outcomes == [Outcome.STORED, Outcome.STORED, Outcome.TOO_FAST]


def test_wait_is_the_rest_of_the_window() -> None:
    DiscussionSettings.objects.create(pk=1, submits=1, submits_minutes=10)
    moderation.submit(make_draft(), ["a"], NOW)
    refused = moderation.submit(make_draft(), ["a"], NOW + timedelta(minutes=3))
    assert refused.wait == timedelta(minutes=7)


def test_refusals_do_not_count_towards_the_limit() -> None:
    DiscussionSettings.objects.create(pk=1, submits=2)
    draft = make_draft()
    for _ in range(5):
        moderation.submit(draft, ["a"], NOW)
    assert moderation.submit(make_draft(), ["a"], NOW).outcome is Outcome.STORED


def test_many_from_one_address_are_held_not_refused() -> None:
    post = make_post()
    for _ in range(10):
        submit_comment(post=post, email="wren@example.org")
    comment = submit_comment(post=post, email="WREN@example.org")
    assert Sign(Reason.MANY_FROM_ADDRESS) in comment.signs


def statements_of(draft: moderation.Draft) -> list[str]:
    """What storing ``draft`` asks of the database, without the values."""
    with CaptureQueriesContext(connection) as queries:
        moderation.submit(draft, ["a"])
    return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]


def test_known_and_unknown_address_cost_the_same_statements() -> None:
    make_comment(email="known@example.org")
    post = make_post()
    known = statements_of(make_draft(post=post, email="known@example.org"))
    assert known == statements_of(make_draft(post=post, email="unknown@example.org"))


@pytest.mark.parametrize("older", [1, 2])
def test_statements_are_the_same_while_keys_are_rotated(
    settings: Any, older: int
) -> None:
    post, old_keys = make_post(), [Fernet.generate_key().decode() for _ in range(2)]
    settings.ADDRESS_KEYS = old_keys[1:]
    make_comment(email="oldest@example.org")
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode(), *old_keys[-older:]]
    known = statements_of(make_draft(post=post, email="oldest@example.org"))
    assert known == statements_of(make_draft(post=post, email="new@example.org"))
    assert Correspondent.objects.count() == 2


def test_one_row_for_an_address() -> None:
    make_comment(email="wren@example.org")
    make_comment(email="Wren@Example.org")
    assert Correspondent.objects.count() == 1


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (moderation.approve, Status.APPROVED),
        (moderation.decline, Status.DECLINED),
        (moderation.mark_spam, Status.SPAM),
        (moderation.raise_concern, Status.CONCERN),
    ],
)
def test_verb_changes_the_status_and_logs_it(verb, status) -> None:  # type: ignore[no-untyped-def]
    comment, moderator = make_comment(), make_moderator()
    assert verb(comment, moderator)
    [decision] = comment.decisions.all()
    assert comment.status == status
    assert (decision.by, decision.from_status, decision.to_status) == (
        moderator,
        Status.PENDING,
        status,
    )


def test_hold_takes_a_comment_off_the_page() -> None:
    comment = make_comment(Status.APPROVED)
    assert moderation.hold(comment, make_moderator())
    assert not Comment.objects.approved().exists()


def test_second_approval_changes_and_logs_nothing() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    assert not moderation.approve(comment, moderator)
    assert comment.decisions.count() == 1


def test_who_comes_second_changes_nothing_and_learns_the_status() -> None:
    comment, moderator = make_comment(), make_moderator()
    as_seen_elsewhere = Comment.objects.get(pk=comment.pk)
    moderation.approve(comment, moderator)
    assert not moderation.mark_spam(as_seen_elsewhere, moderator)
    assert as_seen_elsewhere.status == Status.APPROVED


def test_concern_is_approved_only_by_who_was_asked_twice() -> None:
    comment, moderator = make_comment(Status.CONCERN), make_moderator()
    assert not moderation.approve(comment, moderator)
    assert moderation.approve(comment, moderator, concern_seen=True)


def test_concern_waits_too() -> None:
    comment = make_comment(Status.CONCERN)
    assert list(Comment.objects.waiting()) == [comment]


def test_same_short_text_beside_a_concern_is_held_with_that_reason() -> None:
    post = make_post()
    make_comment(Status.CONCERN, post=post, words="Me too.")
    again = submit_comment(post=post, words="Me too.")
    assert Sign(Reason.SAME_SHORT_TEXT) in again.signs


def test_word_to_the_writer_is_kept_with_the_decision() -> None:
    comment = make_comment()
    moderation.decline(comment, make_moderator(), "It names a town.")
    assert comment.decisions.get().why == "It names a town."


def test_undoing_brings_the_status_back_and_is_logged() -> None:
    comment, moderator = make_comment(Status.CONCERN), make_moderator()
    moderation.decline(comment, moderator)
    decision = comment.decisions.get()
    assert moderation.restore(decision, moderator)
    comment.refresh_from_db()
    assert comment.status == Status.CONCERN
    assert comment.decisions.latest("pk").undoes == decision


def test_undoing_twice_is_done_once() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    decision = comment.decisions.get()
    assert moderation.restore(decision, moderator)
    assert not moderation.restore(decision, moderator)


def test_what_was_undone_is_in_no_ones_way() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.decline(comment, moderator, "It names a town.")
    moderation.approve(comment, moderator)
    moderation.decline(comment, moderator, "It is an advertisement.")
    first, second, third = comment.decisions.all()
    assert moderation.restore(third, moderator)
    assert moderation.restore(second, moderator)
    # With the word of the first, not of the one that was undone.
    assert comment.decisions.latest("pk").why == "It names a town."
    assert moderation.restore(first, moderator)
    assert not moderation.restore(third, moderator)
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_undoing_changes_nothing_once_another_decision_came() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    first = comment.decisions.get()
    moderation.decline(comment, moderator)
    assert not moderation.restore(first, moderator)
    comment.refresh_from_db()
    assert comment.status == Status.DECLINED


def test_undoing_brings_the_word_to_the_writer_back() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.decline(comment, moderator, "It names a town.")
    moderation.approve(comment, moderator)
    moderation.restore(comment.decisions.latest("pk"), moderator)
    assert comment.decisions.latest("pk").why == "It names a town."


def test_undoing_lets_the_reports_it_settled_wait_again() -> None:
    comment, moderator = make_comment(Status.APPROVED), make_moderator()
    early, late = make_report(comment), make_report(comment)
    comment.reports.filter(pk=early.pk).settle(moderator)
    moderation.decline(comment, moderator)
    assert not comment.reports.open().exists()
    moderation.restore(comment.decisions.get(), moderator)
    assert comment.reports.open().get() == late


def test_undoing_brings_no_erased_comment_back() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.withdraw(comment, moderator)
    assert not moderation.restore(comment.decisions.get(), moderator)


def test_erased_comment_is_never_approved() -> None:
    comment, moderator = make_comment(), make_moderator()
    as_seen_elsewhere = Comment.objects.get(pk=comment.pk)
    moderation.withdraw(comment)
    assert not moderation.approve(as_seen_elsewhere, moderator)
    assert not moderation.approve(comment, moderator)


def test_withdraw_leaves_no_word() -> None:
    comment = make_comment(name="Wren", words=LONG)
    moderation.withdraw(comment)
    [row] = Comment.objects.values()
    kept = {"id", "post_id", "submitted_at", "status"}
    assert not [name for name, value in row.items() if value and name not in kept]


def test_withdraw_empties_what_decisions_said() -> None:
    comment = make_comment()
    Decision.objects.create(comment=comment, from_status="", to_status="", why="words")
    moderation.withdraw(comment)
    assert not Decision.objects.exclude(why="").exists()


def test_withdraw_takes_the_address_along() -> None:
    moderation.withdraw(make_comment())
    assert not Correspondent.objects.exists()


def test_withdraw_leaves_an_address_that_another_comment_has() -> None:
    make_comment()
    moderation.withdraw(make_comment())
    assert Correspondent.objects.count() == 1


def test_withdraw_twice_is_one_decision() -> None:
    comment = make_comment()
    as_seen_elsewhere = Comment.objects.get(pk=comment.pk)
    assert moderation.withdraw(comment)
    assert not moderation.withdraw(as_seen_elsewhere)
    assert comment.decisions.get().by is None
