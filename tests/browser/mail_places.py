"""Every kind of page that mail leads to, and how to get there."""

from django.utils import timezone
from playwright.sync_api import Page

from comments import confirmations, mail_tokens, tokens
from comments.models import CheckIn, Comment, Correspondent, Status, Subscription
from tests.browser.places import STEP, GoTo, at, post, refused, visit
from tests.make import make_comment, make_moderator


def press(page: Page, name: str, heading: str) -> None:
    """The button ``name``, which leads to a page with ``heading``."""
    page.get_by_role("button", name=name).click()
    page.get_by_role("heading", name=heading, exact=True).wait_for()
    page.wait_for_load_state()


def mail_off(page: Page) -> None:
    visit(page, tokens.mail_off_url(make_moderator()))


def asked() -> Comment:
    """A comment with a box ticked; nobody has confirmed yet."""
    comment = make_comment(Status.APPROVED, post=post(), words=STEP)
    Subscription.objects.create(comment=comment, tells=True, asked_at=timezone.now())
    return comment


def writer() -> Correspondent:
    asked()
    return Correspondent.objects.get()


def confirm(page: Page) -> None:
    visit(page, mail_tokens.confirm_url(asked()))


def stop_mail(page: Page) -> None:
    visit(page, mail_tokens.unsubscribe_url(asked()))


def mail_stopped(page: Page) -> None:
    stop_mail(page)
    press(page, "End it", "No more of this mail")


def never_again(page: Page) -> None:
    visit(page, mail_tokens.no_mail_url(writer()))


def never_again_pressed(page: Page) -> None:
    never_again(page)
    press(page, "Never write to me again", "No mail, ever again")


def my_address_with_a_mistake(page: Page) -> None:
    visit(page, "/comments/my-address/")
    page.get_by_role("textbox", name="Your email address").fill("nowhere")
    page.get_by_role("button", name="Send me a link").click()
    refused(page)


def everything(page: Page) -> None:
    visit(page, mail_tokens.my_address_url(writer()))


def erase_everything(page: Page) -> None:
    everything(page)
    press(page, "Erase everything", "Erase everything?")


def check_in(page: Page) -> None:
    comment = asked()
    long_ago = timezone.now() - confirmations.CHECK_IN_AFTER
    CheckIn.objects.create(comment=comment, due_at=long_ago)
    visit(page, mail_tokens.check_in_url(comment))


def check_in_with_a_mistake(page: Page) -> None:
    """As sent without an answer."""
    check_in(page)
    button = page.get_by_role("button", name="I did it")
    button.evaluate("each => each.removeAttribute('name')")
    button.click()
    refused(page)


MAIL_PLACES: dict[str, GoTo] = {
    "mail off": mail_off,
    "confirm": confirm,
    "confirmed": at("/comments/confirmed/"),
    "stop mail": stop_mail,
    "my address": at("/comments/my-address/"),
    "my address asked": at("/comments/my-address/asked/"),
    "everything about an address": everything,
    "erase everything": erase_everything,
    "check-in": check_in,
    "link that has had its time": at("/comments/no-mail/1:x/", 410),
    "mail stopped": mail_stopped,
    "never again": never_again,
    "never again, pressed": never_again_pressed,
    "my address with a mistake": my_address_with_a_mistake,
    "everything erased": at("/comments/my-address/erased/"),
    "check-in with a mistake": check_in_with_a_mistake,
    "check-in thanks": at("/comments/check-in/"),
}
