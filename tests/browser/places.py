"""Every kind of page that a reader may meet, and how to get there.

Those about mail are in ``mail_places``.
"""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from comments import moderation, pins, tokens
from comments.models import (
    Comment,
    DiscussionSettings,
    Status,
)
from guide.models import Author, Post
from tests.make import (
    LONG_AGO,
    make_change,
    make_comment,
    make_moderator,
    make_post,
    make_reply,
)

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


def answered(page: Page) -> None:
    """Comments with replies of the author and of the team, one of them erased."""
    amanda, mo = make_moderator(), make_moderator(first_name="Mo", last_name="Fields")
    Author.objects.update(account=amanda)
    wren, jay = (
        make_comment(Status.APPROVED, post=post(), name=name, words=f"{STEP} {name}")
        for name in ("Wren", "Jay")
    )
    make_reply(wren, by=amanda, words=f"Thank you for this. {STEP}")
    make_reply(wren, by=mo, words="Take all the time you need.")
    make_reply(jay, by=make_moderator(), words="We are glad that you wrote.")
    moderation.withdraw(jay)
    visit(page, POST)


def talk(number: int = 3) -> Comment:
    """The first comment of a thread: replies to it, and to each other."""
    first = reply = approved()
    for n in range(number):
        name = "A much longer name than most people think of" if n == 1 else f"Wren{n}"
        words = f"{STEP} This was evening {n}."
        reply = make_comment(Status.APPROVED, parent=reply, name=name, words=words)
    return first


def deep_thread(page: Page) -> None:
    """More replies than stand beneath a comment, one of them erased."""
    first = talk(22)
    pins.pin(first)
    approved_again = make_comment(Status.APPROVED, post=post(), words="Another one.")
    moderation.withdraw(first.in_thread.all()[3])
    make_comment(Status.APPROVED, parent=approved_again, words="And a reply to it.")
    visit(page, POST)


def archive(page: Page) -> None:
    """Its second page, whose way back stands beside the way on."""
    author = Author.objects.get()
    title = "A longer title than most people would give to what they write"
    for number in range(62):
        long_ago = LONG_AGO - timedelta(days=number)
        make_post(author=author, title=title, published_at=long_ago)
    visit(page, "/posts/")
    page.get_by_role("link", name="Earlier posts").click()
    page.get_by_role("link", name="Back to the latest").wait_for()
    page.wait_for_load_state()


def thread_page(page: Page) -> None:
    visit(page, f"{POST}thread/{talk().pk}/")


def reply_page(page: Page) -> None:
    visit(page, f"{POST}reply/{approved().pk}/")


def reply_to_what_left(page: Page) -> None:
    comment = approved()
    visit(page, f"{POST}reply/{comment.pk}/")
    write(page, "So did I, last week.", "Jay", "jay@example.org")
    moderation.withdraw(comment)
    send(page)
    refused(page)


def small_steps(page: Page, address: str = "/steps/") -> None:
    """More than the wall shows of one post, one of them folded."""
    many = "One more quiet evening. " * 40
    for words in (STEP, f"{STEP} Again.", many, "We danced."):
        make_comment(Status.APPROVED, post=post(), words=words, is_step=True)
    visit(page, address)


def small_steps_of_post(page: Page) -> None:
    small_steps(page, "/steps/the-bridge/")


def receipt(page: Page) -> None:
    visit(page, tokens.receipt_url(make_comment(post=post(), words=STEP)))


def stale_receipt(page: Page) -> None:
    long_ago = timezone.now() - timedelta(hours=2)
    comment = make_comment(post=post(), words=STEP, submitted_at=long_ago)
    visit(page, tokens.receipt_url(comment))


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


def preview(page: Page) -> None:
    visit(page, POST)
    write(page, STEP, "Wren", "wren@example.org")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("heading", name="How it will look", level=1).wait_for()
    page.wait_for_load_state()


def duplicate(page: Page) -> None:
    make_comment(post=post(), words=STEP)
    visit(page, POST)
    write(page, STEP, "Somebody else", "else@example.org")
    send(page)
    refused(page)


def paused(page: Page) -> None:
    DiscussionSettings.objects.create(pk=1, paused=True)
    conversation(page)


def sent_in_a_pause(page: Page) -> None:
    visit(page, POST)
    write(page, STEP, "Wren", "wren@example.org")
    DiscussionSettings.objects.create(pk=1, paused=True)
    send(page)
    refused(page)


def closed(page: Page) -> None:
    Post.objects.filter(slug="the-bridge").update(comments_open=False)
    conversation(page)


def past_the_end(page: Page) -> None:
    visit(page, f"{POST}?after={approved().pk}")


def approved() -> Comment:
    return make_comment(Status.APPROVED, post=post(), words=STEP)


def report(page: Page) -> None:
    visit(page, f"/comments/{approved().pk}/report/")


def report_with_mistakes(page: Page) -> None:
    report(page)
    page.get_by_role("textbox", name="Anything").fill("He knows the street.")
    page.get_by_role("button", name="Send to a moderator").click()
    refused(page)


def reported(page: Page) -> None:
    visit(page, f"/comments/{approved().pk}/reported/")


def manage_waiting(page: Page) -> None:
    visit(page, tokens.manage_url(make_comment(post=post(), words=STEP)))


def manage_on_the_page(page: Page) -> None:
    visit(page, tokens.manage_url(approved()))


def manage_with_a_word(page: Page) -> None:
    comment = make_comment(post=post(), words=STEP)
    moderation.decline(comment, make_moderator(), "It names a town.\n\nPlease write!")
    visit(page, tokens.manage_url(comment))


def manage_change_waits(page: Page) -> None:
    comment = approved()
    make_change(comment, name="Jay", words=f"{STEP}\n\nAnd I did.")
    visit(page, tokens.manage_url(comment))


def edit(page: Page) -> None:
    visit(page, tokens.edit_url(approved()))


def edit_with_mistakes(page: Page) -> None:
    edit(page)
    page.get_by_role("textbox", name="Your comment").fill("Call 020 7946 0123.")
    page.get_by_role("textbox", name="Name to show").fill("me@example.org")
    page.get_by_role("button", name="Send my change").click()
    refused(page)


def new_link(page: Page) -> None:
    visit(page, tokens.new_link_url(approved()))


def manage_removed(page: Page) -> None:
    comment = make_comment(post=post(), words=STEP)
    moderation.withdraw(comment)
    visit(page, tokens.manage_url(comment))


def not_removed(page: Page) -> None:
    """The answer to a button whose week is over."""
    comment = make_comment(post=post(), words=STEP)
    visit(page, tokens.receipt_url(comment))
    long_ago = timezone.now() - timedelta(days=8)
    Comment.objects.filter(pk=comment.pk).update(submitted_at=long_ago)
    page.get_by_role("button", name="Remove my comment").click()
    page.get_by_role("heading", name="Nothing was removed").wait_for()
    page.wait_for_load_state()


PLACES: dict[str, GoTo] = {
    "cover": at("/"),
    "post": conversation,
    "replies": answered,
    "deep thread": deep_thread,
    "thread page": thread_page,
    "reply page": reply_page,
    "reply to what left": reply_to_what_left,
    "questions": at("/posts/questions-and-answers/"),
    "archive": archive,
    "topics": at("/topics/"),
    "topic": at("/topics/patience/"),
    "author": at("/authors/amanda-erin/"),
    "whole guide": at("/whole-guide/"),
    "steps": small_steps,
    "steps of a post": small_steps_of_post,
    "step card": at("/step-card/"),
    "found": at("/search/?q=listening+small+step"),
    "nothing found": at("/search/?q=zebra"),
    "help": at("/help/"),
    "privacy": at("/privacy/"),
    "accessibility": at("/accessibility/"),
    "house rules": at("/house-rules/"),
    "mistakes": mistakes,
    "preview": preview,
    "duplicate": duplicate,
    "receipt": receipt,
    "stale receipt": stale_receipt,
    "removed": at("/comments/removed/"),
    "not removed": not_removed,
    "manage, waiting": manage_waiting,
    "manage, on the page": manage_on_the_page,
    "manage, not published": manage_with_a_word,
    "manage, change waits": manage_change_waits,
    "manage, removed": manage_removed,
    "edit": edit,
    "edit with mistakes": edit_with_mistakes,
    "new link": new_link,
    "report": report,
    "report with mistakes": report_with_mistakes,
    "reported": reported,
    "paused": paused,
    "sent in a pause": sent_in_a_pause,
    "closed": closed,
    "past the end": past_the_end,
    "404": at("/nothing/here/", 404),
    "405": at(f"{POST}comments/", 405),
}
