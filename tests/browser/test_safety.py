"""The way out, the help panel, and finding the way within a post."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, Route, expect

from guide.models import SiteSettings
from tests.browser import measures
from tests.browser.conftest import OpenPage
from tests.browser.places import POST, visit, write
from tests.browser.test_axe import violations

EXIT = "https://weather.example.org/"
QUESTIONS = "/posts/questions-and-answers/"
# Said within the click or key itself, when nothing can have been fetched yet.
TELL = """for (const event of ["click", "keyup"]) addEventListener(event, () => {
    console.log("seen:", document.documentElement.innerText + document.title);
})"""
BLANK = "seen: Footbridge"
DIALOG = "#help-panel"


class Leaving(NamedTuple):
    seen: list[str]
    routes: list[Route]

    def ends_on(self, page: Page) -> None:
        """The other site answers only when the page has told what was seen of it."""
        for _ in range(1500):
            if self.seen[-1:] == [BLANK] and self.routes:
                break
            page.wait_for_timeout(20)
        assert self.seen[-1] == BLANK
        [route] = self.routes
        assert "referer" not in route.request.headers
        route.fulfill(body="Sunny", content_type="text/plain")
        page.wait_for_url(EXIT)


@pytest.fixture
def left(page: Page) -> Leaving:
    """What is seen of a page that leads away, and what is asked for then."""
    SiteSettings.objects.create(pk=1, exit_url=EXIT, full_titles=True)
    leaving = Leaving([], [])
    page.on("console", lambda message: leaving.seen.append(message.text))
    page.add_init_script(TELL)
    page.route(f"{EXIT}**", lambda route: leaving.routes.append(route))
    return leaving


def test_way_out_blanks_the_page_at_once_and_takes_its_place(
    page: Page, left: Leaving
) -> None:
    visit(page, "/")
    visit(page, POST)
    length = page.evaluate("history.length")
    page.locator("header .exit").click(no_wait_after=True)
    left.ends_on(page)
    assert page.evaluate("history.length") == length
    page.go_back()
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_second_tab_comes_to_the_way_out(page: Page, left: Leaving) -> None:
    visit(page, POST)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    way = page.locator(".skip-exit")
    expect(way).to_be_focused()
    expect(way).to_have_text("Leave this page")
    assert measures.covered(page, ".skip-exit") == []
    page.keyboard.press("Enter")
    left.ends_on(page)


def test_shift_three_times_leaves(page: Page, left: Leaving) -> None:
    visit(page, POST)
    said = page.get_by_role("status")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Shift two more times to leave")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Shift once more to leave")
    page.keyboard.press("Shift")
    left.ends_on(page)


def test_count_of_shifts_that_is_over_says_so(page: Page) -> None:
    page.clock.install()
    visit(page, POST)
    said = page.get_by_role("status")
    page.keyboard.press("Shift")
    page.clock.run_for(5000)
    expect(said).to_have_text("Counting starts over")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Shift two more times to leave")
    page.clock.run_for(5000)
    page.clock.run_for(5000)
    expect(said).to_be_empty()


def test_shift_is_promised_only_where_it_is_counted(page: Page) -> None:
    visit(page, POST)
    expect(page.get_by_text("Shift, pressed three times")).to_be_visible()
    page.route("**/safety*.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("Shift, pressed three times")).to_be_hidden()
    page.locator(".site-help").click()
    expect(page).to_have_url(re.compile("/help/$"))


def test_shift_with_another_key_is_no_way_out(page: Page, left: Leaving) -> None:
    visit(page, POST)
    write(page, "", "", "")
    box = page.get_by_role("textbox", name="Your comment")
    box.focus()
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift+D"):
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_be_empty()
    for _ in range(3):  # And two alone are none where a letter comes between.
        page.keyboard.press("Shift")
        page.keyboard.press("x")
    page.keyboard.down("Alt")  # Held, while Shift goes through the keyboard's layouts.
    for _ in range(3):
        page.keyboard.press("Shift")
    page.keyboard.up("Alt")
    expect(box).to_have_value("ABCDxxx")
    expect(page.get_by_role("status")).to_be_empty()
    assert left.routes == []


@pytest.fixture
def asked(page: Page) -> Iterator[list[Request]]:
    """What the page asks for once it is loaded."""
    visit(page, POST)
    page.wait_for_load_state("networkidle")
    found: list[Request] = []
    page.on("request", lambda request: found.append(request))
    yield found
    assert found == []


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_help_opens_in_the_page_and_leaves_nothing_behind(
    page: Page, asked: list[Request], axe: Axe, key: str
) -> None:
    length = page.evaluate("history.length")
    help_button = page.locator(".site-help")
    help_button.focus()
    page.keyboard.press(key)
    panel = page.get_by_role("dialog", name="Help")
    expect(panel).to_be_visible()
    expect(panel.get_by_role("link", name="999")).to_be_visible()
    panel.get_by_text("United Kingdom", exact=True).click()
    expect(panel.get_by_role("link", name="Call 116 123").first).to_be_visible()
    if key == "Enter":
        assert list(violations(axe, page)) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(help_button).to_be_focused()
    assert page.evaluate("history.length") == length
    assert page.url.endswith(POST)


def test_open_help_fits_holds_the_focus_and_has_the_way_out(
    page: Page, left: Leaving
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    visit(page, POST)
    page.locator(".site-help").click()
    panel = page.locator(DIALOG)
    for country in panel.locator("summary").all():
        country.click()
    assert measures.small_targets(page) == []
    assert panel.evaluate("each => each.scrollWidth <= each.clientWidth")
    stops = panel.locator("a, button, summary").count()
    for _ in range(stops):
        page.keyboard.press("Tab")
        assert measures.covered(page, ":focus") == []
    assert measures.covered(page, f"{DIALOG} .exit") == []
    page.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    page.locator(".site-help").click()
    page.keyboard.press("Shift")
    expect(panel.get_by_role("status")).to_have_text("Shift two more times to leave")
    panel.locator(".exit").click(no_wait_after=True)
    left.ends_on(page)


def test_help_is_a_link_where_a_browser_has_no_dialogs(page: Page) -> None:
    page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    visit(page, POST)
    page.locator(".site-help").click()
    page.wait_for_url("**/help/")


def test_without_script_both_are_links_and_help_is_the_last_section(
    open_page: OpenPage,
) -> None:
    page = open_page(java_script_enabled=False)
    visit(page, POST)
    expect(page.locator("header .exit")).to_have_attribute(
        "href", "https://www.wikipedia.org/"
    )
    expect(page.get_by_text("Shift, pressed three times")).to_be_hidden()
    numbers = page.get_by_role("link", name="999")
    expect(numbers).to_be_visible()
    expect(page.get_by_role("button", name="Close")).to_be_hidden()
    page.locator(".site-help").click()
    expect(page).to_have_url(re.compile("/help/$"))


def test_contents_stay_beside_the_text_and_mark_what_is_read(
    open_page: OpenPage,
) -> None:
    page = open_page(width=1120)
    visit(page, POST)
    text = page.locator("article > p").first.bounding_box()
    contents = page.locator(".contents").bounding_box()
    assert text and contents and contents["x"] + contents["width"] < text["x"]
    assert abs(contents["y"] - text["y"]) < 20
    marked = page.locator(".contents [aria-current=location]")
    expect(marked).to_have_count(0)
    for name in ("Step 3", "Step 2"):
        page.locator("h2", has_text=name).evaluate("each => each.scrollIntoView()")
        expect(marked).to_have_count(1)
        expect(marked).to_contain_text(name)
        assert measures.covered(page, ".contents [aria-current]") == []
    # In one leap, so that no heading is ever seen on its way.
    page.evaluate("scrollTo(0, 0)")
    expect(marked).to_have_count(0)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(marked).to_contain_text("Step 3")


def test_contents_of_the_whole_guide_stay_beside_it_and_show_what_is_read(
    open_page: OpenPage,
) -> None:
    page = open_page(width=1280)
    page.set_viewport_size({"width": 1280, "height": 400})
    visit(page, "/whole-guide/")
    text = page.locator(".whole-part > p").first.bounding_box()
    contents = page.locator(".whole-contents").bounding_box()
    assert text and contents and contents["x"] + contents["width"] < text["x"]
    marked = page.locator(".whole-contents [aria-current=location]")
    for name in ("One small step", "Welcome"):
        heading = page.locator(".whole-part").get_by_role("heading", name=name)
        heading.evaluate("each => each.scrollIntoView()")
        expect(marked).to_have_text(name)
        assert measures.covered(page, ".whole-contents [aria-current]") == []
    page.set_viewport_size({"width": 360, "height": 640})
    above = page.locator(".whole-contents").bounding_box()
    assert above and above["width"] > 300


def test_link_leads_to_the_question_and_answers_print(page: Page) -> None:
    visit(page, f"{QUESTIONS}#what-about-the-children")
    heading = page.get_by_role("heading", name="What about the children?")
    expect(heading).to_be_in_viewport()
    assert measures.covered(page, "#what-about-the-children") == []
    page.get_by_role("link", name="Link to this section: How long").click()
    assert page.url.endswith("#how-long-should-i-give-it")
    page.emulate_media(media="print")
    expect(page.get_by_text("You are not firewood")).to_be_visible()
    for furniture in (".section-link", ".exit-count", ".site-header", ".contents"):
        expect(page.locator(furniture).first).to_be_hidden()
