"""What pages and buttons cost that have no other test of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comments import mail_tokens, suppressions, tokens
from comments.models import CheckIn, Comment, Correspondent, Status
from tests.make import form_data, make_comment, make_post, make_subscription

pytestmark = pytest.mark.django_db
BOXES = {"tell_me": "on", "mail_link": "on", "ask_step": "on"}

Request = tuple[str, str, dict[str, Any]]


def waiting() -> Comment:
    return make_comment(words="A *small* step that waits.")


def writer_of(comment: Comment) -> Correspondent:
    assert comment.correspondent
    return comment.correspondent


def receipt() -> Request:
    return "get", tokens.receipt_url(waiting()), {}


def unsubscribe() -> Request:
    return "get", mail_tokens.unsubscribe_url(make_subscription().comment), {}


def no_mail() -> Request:
    return "get", mail_tokens.no_mail_url(writer_of(waiting())), {}


def everything() -> Request:
    return "get", mail_tokens.my_address_url(writer_of(waiting())), {}


def erase_everything() -> Request:
    """Of two comments, one with all boxes ticked."""
    waiting()
    writer = writer_of(make_subscription().comment)
    return "post", mail_tokens.my_address_url(writer), {"erase": "asked-twice"}


def new_link() -> Request:
    return "get", tokens.new_link_url(waiting()), {}


def remove() -> Request:
    return "post", tokens.remove_url(waiting()), {}


def check_in() -> Request:
    comment = make_comment(Status.APPROVED, is_step=True)
    due_at = timezone.now() - timedelta(minutes=1)
    CheckIn.objects.create(comment=comment, due_at=due_at)
    sent = {"answer": "did-it", "words": "It went well."}
    return "post", mail_tokens.check_in_url(comment), sent


def permalink() -> Request:
    """Of a comment that ten stand before."""
    post = make_post()
    comments = [make_comment(Status.APPROVED, post=post) for _ in range(11)]
    return "get", comments[-1].get_absolute_url(), {}


def submit() -> Request:
    return "post", f"/posts/{make_post().slug}/comments/", form_data()


def submit_with_boxes() -> Request:
    return "post", f"/posts/{make_post().slug}/comments/", form_data(**BOXES)


@pytest.mark.parametrize(
    ("ask", "queries"),
    [
        (receipt, 4),
        (unsubscribe, 4),
        (no_mail, 1),
        (everything, 4),
        (erase_everything, 61),  # all that hangs on two comments
        (new_link, 2),
        (remove, 19),
        (check_in, 18),
        (permalink, 2),
        (submit, 16),
        (submit_with_boxes, 18),
    ],
)
def test_costs_are_known(
    client: Client,
    ask: Callable[[], Request],
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    # Today's keys are made by the first who writes, and by the first mail.
    client.post(f"/posts/{make_post().slug}/comments/", form_data())
    suppressions.mailbox_hash("w@example.org")
    method, url, data = ask()
    with django_assert_num_queries(queries):
        answer = getattr(client, method)(url, data)
    assert answer.status_code in (200, 302, 303)
