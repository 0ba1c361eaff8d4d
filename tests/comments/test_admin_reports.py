"""What readers reported, in the admin: seeing it, and keeping the comment."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from comments import moderation
from comments.models import Report, Status
from tests.comments.admin_pages import LIST, act, own, page_of, seen_on
from tests.make import make_comment, make_moderator, make_post, make_report

pytestmark = pytest.mark.django_db


def test_reported_comments_have_a_list_with_the_urgent_on_top(
    client: Client, moderator: User
) -> None:
    make_comment(Status.APPROVED, words="Not reported.")
    make_report(comment=make_comment(Status.APPROVED, words="The first."))
    urgent = make_comment(Status.APPROVED, words="The second.")
    make_report(comment=urgent, reason="danger")
    page = client.get(f"{LIST}?status=reported").content
    assert b"Not reported." not in page
    assert page.index(b"The second.") < page.index(b"The first.")


def test_page_of_a_comment_shows_what_readers_said(
    client: Client, helper: User
) -> None:
    report = make_report(reason="danger", words="Look at <this>.")
    page = client.get(page_of(report.comment)).content
    assert b"Somebody may be in danger" in page
    assert b"Look at &lt;this&gt;." in page


def keep(client: Client, report: Report) -> str:
    address = own(report.comment, "keep")
    data = {"report_seen": report.pk}
    return client.post(address, data, follow=True).content.decode()


def test_reported_comment_is_kept(client: Client, helper: User) -> None:
    report = make_report()
    assert b"Keep it" in client.get(page_of(report.comment)).content
    assert "kept as it is" in keep(client, report)
    report.refresh_from_db()
    assert report.settled_by == helper
    assert b"Keep it" not in client.get(page_of(report.comment)).content


def test_page_of_a_comment_names_the_last_report_it_shows(
    client: Client, moderator: User
) -> None:
    report = make_report()
    page = client.get(page_of(report.comment)).content.decode()
    assert f'name="report_seen" value="{report.pk}"' in page


def test_keeping_twice_is_told(client: Client, moderator: User) -> None:
    report = make_report()
    keep(client, report)
    assert "Somebody was here before you" in keep(client, report)


def test_keeping_leaves_what_came_after_the_page_was_served(
    client: Client, moderator: User
) -> None:
    report = make_report()
    later = make_report(comment=report.comment, reason="danger")
    keep(client, report)
    assert list(Report.objects.open()) == [later]


@pytest.mark.usefixtures("moderator")
def test_list_settles_nothing_that_came_after_it_was_served(client: Client) -> None:
    report = make_report()
    page = client.get(f"{LIST}?status=reported").content.decode()
    assert f'name="report_seen" value="{report.pk}"' in page
    make_report(comment=report.comment, reason="danger")
    told = act(client, "mark_spam", report.comment, report_seen=report.pk)
    assert "a reader has told us about it since. Nothing was decided." in told
    assert Report.objects.open().count() == 2


@pytest.mark.usefixtures("moderator")
def test_another_decision_is_told_before_a_report_that_came_after_it(
    client: Client,
) -> None:
    comment = make_comment()
    moderation.approve(comment, make_moderator(username="jo"))
    make_report(comment=comment)
    data = {"verb": "decline", "seen": 0, "report_seen": 0}
    told = client.post(own(comment, "decide"), data, follow=True).content.decode()
    assert "is already “Approved” (jo)" in told


@pytest.mark.usefixtures("moderator")
def test_page_of_a_comment_settles_nothing_that_it_has_not_shown(
    client: Client,
) -> None:
    report = make_report()
    make_report(comment=report.comment, reason="danger")
    data = {"verb": "decline", "report_seen": report.pk}
    client.post(own(report.comment, "decide"), data)
    report.comment.refresh_from_db()
    assert report.comment.status == Status.APPROVED


def test_keeping_needs_a_form_and_the_permission(client: Client, helper: User) -> None:
    report = make_report()
    assert client.get(own(report.comment, "keep")).status_code == 405
    helper.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    assert client.post(own(report.comment, "keep")).status_code == 403
    assert Report.objects.open().exists()


def test_stranger_keeps_nothing(client: Client) -> None:
    report = make_report()
    answer = client.post(own(report.comment, "keep"))
    assert answer["Location"].startswith("/admin/login/")
    assert Report.objects.open().exists()


def test_comment_held_after_a_report_is_told_as_such(
    client: Client, moderator: User
) -> None:
    comment = make_comment(Status.APPROVED)
    seen = seen_on(client, page_of(comment))
    moderation.hold_reported(comment)
    page = act(client, "decline", comment, seen=seen)
    assert "(held after a report). Nothing was changed." in page
    assert b"held after a report" in client.get(page_of(comment)).content


@pytest.mark.parametrize("reports", [1, 20])
def test_list_of_reported_costs_the_same_queries(  # type: ignore[no-untyped-def]
    client: Client, moderator: User, reports: int, django_assert_num_queries
) -> None:
    post = make_post()
    for _ in range(reports):
        make_report(comment=make_comment(Status.APPROVED, post=post))
    with django_assert_num_queries(6):
        client.get(f"{LIST}?status=reported")


def test_undo_after_keeping_takes_back_nothing_else(
    client: Client, moderator: User
) -> None:
    spam = make_comment()
    moderation.mark_spam(spam, moderator)
    keep(client, make_report())
    undo = "/admin/comments/comment/queue/undo/"
    page = client.post(undo, follow=True).content.decode()
    spam.refresh_from_db()
    assert "You last kept a comment as it was" in page and spam.status == Status.SPAM
    moderation.hold(spam, moderator)
    assert "Undone" in client.post(undo, follow=True).content.decode()
