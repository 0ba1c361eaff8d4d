from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from comments import moderation, reports
from comments.models import Cause, Comment, DiscussionSettings, Report, Status
from comments.reports import Outcome
from guide.models import Post
from tests.make import make_comment, make_moderator, make_report

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def comment() -> Comment:
    return make_comment(Status.APPROVED)


def tell(comment: Comment, *senders: str, reason: str = "unkind") -> Outcome:
    return reports.report(comment.pk, reason, "Words.", senders or ["a"], NOW).outcome


def test_reported_comment_waits_for_a_look_and_stays_up(comment: Comment) -> None:
    assert tell(comment) is Outcome.STORED
    assert list(Comment.objects.reported()) == [comment]
    assert list(Comment.objects.approved()) == [comment]


def test_report_keeps_what_was_said(comment: Comment) -> None:
    tell(comment, reason="danger")
    report = Report.objects.get()
    assert (report.reason, report.words, report.at) == ("danger", "Words.", NOW)


@pytest.mark.parametrize("senders", [("a",), ("today", "a")])
def test_one_report_of_a_sender_counts(comment: Comment, senders: list[str]) -> None:
    tell(comment, "a")
    assert tell(comment, *senders, reason="danger") is Outcome.REPEATED
    assert Report.objects.get().reason == "unkind"


def test_another_sender_and_another_comment_count_too(comment: Comment) -> None:
    tell(comment, "a")
    assert tell(comment, "b") is Outcome.STORED
    assert tell(make_comment(Status.APPROVED), "a") is Outcome.STORED


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_what_is_not_on_the_page_takes_no_report(status: str) -> None:
    assert tell(make_comment(Status(status))) is Outcome.NOT_ON_THE_PAGE


def test_comment_under_a_draft_takes_no_report(comment: Comment) -> None:
    Post.objects.update(published_at=None)
    assert tell(comment) is Outcome.NOT_ON_THE_PAGE


def test_more_than_the_settings_allow_are_too_fast() -> None:
    DiscussionSettings.objects.create(pk=1, submits=2, submits_minutes=10)
    comments = [make_comment(Status.APPROVED) for _ in range(3)]
    outcomes = [tell(each) for each in comments]
    assert outcomes == [Outcome.STORED, Outcome.STORED, Outcome.TOO_FAST]
    assert Report.objects.count() == 2


def test_repeats_do_not_count_towards_the_limit(comment: Comment) -> None:
    DiscussionSettings.objects.create(pk=1, submits=2)
    for _ in range(5):
        tell(comment)
    assert tell(make_comment(Status.APPROVED)) is Outcome.STORED


def test_reports_and_comments_are_counted_apart(comment: Comment) -> None:
    DiscussionSettings.objects.create(pk=1, submits=1)
    make_comment(sender="a")
    assert tell(comment, "a") is Outcome.STORED


@pytest.mark.parametrize("reason", ["danger", "about-me"])
def test_urgent_ones_are_on_top(reason: str) -> None:
    first, second = make_report(), make_report(reason=reason)
    make_report(comment=second.comment)
    assert list(Comment.objects.reported()) == [second.comment, first.comment]


def test_settled_urgency_is_no_urgency() -> None:
    first, second = make_report(), make_report(reason="danger", settled_at=NOW)
    make_report(comment=second.comment)
    assert list(Comment.objects.reported()) == [first.comment, second.comment]


def test_reported_comments_are_found_by_the_index_of_open_reports() -> None:
    make_report()
    plan = Comment.objects.reported().explain()
    if connection.vendor == "sqlite":
        assert "report_open" in plan
        assert "SCAN comments_comment" not in plan


# Holding


@pytest.fixture
def holding() -> DiscussionSettings:
    return DiscussionSettings.objects.create(pk=1, hold_reported=True)


@pytest.mark.usefixtures("holding")
def test_setting_takes_a_reported_comment_off_the_page(comment: Comment) -> None:
    tell(comment)
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert list(Comment.objects.reported()) == [comment]


@pytest.mark.usefixtures("holding")
def test_log_says_that_no_person_held_it(comment: Comment) -> None:
    tell(comment)
    decision = comment.decisions.get()
    assert (decision.by, decision.cause) == (None, Cause.REPORT)
    assert decision.who == "held after a report" and not decision.is_by_writer


@pytest.mark.usefixtures("holding")
def test_second_click_after_the_hold_is_a_repeat(comment: Comment) -> None:
    tell(comment)
    assert tell(comment) is Outcome.REPEATED


@pytest.mark.usefixtures("holding")
def test_what_a_person_has_kept_is_not_taken_off_again(comment: Comment) -> None:
    tell(comment, "a")
    comment.refresh_from_db()
    moderation.approve(comment, make_moderator())
    tell(comment, "b")
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert list(Comment.objects.reported()) == [comment]


def test_writers_own_act_reads_as_such(comment: Comment) -> None:
    moderation.withdraw(comment)
    assert comment.decisions.get().who == "by its writer"


# Settling


@pytest.mark.parametrize(
    "verb",
    [
        moderation.decline,
        moderation.mark_spam,
        moderation.withdraw,
    ],
)
def test_decision_that_ends_the_wait_settles(comment: Comment, verb) -> None:  # type: ignore[no-untyped-def]
    moderator = make_moderator()
    tell(comment)
    verb(comment, moderator)
    report = Report.objects.get()
    assert report.settled_at and report.settled_by == moderator
    assert not Comment.objects.reported().exists()


@pytest.mark.parametrize("verb", [moderation.hold, moderation.raise_concern])
def test_what_waits_for_a_look_keeps_what_readers_said(
    comment: Comment, verb: Any
) -> None:
    tell(comment)
    verb(comment, make_moderator())
    assert Report.objects.open().exists()
    moderation.decline(comment, make_moderator())
    assert not Report.objects.open().exists()


def test_decision_that_changes_nothing_settles_nothing(comment: Comment) -> None:
    tell(comment)
    assert not moderation.approve(comment, make_moderator())
    assert Comment.objects.reported().exists()


def test_keeping_settles_and_says_who(comment: Comment) -> None:
    moderator = make_moderator()
    tell(comment)
    assert reports.keep(comment, moderator)
    report = Report.objects.get()
    assert report.settled_at and report.settled_by == moderator
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED and not comment.decisions.exists()


def test_keeping_twice_is_told_and_changes_nothing(comment: Comment) -> None:
    first, second = make_moderator(), make_moderator()
    tell(comment)
    reports.keep(comment, first)
    assert not reports.keep(comment, second)
    assert Report.objects.get().settled_by == first


def test_keeping_leaves_a_report_open_that_nobody_has_seen(comment: Comment) -> None:
    seen = make_report(comment=comment)
    unseen = make_report(comment=comment, reason="danger")
    assert reports.keep(comment, make_moderator(), seen.pk)
    assert list(Report.objects.open()) == [unseen]


def test_what_is_off_the_page_can_not_be_kept(comment: Comment) -> None:
    make_report(comment=comment)
    as_seen_elsewhere = Comment.objects.get(pk=comment.pk)
    moderation.decline(comment, make_moderator())
    assert not reports.keep(as_seen_elsewhere, make_moderator())


def test_erase_takes_the_words_along(comment: Comment) -> None:
    tell(comment, "a")
    make_report(comment=comment, words="Older.", settled_at=NOW - timedelta(days=1))
    moderation.withdraw(comment)
    assert not Report.objects.exclude(words="", sender="", reason="").exists()
    assert not Report.objects.open().exists()


def test_reply_in_a_thread_that_left_the_page_is_not_reported() -> None:
    first = make_comment(Status.APPROVED)
    hidden = make_comment(Status.APPROVED, parent=first)
    moderation.decline(first, make_moderator())
    answer = reports.report(hidden.pk, "unkind", "", ["sender"])
    assert answer.outcome is reports.Outcome.NOT_ON_THE_PAGE
