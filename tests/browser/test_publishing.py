"""A post from its first words to readers, by keyboard alone."""

from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from guide.models import Post
from tests.browser.conftest import OpenPage, SignIn
from tests.browser.places import visit
from tests.browser.test_axe import violations
from tests.make import make_moderator

BODY = "::: safety\nAre you afraid of him?\n:::\n\nWords."
MENDED = "::: safety\nAre you afraid of him? [Read this](/help/).\n:::\n\nWords."
OURS = ".findings, .field-state, .field-published_at, #preview-link"
MOST_STOPS = 200


def go_to(page: Page, place: Locator, key: str = "Tab") -> None:
    """By as many keys as it takes."""
    for _stop in range(MOST_STOPS):
        if place.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"no way by keyboard to {place}")


def write(page: Page, label: str, words: str) -> None:
    go_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words)


def choose(page: Page, state: str) -> None:
    """Radio buttons are one stop; arrows go from one to the next."""
    go_to(page, page.locator("[name=state]:checked"))
    go_to(page, page.get_by_label(state), "ArrowDown")


def save(page: Page) -> None:
    """Enter in any field of a line is the first button."""
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_post_is_checked_mended_scheduled_and_comes_out(
    desk: Page, open_page: OpenPage, axe: Axe
) -> None:
    visit(desk, "/admin/guide/post/add/")
    write(desk, "Title:", "The lantern")
    write(desk, "Summary:", "What a light is for.")
    write(desk, "Text:", BODY)
    go_to(desk, desk.get_by_label("Author:"))
    desk.keyboard.press("ArrowDown")
    choose(desk, "Scheduled")
    write(desk, "Date", "2096-03-04")
    write(desk, "Time", "09:05")
    save(desk)

    # It says what is missing and leads there; nothing typed is lost.
    findings = desk.get_by_role("region", name="Before you publish: 2 things")
    expect(findings).to_contain_text("Line 1: The block ::: safety")
    assert not list(violations(axe, desk, OURS))
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.evaluate("document.activeElement.blur()")
    go_to(desk, findings.get_by_role("link").first)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url("/admin/guide/post/add/#id_body")
    write(desk, "Text:", MENDED)
    go_to(desk, desk.get_by_label("Summary:"), "Shift+Tab")
    save(desk)
    findings = desk.get_by_role("region", name="Before you publish: 1 thing")
    expect(findings).to_contain_text("It has no topic")
    go_to(desk, desk.get_by_label("Publish all the same"))
    desk.keyboard.press("Space")
    save(desk)
    expect(desk.get_by_text("It will appear by itself: March 4, 2096")).to_be_visible()

    # When its time comes, nobody has to do anything.
    reader = open_page()
    visit(reader, "/posts/the-lantern/", status=404)
    Post.objects.filter(slug="the-lantern").update(
        published_at=timezone.now() - timedelta(seconds=1)
    )
    visit(reader, "/search/?q=lantern")
    reader.get_by_role("link", name="The lantern").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("The lantern")


def test_outsider_reads_by_a_link_without_script(
    open_page: OpenPage, sign_in: SignIn, axe: Axe
) -> None:
    desk = sign_in(open_page(java_script_enabled=False), make_moderator())
    post = Post.objects.get(slug="the-bridge")
    Post.objects.filter(pk=post.pk).update(published_at=None)
    visit(desk, f"/admin/guide/post/{post.pk}/change/")
    desk.get_by_label("Title:").fill("Over the bridge")
    desk.get_by_role("button", name="Save, and make a link").click()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    address = desk.get_by_label("Link to copy").input_value()

    outsider = open_page()
    visit(outsider, address[address.index("/posts/") :])
    expect(outsider.get_by_role("heading", level=1)).to_have_text("Over the bridge")
    expect(outsider.get_by_role("note")).to_contain_text("A preview.")
    assert not list(violations(axe, outsider))
    desk.get_by_label("Published: everybody").check()
    desk.get_by_role("button", name="Save", exact=True).click()
    outsider.reload()
    expect(outsider).to_have_url("/posts/the-bridge/")
