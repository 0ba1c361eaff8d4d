"""Deciding in the admin, on one comment or on many."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client

from comments import admin_redaction, moderation, redaction
from comments.admin import CommentAdmin
from comments.admin_list import CommentList
from comments.models import Comment, Decision, DeclineReason, Status
from tests.comments.admin_pages import LIST, act, own, page_of, seen_on
from tests.make import make_comment, make_moderator, make_rule

pytestmark = pytest.mark.django_db
DecidedOnceRead = Callable[[object, str], None]


@pytest.fixture
def decided_once_read(monkeypatch: pytest.MonkeyPatch) -> DecidedOnceRead:
    """Let another decide on each comment once the function of that name has read it."""

    def decide(owner: Any, name: str) -> None:
        read, other = getattr(owner, name), make_moderator()

        def read_and_decide(*args: Any, **kwargs: Any) -> Any:
            found = read(*args, **kwargs)
            monkeypatch.undo()
            for comment in Comment.objects.all():
                moderation.decline(comment, other)
            return found

        monkeypatch.setattr(owner, name, read_and_decide)

    return decide


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


def test_decision_made_while_the_own_page_is_read_is_not_overturned(
    client: Client, moderator: User, decided_once_read: DecidedOnceRead
) -> None:
    comment = make_comment()
    decided_once_read(CommentAdmin, "get_object")
    data = {"verb": "approve", "seen": seen_on(client, page_of(comment))}
    page = client.post(own(comment, "decide"), data, follow=True).content.decode()
    assert "is already “Declined”" in page


def test_decision_made_while_the_list_is_read_is_not_overturned(
    client: Client, moderator: User, decided_once_read: DecidedOnceRead
) -> None:
    comment = make_comment()
    decided_once_read(CommentList, "get_results")
    seen = seen_on(client, LIST)
    assert "is already “Declined”" in act(client, "mark_spam", comment, seen=seen)


def test_decision_made_before_one_is_asked_twice_is_told(
    client: Client, moderator: User, decided_once_read: DecidedOnceRead
) -> None:
    concern = make_comment(Status.CONCERN)
    decided_once_read(CommentAdmin, "_orders")
    data = {"order": f"approve:{concern.pk}:concern"}
    page = client.post(f"{LIST}queue/order/", data, follow=True).content.decode()
    assert "is already “Declined”" in page


def test_decision_made_while_words_to_take_out_are_read_is_told(
    client: Client, moderator: User, decided_once_read: DecidedOnceRead
) -> None:
    comment = make_comment(words="I met John.")
    page = own(comment, "redact")
    decided_once_read(admin_redaction, "find")
    words = redaction.fingerprint(comment.text)
    data = {"words": "I met.", "wish": "save", "words_seen": words}
    answer = client.post(page, data | {"seen": seen_on(client, page)})
    assert answer.status_code == 409


@pytest.mark.parametrize("key", ["abc", "²", "", "9" * 30])
def test_what_is_no_key_is_left_out(client: Client, moderator: User, key: str) -> None:
    comment = make_comment()
    data = {"action": "approve", "_selected_action": [key, comment.pk]}
    page = client.post(LIST, data, follow=True).content.decode()
    assert f"1 comment: {Status.APPROVED.label}." in page


def test_list_with_nothing_but_no_keys_decides_nothing(
    client: Client, moderator: User
) -> None:
    data = {"action": "approve", "_selected_action": "abc", "index": "0"}
    page = client.post(LIST, data, follow=True).content.decode()
    assert "Items must be selected" in page


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


@pytest.mark.parametrize(
    ("name", "status"),
    [("approve", "Approved"), ("decline", "Declined"), ("mark_spam", "Spam")],
)
def test_deciding_on_many_leaves_concerns_alone_and_says_so(
    client: Client, moderator: User, name: str, status: str
) -> None:
    concern, other = make_comment(Status.CONCERN), make_comment()
    page = act(client, name, concern, other)
    assert f"1 comment: {status}." in page and "1 concern was left alone" in page
    assert Comment.objects.get(status=Status.CONCERN) == concern


def test_approving_one_concern_by_the_menu_leaves_it_alone(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN)
    assert "1 concern was left alone" in act(client, "approve", concern)


def test_concern_is_not_made_ready_for_many_by_the_menu(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN)
    act(client, "hold", concern)
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


def test_rule_that_acted_is_named_to_who_comes_second(
    client: Client, moderator: User
) -> None:
    comment = make_comment(words="He hit me.")
    make_rule(effect="concern", value="hit me")
    call_command("rejudge_comments", stdout=StringIO())
    data = {"verb": "decline", "seen": 0}
    page = client.post(own(comment, "decide"), data, follow=True).content.decode()
    assert "is already “Concern” (by a rule)" in page


@pytest.mark.usefixtures("moderator")
def test_asking_twice_shows_the_name_too(client: Client) -> None:
    concern = make_comment(Status.CONCERN, name="Juniper")
    asked = client.post(f"{page_of(concern)[:-7]}decide/", {"verb": "approve"})
    assert "Juniper" in asked.content.decode()


def test_declining_many_gives_each_writer_a_word(
    client: Client, moderator: User
) -> None:
    comments = [make_comment(), make_comment()]
    act(client, "decline", *comments)
    words = {each.decisions.get().why for each in comments}
    assert words == {DeclineReason.objects.all()[0].words}
