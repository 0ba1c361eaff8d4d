"""On paper: the text, where its links lead, what is folded away on a screen."""

from playwright.sync_api import Page

from tests.browser.places import conversation, visit

# Addresses that stand behind links, by the links' words.
SHOWN = """() => Object.fromEntries(
    [...document.querySelectorAll("article a")]
        .map(a => [a.textContent.trim(), getComputedStyle(a, "::after").content]))"""
FURNITURE = (
    ".site-header, .site-footer, .skip-link, nav.contents, .breadcrumbs, .neighbours,"
    ".similar, .post-topics, .off-paper, #comments, #respond"
)
FOLD = """() => document.querySelector("article").insertAdjacentHTML("beforeend",
    "<details><summary>Why?</summary><p id=answer>Because.</p></details>")"""


def test_post_is_printed_without_furniture_and_comments(used_page: Page) -> None:
    conversation(used_page)
    assert used_page.locator("#comments").is_visible()
    used_page.emulate_media(media="print")
    found = used_page.locator(FURNITURE)
    assert found.count() > 9
    assert [one for one in found.all() if one.is_visible()] == []
    assert used_page.locator("h1").is_visible()
    shown = used_page.evaluate(SHOWN)
    assert shown["threats"] == '" (http://127.0.0.1:8000/help/)"'


def test_whole_guide_says_on_paper_where_links_lead(used_page: Page) -> None:
    visit(used_page, "/whole-guide/")
    used_page.evaluate(FOLD)
    assert used_page.locator("#answer").is_hidden()
    used_page.emulate_media(media="print")
    assert used_page.locator("#answer").is_visible()
    assert not any(one.is_visible() for one in used_page.locator(FURNITURE).all())
    assert used_page.locator(".whole-source").is_visible()
    shown = used_page.evaluate(SHOWN)
    assert shown["this page"] == '" (http://127.0.0.1:8000/help/)"'
    # Another chapter is a few leaves further on.
    assert shown["later on"] == "none"
