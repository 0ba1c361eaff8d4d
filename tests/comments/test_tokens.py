from datetime import timedelta

import pytest
from django.urls import resolve
from django.utils import timezone

from comments import outbox, tokens
from comments.models import Comment, OutboxMail
from comments.subscriptions import Wishes
from tests.make import make_comment, make_subscription

pytestmark = pytest.mark.django_db


def token_of(address: str) -> str:
    return str(resolve(address).kwargs["token"])


@pytest.fixture
def comment() -> Comment:
    return make_comment()


def test_token_finds_its_comment(comment: Comment) -> None:
    make_comment()
    assert tokens.find("receipt", token_of(tokens.receipt_url(comment))) == comment


def test_no_token_does_anothers_job(comment: Comment) -> None:
    receipt = token_of(tokens.receipt_url(comment))
    assert tokens.find("withdraw", receipt) is None


@pytest.mark.parametrize("guess", ["1", "1:", ":", "1:AAAA", "é", "\0"])
def test_guess_finds_nothing(comment: Comment, guess: str) -> None:
    assert tokens.find("receipt", guess) is None


def test_receipt_shows_for_thirty_minutes(comment: Comment) -> None:
    sent = comment.submitted_at
    assert tokens.is_fresh(comment, sent + timedelta(minutes=29))
    assert not tokens.is_fresh(comment, sent + timedelta(minutes=30))


def test_manage_link_reaches_its_page_and_its_button(comment: Comment) -> None:
    page, button = tokens.manage_url(comment), tokens.remove_url(comment)
    assert token_of(page) == token_of(button)
    assert tokens.find("manage", token_of(page)) == comment
    assert tokens.find("withdraw", token_of(page)) is None


def test_button_of_an_open_receipt_works_for_a_week(comment: Comment) -> None:
    sent = comment.submitted_at
    assert tokens.can_withdraw(comment, sent + timedelta(days=6))
    assert not tokens.can_withdraw(comment, sent + timedelta(days=7))


def test_links_outlive_a_change_of_the_secret_key(comment: Comment, settings) -> None:  # type: ignore[no-untyped-def]
    token = token_of(tokens.receipt_url(comment))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one " * 5
    assert tokens.find("receipt", token) == comment


@pytest.mark.django_db
def test_new_link_is_mailed_to_nobody() -> None:
    asked = make_subscription(Wishes(tells=True, links=True))
    outbox.queue_to_writers("link", [asked.comment.pk], timezone.now())
    token = tokens.manage_url(asked.comment).split("/")[3]
    tokens.renew(token, "a" * 12)
    asked.refresh_from_db()
    assert not asked.links
    assert not OutboxMail.objects.filter(kind="link").exists()
