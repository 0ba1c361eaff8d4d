"""A comment marked as a small step."""

import re
from typing import Any

import pytest
from django.test import Client

from comments import moderation, steps
from comments.models import Comment, Status
from guide.models import Post
from tests.make import form_data, make_comment, make_draft, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return make_post(slug="p")


def make_step(post: Post | None = None, **fields: Any) -> Comment:
    status = fields.pop("status", Status.APPROVED)
    return make_comment(status, post=post, is_step=True, **fields)


@pytest.mark.parametrize(("sent", "kept"), [({"is_step": "on"}, True), ({}, False)])
def test_writer_says_that_it_is_a_step(
    client: Client, post: Post, sent: dict[str, str], kept: bool
) -> None:
    client.post("/posts/p/comments/", form_data(**sent))
    assert Comment.objects.get().is_step is kept


def test_box_is_not_ticked_by_itself(client: Client, post: Post) -> None:
    page = client.get("/posts/p/").content.decode()
    [box] = re.findall(r'<input[^>]*name="is_step"[^>]*>', page)
    assert "checked" not in box


def test_tick_is_kept_when_the_form_comes_back(client: Client, post: Post) -> None:
    sent = form_data(is_step="on", name="")
    page = client.post("/posts/p/comments/", sent).content.decode()
    [box] = re.findall(r'<input[^>]*name="is_step"[^>]*>', page)
    assert "checked" in box


def test_tick_alone_is_no_words(client: Client, post: Post) -> None:
    sent = form_data(is_step="on", comment="", name="", email="")
    assert b"Nothing is sent yet." in client.post("/posts/p/comments/", sent).content


def test_step_has_a_quiet_mark(client: Client, post: Post) -> None:
    make_step(post)
    assert (
        b'<p class="comment-step">A small step</p>' in client.get("/posts/p/").content
    )


def test_other_comments_have_none(client: Client, post: Post) -> None:
    make_comment(Status.APPROVED, post=post)
    assert b"comment-step" not in client.get("/posts/p/").content


def test_erasing_takes_the_mark_along(post: Post) -> None:
    step = make_step(post)
    moderation.withdraw(step)
    assert not step.is_step


def test_what_was_erased_cannot_be_marked(post: Post) -> None:
    step = make_step(post)
    moderation.withdraw(step)
    assert not steps.mark(step, True)


def test_mark_that_changes_nothing_says_so(post: Post) -> None:
    step = make_step(post)
    done = [steps.mark(step, wish) for wish in (True, False, False)]
    assert done == [False, True, False]


def test_submit_keeps_the_mark(post: Post) -> None:
    stored = moderation.submit(make_draft(post=post, is_step=True), ["sender"]).comment
    assert stored and stored.is_step
