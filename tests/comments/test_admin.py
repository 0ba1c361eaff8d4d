import re
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.forms import model_to_dict
from django.test import Client

from comments import moderation
from comments.models import Comment, Decision, DiscussionSettings, Report, Status
from tests.make import (
    make_comment,
    make_moderator,
    make_post,
    make_report,
    make_rule,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"


@pytest.fixture
def moderator(client: Client) -> User:
    moderator = make_moderator(username="mo")
    client.force_login(moderator)
    return moderator


def act(client: Client, action: str, *comments: Comment, **fields: Any) -> str:
    data = {"action": action, "_selected_action": [c.pk for c in comments]} | fields
    return client.post(LIST, data, follow=True).content.decode()


def page_of(comment: Comment) -> str:
    return f"{LIST}{comment.pk}/change/"


def own(comment: Comment, page: str) -> str:
    return f"{LIST}{comment.pk}/{page}/"


def test_stranger_is_asked_to_sign_in(client: Client) -> None:
    comment = make_comment()
    for address in (LIST, page_of(comment)):
        assert client.get(address)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("path", ["decide", "address", "delete"])
def test_stranger_decides_and_sees_nothing(client: Client, path: str) -> None:
    comment = make_comment()
    answer = client.post(own(comment, path), {"verb": "approve", "post": "yes"})
    assert answer["Location"].startswith("/admin/login/")
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_front_page_begins_with_what_waits(client: Client, moderator: User) -> None:
    make_comment(words="This one waits.")
    make_comment(Status.APPROVED)
    page = client.get("/admin/").content
    assert b'id="queue-count">1<' in page and b"This one waits." in page


def test_front_page_of_others_has_no_queue(client: Client) -> None:
    client.force_login(User.objects.create_user("writer", is_staff=True))
    make_comment(words="This one waits.")
    page = client.get("/admin/").content
    assert b"This one waits." not in page and b"queue.js" not in page


def test_list_begins_with_what_waits(client: Client, moderator: User) -> None:
    make_comment(words="This one waits.")
    make_comment(Status.APPROVED, words="This one stands.")
    page = client.get(LIST).content
    assert b"This one waits." in page and b"This one stands." not in page


@pytest.mark.parametrize("query", ["?q=stands", "?status=all", "?status=approved"])
def test_search_and_filter_find_the_others(
    client: Client, moderator: User, query: str
) -> None:
    make_comment(Status.APPROVED, words="This one stands.")
    assert b"This one stands." in client.get(LIST + query).content


def test_list_says_why_each_is_held(client: Client, moderator: User) -> None:
    make_comment()
    assert b"Every comment waits for a person." in client.get(LIST).content


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("approve", Status.APPROVED),
        ("decline", Status.DECLINED),
        ("mark_spam", Status.SPAM),
        ("raise_concern", Status.CONCERN),
    ],
)
def test_many_at_once(
    client: Client, moderator: User, action: str, status: Status
) -> None:
    comments = [make_comment() for _ in range(3)]
    assert f"3 comments: {status.label}." in act(client, action, *comments)
    assert Comment.objects.filter(status=status).count() == 3
    assert Decision.objects.filter(by=moderator, to_status=status).count() == 3


def test_decision_on_a_comments_own_page(client: Client, moderator: User) -> None:
    comment = make_comment()
    client.post(own(comment, "decide"), {"verb": "approve", "seen": "0"})
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


def test_approved_comment_is_on_the_page_at_the_next_load(
    client: Client, moderator: User
) -> None:
    comment = make_comment(words="Soon to be seen.")
    act(client, "approve", comment)
    assert b"Soon to be seen." in Client().get(comment.post.get_absolute_url()).content


def test_select_all_means_what_the_list_shows(client: Client, moderator: User) -> None:
    waiting, spam = make_comment(), make_comment(Status.SPAM)
    act(client, "approve", waiting, select_across="1")
    spam.refresh_from_db()
    assert spam.status == Status.SPAM


def test_approving_many_leaves_concerns_alone_and_says_so(
    client: Client, moderator: User
) -> None:
    concern, other = make_comment(Status.CONCERN), make_comment()
    page = act(client, "approve", concern, other)
    assert "1 comment: Approved." in page and "1 concern was left alone" in page
    assert Comment.objects.get(status=Status.CONCERN) == concern


def test_approving_one_concern_by_the_menu_leaves_it_alone(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN)
    assert "1 concern was left alone" in act(client, "approve", concern)


def test_concern_is_approved_on_its_own_page_when_asked_twice(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN)
    data = {"verb": "approve", "seen": "0"}
    page = client.post(own(concern, "decide"), data).content
    assert b"Yes, show it on the page" in page
    client.post(own(concern, "decide"), data | {"asked_twice": "1"})
    concern.refresh_from_db()
    assert concern.status == Status.APPROVED


def test_message_names_what_was_done(client: Client, moderator: User) -> None:
    waiting, decided = make_comment(), make_comment()
    seen = seen_on(client, LIST)
    moderation.mark_spam(decided, make_moderator())
    page = act(client, "approve", waiting, decided, seen=seen)
    assert "1 comment: Approved." in page


def test_own_page_saves_nothing(client: Client, moderator: User) -> None:
    comment = make_comment()
    assert client.post(page_of(comment), {"_save": "1"}).status_code == 405


@pytest.mark.parametrize(
    "lookup",
    [
        "correspondent=1",
        "correspondent__lookup__startswith=a",
        "sender__startswith=a",
        "text_digest__startswith=a",
        "text__regex=(",
        "submitted_at__year=99999",
    ],
)
def test_list_answers_no_question_of_its_own_making(
    client: Client, moderator: User, lookup: str
) -> None:
    assert client.get(f"{LIST}?{lookup}").status_code == 400


@pytest.mark.parametrize("query", ["status=%00", "status=nonsense", "q=%00", "p=9999"])
def test_nonsense_in_the_lists_address_is_no_error(
    client: Client, moderator: User, query: str
) -> None:
    assert client.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_search_of_thousands_of_words_is_no_error(
    client: Client, moderator: User
) -> None:
    words = "word " * 2000
    assert client.get(LIST, {"q": words}).status_code == 200


def seen_on(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(
        r'name="seen"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="seen"', page
    )
    assert found
    return found[1] or found[2]


def test_second_moderator_is_told_and_changes_nothing(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    seen = seen_on(client, LIST)
    moderation.approve(comment, make_moderator(username="other"))
    page = act(client, "mark_spam", comment, seen=seen)
    assert "is already “Approved” (other)" in page
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


def test_second_moderator_on_its_own_page_is_told(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    seen = seen_on(client, page_of(comment))
    moderation.decline(comment, make_moderator(username="other"))
    data = {"verb": "approve", "seen": seen}
    page = client.post(own(comment, "decide"), data, follow=True).content.decode()
    assert "is already “Declined” (other)" in page


def test_ones_own_earlier_decision_may_be_changed(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    for action in ("mark_spam", "approve"):
        act(client, action, comment, seen=seen_on(client, LIST))
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


def test_second_tab_of_one_moderator_is_told_as_well(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    seen = seen_on(client, LIST)
    act(client, "mark_spam", comment, seen=seen)
    assert "is already “Spam” (mo)" in act(client, "approve", comment, seen=seen)


def test_decision_on_an_erased_comment_is_told(client: Client, moderator: User) -> None:
    comment = make_comment()
    moderation.withdraw(comment)
    assert "(by its writer)" in act(client, "approve", comment)


@pytest.mark.parametrize("verb", ["", "withdraw", "nonsense"])
def test_unknown_verb_is_404(client: Client, moderator: User, verb: str) -> None:
    answer = client.post(own(make_comment(), "decide"), {"verb": verb})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["decide", "address"])
def test_reading_decides_and_reveals_nothing(
    client: Client, moderator: User, path: str
) -> None:
    assert client.get(own(make_comment(), path)).status_code == 405


def test_own_page_shows_it_as_it_will_appear(client: Client, moderator: User) -> None:
    comment = make_comment(words="*Softly* <script>")
    page = client.get(page_of(comment)).content
    assert b"<em>Softly</em> &lt;script&gt;" in page
    assert comment.post.get_absolute_url().encode() in page


@pytest.mark.parametrize("status", Status)
def test_own_page_leads_to_a_page_that_is_there(
    client: Client, moderator: User, status: str
) -> None:
    comment = make_comment(Status(status))
    page = client.get(page_of(comment)).content.decode()
    [address] = re.findall(r'href="([^"]*)" class="viewsitelink"', page)
    assert client.get(address).status_code == 200


def test_own_page_shows_the_log(client: Client, moderator: User) -> None:
    comment = make_comment()
    moderation.decline(comment, make_moderator(username="another"))
    page = client.get(page_of(comment)).content.decode()
    assert "another" in page and "Waiting → Declined" in page


def test_no_page_of_the_admin_shows_an_address(client: Client, moderator: User) -> None:
    comment = make_comment(email="secret@example.org")
    for address in (LIST, page_of(comment), "/admin/", own(comment, "history")):
        assert b"secret@" not in client.get(address).content


def test_address_is_shown_on_request_and_the_look_is_logged(
    client: Client, moderator: User
) -> None:
    comment = make_comment(email="secret@example.org")
    assert b"secret@example.org" in client.post(own(comment, "address")).content
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (moderator, str(comment.pk))
    assert "secret" not in entry.object_repr + entry.change_message


def test_address_that_no_key_reads_is_told_and_no_error(
    client: Client, moderator: User, settings: Any
) -> None:
    comment = make_comment()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    answer = client.post(own(comment, "address"))
    assert answer.status_code == 200 and b"ADDRESS_KEYS" in answer.content


@pytest.fixture
def helper(client: Client) -> User:
    """A moderator without the permission to see addresses."""
    helper = User.objects.create_user("helper", is_staff=True)
    names = ["view_comment", "change_comment"]
    helper.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(helper)
    return helper


def test_address_needs_its_permission(client: Client, helper: User) -> None:
    comment = make_comment()
    assert b"Show the address" not in client.get(page_of(comment)).content
    assert client.post(own(comment, "address")).status_code == 403


def test_moderator_without_addresses_can_decide(client: Client, helper: User) -> None:
    comment = make_comment()
    act(client, "approve", comment)
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


def test_viewer_can_not_decide(client: Client, helper: User) -> None:
    helper.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    comment = make_comment()
    answer = client.post(own(comment, "decide"), {"verb": "approve"})
    assert answer.status_code == 403
    act(client, "approve", comment)
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_erasing_asks_first_and_leaves_no_word(client: Client, moderator: User) -> None:
    comment = make_comment(words="To be erased.")
    assert b"Erase this comment for good?" in client.get(own(comment, "delete")).content
    client.post(own(comment, "delete"), {"post": "yes"})
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.WITHDRAWN, "")
    assert comment.decisions.get().by == moderator


def test_admins_own_log_keeps_neither_words_nor_names(
    client: Client, moderator: User
) -> None:
    comment = make_comment(name="Wren", words="To be erased.")
    client.post(own(comment, "delete"), {"post": "yes"})
    entry = LogEntry.objects.get()
    assert entry.object_repr == f"Comment {comment.pk}"


def test_nothing_is_erased_in_bulk_or_added_by_hand(
    client: Client, moderator: User
) -> None:
    make_comment()
    assert b"delete_selected" not in client.get(LIST).content
    assert client.get(f"{LIST}add/").status_code == 403


def test_settings_of_the_discussion_are_one_row(
    client: Client, moderator: User
) -> None:
    address = "/admin/comments/discussionsettings/"
    data = model_to_dict(DiscussionSettings(pk=1, reading_time="by Sunday"))
    client.post(client.get(address)["Location"], data)
    assert client.get(address)["Location"] == f"{address}1/change/"
    assert client.get(f"{address}add/").status_code == 403


def test_setting_holds_at_the_next_request(client: Client, moderator: User) -> None:
    DiscussionSettings.objects.create(pk=1, reading_time="by Sunday")
    page = client.get(make_post().get_absolute_url()).content
    assert b"usually by Sunday" in page


@pytest.mark.parametrize("comments", [1, 50])
def test_list_costs_the_same_queries(  # type: ignore[no-untyped-def]
    client: Client, moderator: User, comments: int, django_assert_num_queries
) -> None:
    post = make_post()
    for _ in range(comments):
        make_comment(post=post)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_settings_are_in_order_and_each_says_what_it_does(
    client: Client, moderator: User
) -> None:
    DiscussionSettings.objects.create(pk=1)
    answer = client.get("/admin/comments/discussionsettings/1/change/")
    for heading in ("Asked to wait", "What a comment is held for", "Trust"):
        assert heading in answer.content.decode()
    fields = answer.context["adminform"].form.fields
    silent = {name for name, field in fields.items() if not field.help_text}
    # Each of these ends the sentence of the number before it.
    assert silent == {"submits_minutes", "flood_minutes"}


def test_rule_that_acted_is_named_to_who_comes_second(
    client: Client, moderator: User
) -> None:
    comment = make_comment(words="He hit me.")
    make_rule(effect="concern", value="hit me")
    call_command("rejudge_comments", stdout=StringIO())
    data = {"verb": "decline", "seen": 0}
    page = client.post(own(comment, "decide"), data, follow=True).content.decode()
    assert "is already “Concern” (by a rule)" in page


def test_connection_button_is_there_while_the_hash_is(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    assert b"Block its connection" in client.get(page_of(comment)).content
    Comment.objects.update(sender="")
    assert b"Block its connection" not in client.get(page_of(comment)).content


# What readers have reported


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
    with django_assert_num_queries(7):
        client.get(f"{LIST}?status=reported")


@pytest.mark.parametrize("reports", [1, 20])
def test_page_of_a_comment_costs_the_same_queries(  # type: ignore[no-untyped-def]
    client: Client, moderator: User, reports: int, django_assert_num_queries
) -> None:
    comment = make_comment(Status.APPROVED)
    for _ in range(reports):
        make_report(comment=comment, settled_by=moderator)
        moderation.hold(comment, moderator)
        moderation.approve(comment, moderator)
    client.get(page_of(comment))  # what is remembered by the process is asked once
    with django_assert_num_queries(16):
        client.get(page_of(comment))


@pytest.mark.usefixtures("moderator")
def test_asking_twice_shows_the_name_too(client: Client) -> None:
    concern = make_comment(Status.CONCERN, name="Juniper")
    asked = client.post(f"{page_of(concern)[:-7]}decide/", {"verb": "approve"})
    assert "Juniper" in asked.content.decode()
