"""Two ways through the site where no script runs: reading on, and going away."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments import tokens
from comments.models import Comment, Status, Suppression
from comments.querysets import PAGE_SIZE
from tests.browser.conftest import OpenPage
from tests.browser.places import POST, STEP, post, preview, send, talk, visit
from tests.mailing import go_out, paths_in
from tests.make import make_comment


@pytest.fixture
def plain_page(open_page: OpenPage) -> Page:
    return open_page(java_script_enabled=False)


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_reader_comes_to_every_part_of_a_conversation(plain_page: Page) -> None:
    page = plain_page
    talk(22)
    for number in range(PAGE_SIZE):
        name = f"Jay {number}"
        make_comment(Status.APPROVED, post=post(), name=name, is_step=not number)

    visit(page, POST)
    follow(page, "All replies")
    expect(page.get_by_text("This was evening 21.")).to_be_visible()

    visit(page, POST)
    last = page.get_by_role("heading", name=f"Jay {PAGE_SIZE - 1}", exact=True)
    expect(last).to_have_count(0)
    follow(page, "Read on in the conversation")
    expect(last).to_be_visible()
    follow(page, "Back to its beginning")
    follow(page, "Newest first")
    expect(last).to_be_visible()
    expect(page.get_by_role("link", name="Oldest first")).to_be_visible()

    visit(page, "/steps/")
    expect(page.get_by_role("heading", name="Jay 0")).to_be_visible()
    follow(page, "The bridge")
    expect(page).to_have_url(re.compile(f"{POST}$"))


def test_preview_is_sent_on(plain_page: Page) -> None:
    preview(plain_page)
    expect(plain_page.get_by_text("ask about his day").first).to_be_visible()
    assert not Comment.objects.exists()
    send(plain_page)
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert Comment.objects.get().text == STEP


def test_writer_takes_a_new_link_and_then_everything_back(plain_page: Page) -> None:
    page = plain_page
    visit(page, tokens.manage_url(make_comment(post=post(), words=STEP)))
    old_link = page.url
    follow(page, "Make a new link")
    press(page, "Make a new link")
    heading(page, "Waiting for a person to read it")
    visit(page, old_link, 404)

    visit(page, "/comments/my-address/")
    page.get_by_role("textbox", name="Your email address").fill("wren@example.org")
    press(page, "Send me a link")
    heading(page, "Look into your inbox")
    [message] = go_out(timezone.now())
    mailed_link = paths_in(message)[0]

    visit(page, mailed_link)
    press(page, "Never write to me again")
    heading(page, "No mail, ever again")
    visit(page, mailed_link)
    press(page, "Erase everything…")
    heading(page, "Erase everything?")
    assert Comment.objects.get().text == STEP
    press(page, "Yes, erase everything")
    heading(page, "Everything is erased")
    assert Comment.objects.get().text == ""
    assert Suppression.objects.exists()
