"""Who is told by mail that something waits, how often, and what the mail says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comments import moderation, notifications, outbox, reports
from comments.models import Comment, MailPreference, OutboxMail, Status
from guide.models import Post
from tests.make import (
    make_comment,
    make_draft,
    make_moderator,
    make_post,
    make_wish,
    submit_comment,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
Often = MailPreference.Often


def send(at: datetime = NOW) -> list[str]:
    """The subjects of what goes out at ``at``."""
    mail.outbox.clear()
    list(outbox.send_due(notifications.compose, at))
    return [str(message.subject) for message in mail.outbox]


def comment_comes(at: datetime = NOW) -> Comment:
    return submit_comment(submitted_at=at)


def concern_comes(at: datetime = NOW) -> Comment:
    """As one that screening holds: its status is known when it is stored."""
    comment = comment_comes(at)
    OutboxMail.objects.filter(state="waiting").delete()
    Comment.objects.filter(pk=comment.pk).update(status=Status.CONCERN)
    comment.refresh_from_db()
    notifications.comment_waits(comment, at)
    return comment


def test_who_chose_nothing_gets_nothing() -> None:
    make_moderator(email="mo@example.org")
    make_wish(waiting=Often.NEVER)
    comment_comes()
    assert not OutboxMail.objects.exists()


def test_mail_tells_a_number_and_a_link_and_no_word() -> None:
    make_wish()
    submit_comment(submitted_at=NOW, name="Robin", words="My secret step.")
    assert send() == ["1 thing to look at"]
    text = mail.outbox[0].message().as_string()
    assert "1 thing waits for somebody" in text
    assert "http://127.0.0.1:8000/admin/comments/comment/queue/" in text
    for word in ("Robin", "secret", "wren@", "Post ", "comment waits"):
        assert word not in text


def test_first_comes_at_once_and_the_next_an_hour_later() -> None:
    make_wish()
    comment_comes()
    assert len(send()) == 1
    comment_comes(NOW + HOUR / 4)
    comment_comes(NOW + HOUR / 2)
    assert send(NOW + HOUR / 2) == []
    assert send(NOW + HOUR - timedelta(seconds=1)) == []
    assert send(NOW + HOUR) == ["3 things to look at"]
    assert send(NOW + 9 * HOUR) == []


def test_report_is_told_and_counted_too() -> None:
    make_wish()
    comment = make_comment(Status.APPROVED, submitted_at=NOW)
    OutboxMail.objects.all().delete()
    reports.report(comment.pk, "unkind", "", ["reader"], NOW)
    assert send() == ["1 thing to look at"]


def test_urgent_report_is_told_at_once_to_who_wants_that() -> None:
    make_wish(waiting=Often.NEVER, concerns=True)
    comment = make_comment(Status.APPROVED, submitted_at=NOW)
    reports.report(comment.pk, "danger", "", ["reader"], NOW)
    assert send() == ["1 thing to look at first"]


def test_daily_is_once_a_day() -> None:
    make_wish(waiting=Often.DAILY)
    comment_comes()
    assert len(send()) == 1
    comment_comes(NOW + HOUR)
    assert send(NOW + 23 * HOUR) == []
    assert send(NOW + 24 * HOUR) == ["2 things to look at"]


def test_nothing_is_said_once_nothing_waits() -> None:
    make_wish()
    moderation.approve(comment_comes(), make_moderator())
    assert send() == []
    assert not OutboxMail.objects.exists()


def test_what_does_not_wait_queues_nothing() -> None:
    make_wish()
    comment = comment_comes()
    OutboxMail.objects.all().delete()
    for status in set(Status) - {Status.PENDING, Status.CONCERN}:
        Comment.objects.filter(pk=comment.pk).update(status=status)
        comment.refresh_from_db()
        notifications.comment_waits(comment, NOW)
    assert not OutboxMail.objects.exists()


def test_concern_is_told_at_once_to_who_chose_it() -> None:
    make_wish(concerns=True)
    comment_comes()
    assert send() == ["1 thing to look at"]
    concern_comes(NOW + HOUR / 2)
    assert send(NOW + HOUR / 2) == ["1 thing to look at first"]
    assert "2 things wait for somebody" in mail.outbox[0].body
    assert "1 should be looked at first." in mail.outbox[0].body


def test_second_concern_waits_an_hour() -> None:
    make_wish(concerns=True, waiting=Often.NEVER)
    concern_comes()
    assert len(send()) == 1
    concern_comes(NOW + HOUR / 2)
    assert send(NOW + HOUR / 2) == []
    assert send(NOW + HOUR) == ["2 things to look at first"]


def test_concern_is_one_among_others_to_who_did_not_choose_it() -> None:
    make_wish(concerns=False)
    concern_comes()
    assert send() == ["1 thing to look at"]


def test_concern_that_is_none_any_more_is_not_told() -> None:
    make_wish(concerns=True, waiting=Often.NEVER)
    moderation.hold(concern_comes(), make_moderator())
    assert send() == []


def make_helper(**fields: Any) -> User:
    given: dict[str, Any] = {"email": "helper@example.org", "is_staff": True}
    return User.objects.create_user("helper", **given | fields)


def may_see(user: User) -> User:
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    return user


def test_permission_through_a_group_is_enough() -> None:
    group = Group.objects.create(name="Readers of comments")
    group.permissions.add(Permission.objects.get(codename="view_comment"))
    helper = make_helper()
    helper.groups.add(group)
    make_wish(user=helper)
    comment_comes()
    assert len(send()) == 1


@pytest.mark.parametrize(
    "fields", [{"is_active": False}, {"is_staff": False}, {"email": ""}], ids=str
)
def test_who_may_not_sign_in_or_has_no_address_gets_nothing(
    fields: dict[str, Any],
) -> None:
    make_wish(user=may_see(make_helper(**fields)))
    comment_comes()
    assert not OutboxMail.objects.exists()


def test_who_may_not_see_comments_gets_nothing() -> None:
    make_wish(user=make_helper())
    comment_comes()
    assert not OutboxMail.objects.exists()


def test_who_left_meanwhile_gets_nothing() -> None:
    wish = make_wish()
    comment_comes()
    User.objects.filter(pk=wish.user.pk).update(is_active=False)
    assert send() == []


def test_change_of_mind_holds_for_what_waits_already() -> None:
    wish = make_wish(waiting=Often.DAILY)
    comment_comes()
    send()
    comment_comes(NOW + HOUR)
    assert send(NOW + 2 * HOUR) == []
    notifications.prefer(wish.user, Often.HOURLY, concerns=False, at=NOW + 2 * HOUR)
    assert len(send(NOW + 2 * HOUR)) == 1


def test_mail_comes_with_the_comment_or_not_at_all() -> None:
    make_wish()
    with transaction.atomic():
        comment_comes()
        transaction.set_rollback(True)
    assert not OutboxMail.objects.exists()


def test_refused_submit_tells_nobody() -> None:
    make_wish()
    draft = make_draft()
    moderation.submit(draft, ["sender"], NOW)
    send()
    moderation.submit(draft, ["sender"], NOW)
    assert not OutboxMail.objects.filter(state="waiting").exists()


def statements_of_submit(email: str, post: Post) -> list[str]:
    """Without their values; inserted rows are named by their table alone."""
    with CaptureQueriesContext(connection) as queries:
        moderation.submit(make_draft(post=post, email=email), ["sender"], NOW)
    found = [query["sql"].split(" (")[0][:60] for query in queries.captured_queries]
    return [each for each in found if "SAVEPOINT" not in each]


def test_known_and_unknown_address_cost_the_same_two_statements() -> None:
    post = make_post()
    submit_comment(post=post, email="known@example.org")
    unasked = statements_of_submit("known@example.org", post)
    for _ in range(3):
        make_wish(concerns=True)
    known = statements_of_submit("known@example.org", post)
    assert known == statements_of_submit("unknown@example.org", post)
    assert len(known) == len(unasked) + 1
    mail_alone = [each for each in known if "mailpref" in each or "outbox" in each]
    assert len(mail_alone) == 2


def test_mail_that_came_back_goes_to_another_address_by_itself() -> None:
    wish = make_wish(bounced_address="mo@example.org", email="mo@example.org")
    comment_comes()
    assert not OutboxMail.objects.exists()
    User.objects.filter(pk=wish.user.pk).update(email="mo@example.com")
    comment_comes()
    assert len(send()) == 1


def test_writing_again_tells_what_waits_now() -> None:
    wish = make_wish(bounced_address="mo@example.org", email="mo@example.org")
    comment_comes()
    assert notifications.write_again(wish.user, NOW)
    assert send() == ["1 thing to look at"]
    assert not notifications.write_again(wish.user, NOW)


def test_choosing_anew_lets_it_be_tried_again() -> None:
    wish = make_wish(bounced_address="mo@example.org", email="mo@example.org")
    notifications.prefer(wish.user, Often.HOURLY, concerns=False, at=NOW)
    comment_comes()
    assert len(send()) == 1
