"""A writer ends the links to their comment and goes on by another."""

from typing import Any

import pytest
from django.test import Client

from comments import moderation, tokens
from comments.models import Comment
from tests.make import make_comment

pytestmark = pytest.mark.django_db
URLS = [
    tokens.receipt_url,
    tokens.manage_url,
    tokens.edit_url,
    tokens.export_url,
    tokens.new_link_url,
]


@pytest.fixture
def comment() -> Comment:
    return make_comment()


def press(client: Client, address: str) -> Any:
    """What a browser sends of the page with the button."""
    page = client.get(address)
    return lambda: client.post(address, {"link_key": page.context["link_key"]})


@pytest.mark.parametrize("url", URLS)
def test_old_links_end_and_new_ones_work(
    client: Client, comment: Comment, url: Any
) -> None:
    old = url(comment)
    answer = press(client, tokens.new_link_url(comment))()
    comment.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, tokens.manage_url(comment))
    assert client.get(old).status_code == 404
    assert client.get(url(comment)).status_code == 200


@pytest.mark.parametrize("url", [tokens.withdraw_url, tokens.remove_url])
def test_button_of_an_old_page_removes_nothing(
    client: Client, comment: Comment, url: Any
) -> None:
    press(client, tokens.new_link_url(comment))()
    assert client.post(url(comment)).status_code == 404
    comment.refresh_from_db()
    assert comment.text
    assert client.post(url(comment)).status_code == 303


def test_double_click_ends_at_the_one_new_link(
    client: Client, comment: Comment
) -> None:
    button = press(client, tokens.new_link_url(comment))
    first, second = button(), button()
    assert first["Location"] == second["Location"]
    assert client.get(first["Location"]).status_code == 200


def test_who_has_an_ended_link_gets_no_other_by_it(
    client: Client, comment: Comment
) -> None:
    theirs = press(client, tokens.new_link_url(comment))
    press(client, tokens.new_link_url(comment))()
    assert theirs().status_code == 404
    assert client.post(tokens.new_link_url(comment)).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"link_key": ""}, {"link_key": "short"}])
def test_link_is_new_whatever_was_sent(
    client: Client, comment: Comment, sent: Any
) -> None:
    assert client.post(tokens.new_link_url(comment), sent).status_code == 303
    comment.refresh_from_db()
    assert len(comment.link_key) == 12


def test_link_can_be_renewed_again(client: Client, comment: Comment) -> None:
    for _ in range(2):
        answer = press(client, tokens.new_link_url(comment))()
        comment.refresh_from_db()
    assert client.get(answer["Location"]).status_code == 200


def test_looking_changes_nothing(client: Client, comment: Comment) -> None:
    before = list(Comment.objects.values())
    answer = client.get(tokens.new_link_url(comment))
    assert list(Comment.objects.values()) == before
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_erased_comment_gets_no_new_link(client: Client, comment: Comment) -> None:
    address = tokens.new_link_url(comment)
    moderation.withdraw(comment)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_one_comments_link_ends_no_others(client: Client, comment: Comment) -> None:
    other = make_comment()
    press(client, tokens.new_link_url(comment))()
    assert client.get(tokens.manage_url(other)).status_code == 200


def test_token_with_anothers_key_is_none(comment: Comment) -> None:
    other = make_comment()
    Comment.objects.filter(pk=other.pk).update(link_key="aaaaaaaaaaaa")
    token = tokens.manage_url(comment).split("/")[3]
    assert tokens.find("manage", token) == comment
    assert tokens.find("manage", token.replace(":", ".aaaaaaaaaaaa:")) is None
