"""Whatever an address with a token answers, nobody keeps, indexes or passes it on."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from comments import mail_tokens, tokens
from comments.models import Comment, Status
from config.middleware import SHARED
from tests.make import make_comment

pytestmark = pytest.mark.django_db
NAMES = [
    "receipt",
    "withdraw",
    "manage",
    "remove",
    "edit",
    "export",
    "new_link",
    "mail_off",
    "confirm",
    "unsubscribe",
    "no_mail",
    "check_in",
    "everything",
]


def assert_private(answer: Any) -> None:
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", NAMES)
def test_wrong_token_and_wrong_method_are_private(client: Client, name: str) -> None:
    url = reverse(f"comments:{name}", args=["x:y:z"])
    for method in ("get", "post", "put"):
        assert_private(getattr(client, method)(url))


@pytest.fixture
def comment() -> Comment:
    return make_comment(Status.APPROVED)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("comment=", "application/x-www-form-urlencoded", 422),
        ("{}", "application/json", 415),
        ("x" * 600_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_refusals_are_private(
    client: Client, comment: Comment, body: str, content_type: str, status: int
) -> None:
    answer = client.post(tokens.edit_url(comment), body, content_type=content_type)
    assert answer.status_code == status
    assert_private(answer)


def test_refused_check_in_is_private(client: Client, comment: Comment) -> None:
    url = mail_tokens.check_in_url(comment)
    answer = client.post(url, {"words": "No button."})
    assert answer.status_code == 422
    assert_private(answer)


def test_no_database_is_private(client: Client, comment: Comment) -> None:
    with patch("comments.tokens.find", side_effect=OperationalError):
        answer = client.get(tokens.manage_url(comment))
    assert answer.status_code == 503
    assert_private(answer)


def test_address_without_its_last_slash_is_private(
    client: Client, comment: Comment
) -> None:
    answer = client.get(tokens.manage_url(comment).rstrip("/"))
    assert answer.status_code == 301
    assert_private(answer)


def test_browser_that_calls_the_origin_null_is_served(
    client: Client, comment: Comment
) -> None:
    url = tokens.edit_url(comment)
    answer = client.post(url, {"comment": ""}, headers={"Origin": "null"})
    assert answer.status_code == 422


def test_other_addresses_are_as_they_were(client: Client, comment: Comment) -> None:
    answer = client.get(comment.post.get_absolute_url())
    assert answer["Cache-Control"] == SHARED
    assert answer["Referrer-Policy"] == "same-origin"
