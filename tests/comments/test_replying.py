"""Readers reply: what a submit with a parent leads to, and what becomes of it."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from comments import moderation
from comments.models import Comment, DiscussionSettings, Status
from comments.moderation import Outcome
from guide.models import Post
from tests.make import (
    form_data,
    make_comment,
    make_draft,
    make_moderator,
    make_post,
    make_reply,
    make_rule,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDS = "I had the same evening, and I went for a walk as you did."
GONE = "can’t be replied to any more"


@pytest.fixture
def post() -> Post:
    return make_post(slug="p")


@pytest.fixture
def comment(post: Post) -> Comment:
    return make_comment(Status.APPROVED, post=post, name="Jay", words="One evening.")


def send(parent: object, **fields: Any) -> HttpResponse:
    data = form_data(**{"comment": WORDS, "parent": str(parent)} | fields)
    return Client().post("/posts/p/comments/", data)  # type: ignore[return-value]


def parent_in(answer: HttpResponse) -> str:
    """What the form that came back holds."""
    [field] = re.findall(r'<input[^>]*name="parent"[^>]*>', answer.content.decode())
    found = re.search(r'value="(.*?)"', field)
    return found[1] if found else ""


# Sending


def test_reply_is_stored_in_the_thread_and_waits(comment: Comment) -> None:
    assert send(comment.pk).status_code == 303
    reply = comment.replies.get()
    assert (reply.thread, reply.status, reply.stands) == (comment, "pending", False)


def test_reply_to_a_reply_is_in_the_same_thread(comment: Comment) -> None:
    first = make_reply(comment)
    send(first.pk)
    assert first.replies.get().thread == comment


def test_reply_is_looked_at_like_any_comment(comment: Comment) -> None:
    make_rule(effect="hold", value="pawnshop")
    send(comment.pk, comment="I was at the pawnshop again.")
    [_everything, sign] = comment.replies.get().signs
    assert sign.found == "pawnshop"


@pytest.mark.parametrize("parent", ["", " "])
def test_empty_parent_is_a_comment_of_its_own(post: Post, parent: str) -> None:
    send(parent)
    assert Comment.objects.get().parent is None


def no_comment(post: Post) -> object:
    return 999999999


def elsewhere(post: Post) -> object:
    return make_comment(Status.APPROVED).pk


def left_alone(post: Post) -> object:
    """A reply in a thread whose first comment was taken off the page."""
    first = make_comment(Status.APPROVED, post=post)
    reply = make_reply(first)
    moderation.decline(first, make_moderator())
    return reply.pk


def erased_above_replies(post: Post) -> object:
    first = make_comment(Status.APPROVED, post=post)
    make_reply(first)
    moderation.withdraw(first)
    return first.pk


NOT_THERE = [
    no_comment,
    elsewhere,
    left_alone,
    erased_above_replies,
    *(
        lambda post, status=status: make_comment(Status(status), post=post).pk
        for status in Status
        if status != Status.APPROVED
    ),
    *(
        lambda post, words=words: words
        for words in ("x", "-1", "1.5", "²", "9" * 400, "\0", "None")
    ),
]


@pytest.mark.parametrize("make", NOT_THERE)
def test_what_isnt_on_the_page_takes_no_reply_and_words_are_kept(
    post: Post, make: Any
) -> None:
    before = Comment.objects.filter(text=WORDS)
    answer = send(make(post))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert html.escape(WORDS) in page and GONE in page
    assert not before.exists()
    assert parent_in(answer) == ""


def test_refusal_is_the_same_whatever_became_of_the_comment(post: Post) -> None:
    answers = {send(make(post)).content for make in NOT_THERE}
    assert len(answers) == 1


def test_sent_again_it_is_a_comment_of_its_own(post: Post) -> None:
    parent = parent_in(send(999999999))
    assert send(parent).status_code == 303
    assert Comment.objects.get().parent is None


def test_refused_reply_doesnt_count_towards_the_limit(post: Post) -> None:
    DiscussionSettings.objects.create(pk=1, submits=1)
    send(999999999)
    assert send("").status_code == 303


def test_form_that_comes_back_says_what_it_answers(comment: Comment) -> None:
    answer = send(comment.pk, email="nowhere")
    assert parent_in(answer) == str(comment.pk)
    assert "<q>One evening.</q>" in answer.content.decode()


def test_mistake_in_a_reply_to_what_left_the_page_tells_both(comment: Comment) -> None:
    moderation.hold(comment, make_moderator())
    page = send(comment.pk, email="nowhere")
    assert GONE in page.content.decode() and parent_in(page) == ""
    assert b"no complete address" in page.content


def test_closed_conversation_offers_no_other_way_to_send(comment: Comment) -> None:
    Post.objects.update(comments_open=False)
    moderation.hold(comment, make_moderator())
    answer = send(comment.pk)
    assert answer.status_code == 403 and GONE not in answer.content.decode()


def test_receipt_says_what_it_answers(client: Client, comment: Comment) -> None:
    receipt = send(comment.pk)["Location"]
    assert b"<q>One evening.</q>" in client.get(receipt).content


def test_receipt_is_silent_of_what_left_the_page(
    client: Client, comment: Comment
) -> None:
    receipt = send(comment.pk)["Location"]
    moderation.decline(comment, make_moderator())
    assert b"One evening." not in client.get(receipt).content


# Once


def submit(parent: Comment | None, words: str = WORDS, post: Any = None) -> Any:
    key = parent and parent.pk
    draft = make_draft(post=post or (parent and parent.post), words=words, parent=key)
    return moderation.submit(draft, ["sender"], at=NOW)


def test_same_reply_again_is_one(comment: Comment) -> None:
    first = submit(comment)
    again = submit(comment)
    assert (again.outcome, again.comment) == (Outcome.RESENT, first.comment)


def test_same_reply_again_is_one_although_the_comment_left(comment: Comment) -> None:
    submit(comment)
    moderation.decline(comment, make_moderator())
    assert submit(comment).outcome is Outcome.RESENT


def test_few_same_words_to_another_comment_are_another_reply(comment: Comment) -> None:
    other = make_comment(Status.APPROVED, post=comment.post)
    outcomes = [
        submit(each, "Me too.", comment.post).outcome for each in (comment, other, None)
    ]
    assert outcomes == [Outcome.STORED] * 3


def test_many_same_words_to_another_comment_are_a_mistake(comment: Comment) -> None:
    other = make_comment(Status.APPROVED, post=comment.post)
    submit(comment)
    assert submit(other).outcome is Outcome.DUPLICATE


def test_resend_ends_after_a_while(comment: Comment) -> None:
    submit(comment, "Me too.")
    draft = make_draft(post=comment.post, words="Me too.", parent=comment.pk)
    later = NOW + timedelta(minutes=16)
    assert moderation.submit(draft, ["sender"], later).outcome is Outcome.STORED


# What stands


def on_page(*comments: Comment) -> list[bool]:
    shown = Comment.objects.on_page()
    return [shown.filter(pk=comment.pk).exists() for comment in comments]


def test_row_and_queryset_agree_on_what_is_on_the_page(comment: Comment) -> None:
    erased = make_comment(Status.APPROVED)
    declined = make_comment(Status.APPROVED)
    for first in (comment, erased, declined):
        for status in Status:
            make_comment(status, parent=make_comment(status, parent=first))
    moderation.withdraw(erased)
    moderation.decline(declined, make_moderator())
    for each in Comment.objects.all():
        assert [each.is_on_page] == on_page(each)
    assert (
        on_page(*Comment.objects.filter(status="approved")) == [True] * 5 + [False] * 2
    )


@pytest.mark.parametrize("status", [Status.PENDING, Status.CONCERN, Status.APPROVED])
def test_erased_comment_holds_its_place_for_what_may_come(
    comment: Comment, status: Status
) -> None:
    make_comment(status, parent=comment)
    moderation.withdraw(comment)
    assert comment.stands


@pytest.mark.parametrize("status", [Status.DECLINED, Status.SPAM, Status.WITHDRAWN])
def test_erased_comment_holds_no_place_for_what_wont(
    comment: Comment, status: Status
) -> None:
    make_comment(status, parent=comment)
    moderation.withdraw(comment)
    assert not comment.stands


def test_place_is_held_for_a_reply_to_a_reply_that_was_declined(
    comment: Comment,
) -> None:
    declined = make_comment(Status.DECLINED, parent=comment)
    make_comment(parent=declined)
    moderation.withdraw(comment)
    assert comment.stands


def test_reply_approved_later_stands_under_the_empty_place(comment: Comment) -> None:
    reply = make_comment(parent=comment)
    moderation.withdraw(comment)
    assert b"was removed" not in Client().get("/posts/p/").content
    moderation.approve(reply, make_moderator())
    page = Client().get("/posts/p/").content
    assert b"This comment was removed." in page and reply.text.encode() in page


def test_reply_approved_while_its_comment_is_off_the_page_waits_for_it(
    comment: Comment,
) -> None:
    reply, moderator = make_comment(parent=comment), make_moderator()
    moderation.decline(comment, moderator)
    moderation.approve(reply, moderator)
    assert on_page(reply) == [False]
    moderation.approve(comment, moderator)
    assert on_page(reply) == [True]


def test_undo_of_a_decision_is_undone_on_the_page(comment: Comment) -> None:
    moderator = make_moderator()
    moderation.decline(comment, moderator)
    moderation.restore(comment.decisions.get(), moderator)
    assert on_page(comment) == [True]


def test_undo_of_an_approval_takes_it_off_the_page(post: Post) -> None:
    comment, moderator = make_comment(post=post), make_moderator()
    moderation.approve(comment, moderator)
    moderation.restore(comment.decisions.get(), moderator)
    comment.refresh_from_db()
    assert not comment.stands


def test_expired_comment_holds_no_place(comment: Comment) -> None:
    make_comment(parent=comment)
    moderation.decline(comment, make_moderator())
    moderation.expire(comment)
    comment.refresh_from_db()
    assert not comment.stands


def test_erased_first_comment_is_nobody_in_the_middle(comment: Comment) -> None:
    """Promise 8."""
    middle = make_comment(Status.APPROVED, parent=comment, name="Robin")
    make_comment(Status.APPROVED, parent=middle, name="Finch")
    assert b"in reply to" in Client().get("/posts/p/").content
    moderation.withdraw(middle)
    page = Client().get("/posts/p/").content.decode()
    assert page.count("This comment was removed.") == 1
    assert "in reply to a comment that was removed" in page
    assert "Robin" not in page and "Finch" in page
