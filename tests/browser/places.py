"""Every kind of page that a reader may meet, and how to get there."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from comments import tokens
from comments.models import Status
from guide.models import Post
from tests.make import make_comment, make_moderator

POST = "/posts/the-bridge/"
STEP = "One small step: I will *ask* about his day, and then be quiet.\n\n> Listen."
FIELDS = ("Your comment", "Name to show", "Email")

GoTo = Callable[[Page], None]


def post() -> Post:
    return Post.objects.get(slug="the-bridge")


def visit(page: Page, address: str, status: int = 200) -> None:
    answer = page.goto(address)
    assert answer and answer.status == status


def at(address: str, status: int = 200) -> GoTo:
    return lambda page: visit(page, address, status)


def conversation(page: Page) -> None:
    for name in ("Wren", "A much longer name than most people would think of"):
        make_comment(Status.APPROVED, post=post(), name=name, words=f"{STEP} {name}")
    visit(page, POST)


def receipt(page: Page) -> None:
    visit(page, tokens.receipt_url(make_comment(post=post(), words=STEP)))


def stale_receipt(page: Page) -> None:
    long_ago = timezone.now() - timedelta(hours=2)
    comment = make_comment(post=post(), words=STEP, submitted_at=long_ago)
    visit(page, tokens.receipt_url(comment))


def mail_off(page: Page) -> None:
    visit(page, tokens.mail_off_url(make_moderator()))


def write(page: Page, comment: str, name: str, email: str) -> None:
    """Fill the form of the page that is open; it isn't sent."""
    for label, words in zip(FIELDS, (comment, name, email), strict=True):
        page.get_by_role("textbox", name=label).fill(words)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send my comment").click()


def refused(page: Page) -> None:
    """Wait for the form that comes back, styles and all."""
    page.get_by_role("alert").wait_for()
    page.wait_for_load_state()


def mistakes(page: Page) -> None:
    visit(page, POST)
    write(page, "", "me@example.org", "nowhere")
    send(page)
    refused(page)


def duplicate(page: Page) -> None:
    make_comment(post=post(), words=STEP)
    visit(page, POST)
    write(page, STEP, "Somebody else", "else@example.org")
    send(page)
    refused(page)


PLACES: dict[str, GoTo] = {
    "cover": at("/"),
    "post": conversation,
    "questions": at("/posts/questions-and-answers/"),
    "help": at("/help/"),
    "privacy": at("/privacy/"),
    "house rules": at("/house-rules/"),
    "mistakes": mistakes,
    "duplicate": duplicate,
    "receipt": receipt,
    "stale receipt": stale_receipt,
    "mail off": mail_off,
    "removed": at("/comments/removed/"),
    "404": at("/nothing/here/", 404),
    "405": at(f"{POST}comments/", 405),
}
