"""The moderator's way with nothing but a keyboard."""

from playwright.sync_api import Locator, Page, expect

from comments.models import Comment, MailPreference, Status
from tests.browser.conftest import OpenPage
from tests.browser.places import STEP, post, visit
from tests.make import make_comment, make_moderator

HAS_FOCUS = "element => element === document.activeElement"


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(100):
        if target.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No Tab leads to {target}.")


def press_enter_on(page: Page, target: Locator) -> None:
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in(page: Page) -> None:
    visit(page, "/admin/")
    tab_to(page, page.get_by_label("Username"))
    page.keyboard.type("mo")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type("quiet-kettle")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_comment_is_approved_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(width=1280)
    make_moderator(username="mo", password="quiet-kettle")
    make_comment(post=post(), words=STEP)
    sign_in(page)
    press_enter_on(page, page.get_by_role("link", name="Its own page"))
    press_enter_on(page, page.get_by_role("button", name="Approve"))
    expect(page.get_by_role("main")).to_contain_text("Approved.")

    visit(page, post().get_absolute_url())
    expect(page.locator("#comments")).to_contain_text("ask about his day")


def test_several_are_declined_by_keyboard(desk: Page) -> None:
    for _ in range(3):
        make_comment(post=post())
    visit(desk, "/admin/comments/comment/")
    tab_to(desk, desk.get_by_label("Select all objects on this page"))
    desk.keyboard.press("Space")
    tab_to(desk, desk.locator("select[name=action]"))
    desk.keyboard.type("Decl")
    press_enter_on(desk, desk.locator("button[name=index]"))
    assert Comment.objects.filter(status=Status.DECLINED).count() == 3


def test_mail_is_asked_for_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(width=1280)
    make_moderator(username="mo", password="quiet-kettle", email="mo@example.org")
    sign_in(page)
    press_enter_on(page, page.get_by_role("link", name="Mail to me"))
    tab_to(page, page.get_by_role("radio", name="No mail"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("checkbox"))
    page.keyboard.press("Space")
    press_enter_on(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Saved.")).to_be_visible()
    wish = MailPreference.objects.get()
    assert (wish.waiting, wish.concerns) == ("hourly", True)
