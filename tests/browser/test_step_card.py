"""The step card: what is written there stays with its writer."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import measures
from tests.browser.conftest import OpenPage
from tests.browser.places import visit

WORDS = {
    "My small step": "Ask about his day,\nand listen.",
    "When": "After dinner",
    "Where": "In the kitchen",
}


def write(page: Page) -> None:
    for label, words in WORDS.items():
        page.get_by_role("textbox", name=label).fill(words)


def is_empty(page: Page) -> None:
    for label in WORDS:
        expect(page.get_by_role("textbox", name=label)).to_have_value("")


def test_card_is_saved_for_its_writer_alone(page: Page, tmp_path: Path) -> None:
    visit(page, "/step-card/")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.get_by_role("button", name="Save it as note.txt").click()
    expect(page.locator("main").get_by_role("status")).to_have_text(
        "Write a few words first."
    )
    write(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save it as note.txt").click()
    saved.value.save_as(tmp_path / "note.txt")
    assert saved.value.suggested_filename == "note.txt"
    assert (tmp_path / "note.txt").read_text() == (
        "My small step: Ask about his day,\nand listen.\n\n"
        "When: After dinner\n\nWhere: In the kitchen\n"
    )
    # A browser's list of downloads keeps the address too.
    assert saved.value.url.startswith("blob:")
    assert [url for url in asked if not url.startswith("blob:")] == said == []
    page.reload()
    is_empty(page)


def test_field_shows_all_its_words_where_only_script_lets_it_grow(page: Page) -> None:
    page.add_init_script("CSS.supports = () => false")
    visit(page, "/step-card/")
    measures.add_style(page, "textarea { field-sizing: fixed !important; }")
    field = page.get_by_role("textbox", name="My small step")
    field.fill("A quiet word in the evening. " * 10)
    hidden = field.evaluate("field => field.scrollHeight - field.clientHeight")
    assert hidden == 0


def test_card_without_script_is_written_printed_and_forgotten(
    open_page: OpenPage,
) -> None:
    page = open_page(java_script_enabled=False)
    visit(page, "/step-card/")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("the card alone is printed")).to_be_visible()
    write(page)
    step = page.get_by_role("textbox", name="My small step")
    expect(step).to_have_css("font-size", re.compile("^3"))  # large, in pixels
    page.emulate_media(media="print")
    expect(page.get_by_role("heading")).to_have_count(0)
    expect(step).to_be_visible()
    page.reload()
    is_empty(page)
    write(page)
    visit(page, "/help/")
    page.go_back()
    is_empty(page)
