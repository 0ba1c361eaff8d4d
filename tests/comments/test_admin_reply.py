from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from comments import moderation
from comments.models import Comment, Status
from tests.make import make_author, make_comment, make_moderator, make_reply

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"
CAN_NOT = [Status.CONCERN, Status.DECLINED, Status.SPAM, Status.WITHDRAWN]


@pytest.fixture
def moderator(client: Client) -> User:
    moderator = make_moderator(username="mo", first_name="Mo")
    client.force_login(moderator)
    return moderator


@pytest.fixture
def comment() -> Comment:
    return make_comment(Status.APPROVED, words="I asked about his day.")


def at(comment: Comment) -> str:
    return f"{LIST}{comment.pk}/reply/"


def read(client: Client, comment: Comment) -> str:
    return client.get(at(comment)).content.decode()


def test_page_shows_the_comment_and_who_replies(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_reply(comment, words="Somebody was here before.")
    page = read(client, comment)
    assert "I asked about his day." in page
    assert "Somebody was here before." in page
    assert "as Mo, with the word “Team”" in page


def test_linked_account_is_told_that_it_replies_as_the_author(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_author(name="Amanda Erin", account=moderator)
    assert "as Amanda Erin, with the word “Author”" in read(client, comment)


def test_account_without_a_name_is_told_that_it_is_the_team(
    client: Client, comment: Comment
) -> None:
    client.force_login(make_moderator())
    assert "It stands there as Team.\n" in read(client, comment)


def test_reply_is_on_the_page_at_the_next_load(
    client: Client, moderator: User, comment: Comment
) -> None:
    done = client.post(at(comment), {"words": "Well *done*."}, follow=True)
    assert "Your reply is on the page." in done.content.decode()
    page = Client().get(comment.post.get_absolute_url()).content
    assert b"Well <em>done</em>." in page


def test_waiting_comment_is_approved_with_the_reply(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    assert 'name="approve_too"' in read(client, comment)
    client.post(at(comment), {"words": "Well done.", "approve_too": "1"})
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED and comment.replies.count() == 1


def test_twice_is_one_reply(client: Client, moderator: User, comment: Comment) -> None:
    for _ in range(2):
        assert client.post(at(comment), {"words": "Well done."}).status_code == 302
    assert comment.replies.count() == 1


@pytest.mark.parametrize("status", CAN_NOT)
def test_refusal_says_why_and_keeps_the_words(
    client: Client, moderator: User, status: Status
) -> None:
    comment = make_comment(status)
    answer = client.post(at(comment), {"words": "Well done.", "approve_too": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert '<li class="warning">This comment' in page and "Well done." in page


@pytest.mark.parametrize("status", CAN_NOT)
def test_page_says_beforehand_why_there_is_no_reply(
    client: Client, moderator: User, status: Status
) -> None:
    page = read(client, make_comment(status))
    assert '<li class="warning">This comment' in page and "<textarea" not in page


def test_comment_that_went_back_to_waiting_is_told_and_can_be_approved_too(
    client: Client, moderator: User, comment: Comment
) -> None:
    moderation.hold(comment, moderator)
    page = client.post(at(comment), {"words": "Well done."}).content.decode()
    assert "went back to waiting" in page and 'name="approve_too"' in page


def test_reply_has_a_reply(client: Client, moderator: User, comment: Comment) -> None:
    reply = make_reply(comment)
    client.post(at(reply), {"words": "Well done."})
    assert reply.replies.get().thread == comment


def test_reply_whose_thread_left_the_page_has_none(
    client: Client, moderator: User, comment: Comment
) -> None:
    reply = make_comment(parent=comment)
    moderation.hold(comment, moderator)
    page = read(client, reply)
    assert "whose first comment isn’t on the page" in page and "<textarea" not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (None, "at least two characters"),
        ("", "at least two characters"),
        (" x ", "at least two characters"),
        ("é" * 5001, "5001 characters"),
        ("word " * 50_000, "249999 characters"),
        ("Bell\x07 and \u202ebidi", "invisible or broken"),
    ],
)
def test_bad_input_is_named_and_kept(
    client: Client, moderator: User, comment: Comment, words: Any, told: str
) -> None:
    answer = client.post(at(comment), {} if words is None else {"words": words})
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page
    assert (words or "").strip()[:4] in page
    assert not comment.replies.exists()


def test_markup_is_shown_as_typed(
    client: Client, moderator: User, comment: Comment
) -> None:
    client.post(at(comment), {"words": "<script>alert(1)</script>"})
    assert "<script>alert" not in comment.replies.get().html


def test_other_methods_are_refused(
    client: Client, moderator: User, comment: Comment
) -> None:
    assert client.put(at(comment)).status_code == 405


def test_reading_stores_nothing(
    client: Client, moderator: User, comment: Comment
) -> None:
    client.get(at(comment), {"words": "Well done.", "approve_too": "1"})
    assert not comment.replies.exists()


def test_stranger_is_asked_to_sign_in(client: Client, comment: Comment) -> None:
    answer = client.post(at(comment), {"words": "Well done."})
    assert answer["Location"].startswith("/admin/login/")
    assert not comment.replies.exists()


def test_who_may_only_look_does_not_reply(client: Client, comment: Comment) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    client.force_login(viewer)
    assert client.get(at(comment)).status_code == 403
    assert client.post(at(comment), {"words": "Well done."}).status_code == 403
    own_page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert at(comment) not in own_page


def test_unknown_comment_is_404(client: Client, moderator: User) -> None:
    assert client.get(f"{LIST}999999/reply/").status_code == 404


def test_comments_own_page_leads_here(
    client: Client, moderator: User, comment: Comment
) -> None:
    page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert at(comment) in page


def test_page_costs_five_queries(
    client: Client, moderator: User, comment: Comment, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        make_reply(comment)
    with django_assert_num_queries(5):
        client.get(at(comment))
