from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from comments import moderation, tokens
from comments.models import Comment, Status
from tests.make import make_comment, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return make_comment(words="Words that will go.")


def test_words_are_off_the_page_at_the_next_request(
    client: Client, comment: Comment
) -> None:
    moderation.approve(comment, make_moderator())
    address = comment.post.get_absolute_url()
    assert b"Words that will go." in client.get(address).content
    answer = client.post(tokens.withdraw_url(comment))
    assert (answer.status_code, answer["Location"]) == (303, "/comments/removed/")
    assert b"Words that will go." not in client.get(address).content


def test_reading_the_address_erases_nothing(client: Client, comment: Comment) -> None:
    assert client.get(tokens.withdraw_url(comment)).status_code == 405
    comment.refresh_from_db()
    assert comment.text


def test_twice_is_as_good_as_once(client: Client, comment: Comment) -> None:
    for _ in range(2):
        assert client.post(tokens.withdraw_url(comment)).status_code == 303


def test_other_sites_header_does_not_keep_words_alive(
    client: Client, comment: Comment
) -> None:
    # The receipt sends no referrer, so browsers send "null" as its origin.
    client.post(tokens.withdraw_url(comment), headers={"Origin": "null"})
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN


def test_receipts_token_is_no_authority(client: Client, comment: Comment) -> None:
    address = tokens.receipt_url(comment).replace("receipt", "withdraw")
    assert client.post(address).status_code == 404


def test_after_a_week_the_button_has_had_its_time(
    client: Client, comment: Comment
) -> None:
    with time_machine.travel(comment.submitted_at + timedelta(days=8)):
        answer = client.post(tokens.withdraw_url(comment))
    assert answer.status_code == 410
    comment.refresh_from_db()
    assert comment.text


def test_late_button_says_that_nothing_was_removed_and_what_to_do(
    client: Client, comment: Comment
) -> None:
    with time_machine.travel(comment.submitted_at + timedelta(days=8)):
        page = client.post(tokens.withdraw_url(comment)).content
    assert b"<h1>Nothing was removed</h1>" in page
    assert b"the link" in page and b'href="/comments/my-address/"' in page
    assert b"arrived" not in page


def test_late_button_of_an_erased_comment_says_so(
    client: Client, comment: Comment
) -> None:
    moderation.withdraw(comment)
    with time_machine.travel(comment.submitted_at + timedelta(days=8)):
        answer = client.post(tokens.withdraw_url(comment))
    assert answer["Location"] == "/comments/removed/"
