"""No answer, statement or header tells whether an address is known, confirmed or asked
for silence."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import mail_tokens, moderation
from comments.models import Comment, Correspondent, Rule, Status, Subscription, Throttle
from comments.stamps import make_stamp
from guide.models import Post
from tests.mailing import suppress
from tests.make import form_data, make_comment, make_moderator, make_post

pytestmark = pytest.mark.django_db
STANDINGS = ("unknown", "known", "confirmed", "silent", "bounced", "blocked")
TOKEN = r"\d+:[\w-]{20,}"
AGAIN = "One small step: I will ask about his day, and then be quiet."
BOXES = ("tell_me", "mail_link", "ask_step")


def address_of(standing: str) -> str:
    # As long as the others, so that bodies can be compared.
    return f"{standing:x<10}@example.org"


@pytest.fixture(autouse=True)
def post() -> Post:
    """With an address of each standing."""
    post = make_post()
    for standing in STANDINGS[1:]:
        comment = make_comment(post=post, email=address_of(standing))
        moderation.approve(comment, make_moderator())
    for row in Correspondent.objects.all():
        same = Correspondent.objects.filter(pk=row.pk)
        if row.email == address_of("confirmed"):
            same.update(confirmed_at=timezone.now())
        if row.email == address_of("silent"):
            suppress(row, timezone.now())
        if row.email == address_of("bounced"):
            same.update(bounced_at=timezone.now())
        if row.email == address_of("blocked"):
            Rule.objects.create(effect="block", what="address", value=row.lookup)
    Client().post(f"/posts/{post.slug}/comments/", form_data())  # makes today's key
    return post


def statement(sql: str) -> str:
    """Without its values and how many they are, and without names made up for it."""
    plain = re.sub(r"'(?:[^']|'')*'|\b\d+\b|NULL|s\d+_x\d+", "?", sql)
    return re.sub(r"\?(?:, \?)+", "?", plain)


def seen(method: str, address: str, data: dict[str, Any]) -> tuple[Any, ...]:
    """All that an answer shows, without tokens, keys and what was typed."""
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(Client(), method)(address, data)
    typed = re.escape(data.get("email", "xx"))
    body = re.sub(rf"\d+(?:\.\w+)?:[\w-]{{20,}}|{typed}", "…", answer.content.decode())
    headers = {
        name: re.sub(r"\d+(?:\.\w+)?:[\w-]{20,}", "…", value)
        for name, value in answer.items()
        if name != "Content-Length"  # the body is compared, but for keys in its tokens
    }
    return (
        answer.status_code,
        body,
        headers,
        [statement(query["sql"]) for query in queries.captured_queries],
    )


def all_alike(found: Iterator[tuple[Any, ...]]) -> bool:
    first, *others = found
    for other in others:
        assert other == first
    return True


@pytest.mark.parametrize("boxes", [(), BOXES, ("mail_link",)], ids=len)
def test_promise_1_a_comment_is_answered_alike(post: Post, boxes: tuple[str]) -> None:
    ticked = dict.fromkeys(boxes, "on")
    data = [
        form_data(
            comment=f"One small step: {word}.", email=address_of(standing), **ticked
        )
        for standing, word in zip(STANDINGS, "abcdef", strict=True)
    ]
    path = f"/posts/{post.slug}/comments/"
    assert all_alike(seen("post", path, each) for each in data)


def test_promise_1_a_repeat_with_boxes_is_answered_alike(post: Post) -> None:
    path, data = f"/posts/{post.slug}/comments/", []
    for standing, word in zip(STANDINGS, "abcdef", strict=True):
        words = f"One small step: {word}."
        data.append(form_data(comment=words, email=address_of(standing)))
        Client().post(path, data[-1])
    ticked = dict.fromkeys(BOXES, "on")
    found = [seen("post", path, each | ticked) for each in data]
    assert all_alike(iter(found))
    assert found[0][0] == 303 and Subscription.objects.count() == len(STANDINGS)


def test_promise_1_my_address_is_answered_alike() -> None:
    data = {"stamp": make_stamp()}
    path = "/comments/my-address/"
    found = []
    for standing in STANDINGS:
        found.append(seen("post", path, data | {"email": address_of(standing)}))
        Throttle.objects.all().delete()
    assert all_alike(iter(found))
    assert found[0][0] == 303


def test_promise_1_the_page_that_confirms_is_alike(post: Post) -> None:
    path = f"/posts/{post.slug}/comments/"
    for standing in STANDINGS:
        words = f"One small step, {standing}."
        Client().post(
            path, form_data(comment=words, email=address_of(standing), tell_me="on")
        )
    asked = Subscription.objects.order_by("pk")
    comments = [Comment.objects.get(subscription=each) for each in asked]
    assert len(comments) == len(STANDINGS)
    urls = [mail_tokens.confirm_url(comment) for comment in comments]
    assert all_alike(seen("get", url, {}) for url in urls)
    assert all_alike(seen("post", url, {}) for url in urls)


def sent_by_each(post: Post, **fields: Any) -> list[tuple[Any, ...]]:
    """The answers to one comment by each standing, with words of their own."""
    path = f"/posts/{post.slug}/comments/"
    found = []
    for standing, word in zip(STANDINGS, "abcdef", strict=True):
        given = {"comment": f"One small step: {word}.", "email": address_of(standing)}
        found.append(seen("post", path, form_data(**given | fields)))
    return found


def test_promise_1_a_reply_is_answered_alike(post: Post) -> None:
    first = make_comment(Status.APPROVED, post=post, email="first@example.org")
    found = sent_by_each(post, parent=first.pk)
    assert all_alike(iter(found))
    assert found[0][0] == 303 and first.replies.count() == len(STANDINGS)


def test_promise_1_a_preview_is_answered_alike(post: Post) -> None:
    found = sent_by_each(post, comment=AGAIN, preview="Preview")
    assert all_alike(iter(found))
    assert found[0][0] == 200


def test_promise_1_a_mistake_is_answered_alike(post: Post) -> None:
    found = sent_by_each(post, comment="")
    assert all_alike(iter(found))
    assert found[0][0] == 422


def test_promise_1_words_that_are_here_already_are_answered_alike(post: Post) -> None:
    make_comment(post=post, email="first@example.org", words=AGAIN)
    found = sent_by_each(post, comment=AGAIN)
    assert all_alike(iter(found))
    assert found[0][0] == 409


def test_no_mail_goes_out_while_a_comment_is_answered(
    post: Post, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sent_by_each(post, **dict.fromkeys(BOXES, "on"))
    assert Subscription.objects.count() == len(STANDINGS)
    assert mail.outbox == []
