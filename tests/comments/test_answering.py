"""A concern that ends answered and kept private."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from comments import moderation, orders, tokens
from comments.models import Cause, Comment, Decision, DeclineReason, Status
from tests.make import make_comment, make_moderator

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/queue/"
WORD = "You are not alone in this."


def answer(comment: Comment, word: str = WORD) -> orders.Result:
    order = orders.Order("answer", comment.pk, comment.status)
    return orders.carry_out(order, make_moderator(first_name="Mo"), word)


def test_answer_is_logged_as_one_and_only_its_writer_reads_it(client: Client) -> None:
    concern = make_comment(Status.CONCERN)
    assert answer(concern).is_done
    decision = Decision.objects.get()
    assert (decision.cause, decision.why) == (Cause.ANSWERED, WORD)
    assert "(answered, kept private)" in decision.who
    assert str(decision) == "Concern → answered, kept private"
    assert WORD in client.get(tokens.manage_url(concern)).content.decode()
    assert WORD not in client.get(concern.post.get_absolute_url()).content.decode()


def test_answer_without_words_is_refused() -> None:
    concern = make_comment(Status.CONCERN)
    told = answer(concern, "").told
    assert told == "An answer needs words. Nothing was decided."
    assert Comment.objects.get().status == Status.CONCERN


def test_only_a_concern_is_answered() -> None:
    comment = make_comment()
    assert not moderation.answer(comment, make_moderator(), WORD)
    assert Comment.objects.get().status == Status.PENDING


def test_answer_can_be_undone() -> None:
    concern, moderator = make_comment(Status.CONCERN), make_moderator()
    moderation.answer(concern, moderator, WORD)
    [decision] = orders.undoable(moderator)
    assert moderation.restore(decision, moderator)
    assert Comment.objects.get().status == Status.CONCERN


def test_queue_says_that_it_was_answered(client: Client, moderator: User) -> None:
    concern = make_comment(Status.CONCERN)
    [order] = re.findall(r'value="(answer:[^"]*)"', client.get(QUEUE).content.decode())
    sent = {"order": order, f"word-{concern.pk}": WORD}
    page = client.post(f"{QUEUE}order/", sent, follow=True).content.decode()
    assert f"Answered, and kept private: Comment {concern.pk}." in page
    assert "Concern → answered, kept private" in page


def test_declined_on_its_own_page_a_concern_has_the_word_for_concerns(
    client: Client, moderator: User
) -> None:
    DeclineReason.objects.all().delete()
    DeclineReason.objects.create(label="A name", words="It names a town.", position=1)
    DeclineReason.objects.create(
        label="Risk", words="Please call.", position=2, is_for_concerns=True
    )
    concern = make_comment(Status.CONCERN)
    address = f"/admin/comments/comment/{concern.pk}/decide/"
    client.post(address, {"verb": "decline", "seen": "0"})
    assert Decision.objects.get().why == "Please call."
