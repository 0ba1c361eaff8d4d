"""A reader's way through the site, as far as it takes a browser to see it."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from comments.models import Comment, Report, Status
from tests.browser.conftest import OpenPage
from tests.browser.places import (
    FIELDS,
    POST,
    STEP,
    mistakes,
    post,
    report_with_mistakes,
    send,
    visit,
    write,
)
from tests.make import make_comment


@pytest.fixture
def plain_page(open_page: OpenPage) -> Page:
    """Where no script runs."""
    return open_page(java_script_enabled=False)


def test_reader_without_script_comes_to_the_form(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_role("link", name="The bridge").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("The bridge")
    expect(plain_page.get_by_role("textbox", name="Your comment")).to_be_editable()


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"No Tab comes to {target}")


def test_question_is_found_by_keyboard_alone(plain_page: Page) -> None:
    visit(plain_page, "/")
    tab_to(plain_page, plain_page.get_by_role("searchbox"))
    plain_page.keyboard.type("the children")
    plain_page.keyboard.press("Enter")
    question = "What about the children?"
    found = plain_page.get_by_role("link", name=question)
    expect(found.locator("mark")).to_have_text("children")
    tab_to(plain_page, found)
    plain_page.keyboard.press("Enter")
    expect(plain_page).to_have_url(re.compile("/#what-about-the-children$"))
    expect(plain_page.get_by_role("heading", name=question)).to_be_in_viewport()


def test_mistakes_come_back_with_every_word(plain_page: Page) -> None:
    visit(plain_page, POST)
    write(plain_page, STEP, "me@example.org", "nowhere")
    send(plain_page)
    expect(plain_page.get_by_role("alert")).to_contain_text("Your words are kept")
    for label, words in zip(FIELDS, (STEP, "me@example.org", "nowhere"), strict=True):
        box = plain_page.get_by_role("textbox", name=label)
        expect(box).to_have_value(words)


def test_corrected_comment_arrives(plain_page: Page) -> None:
    mistakes(plain_page)
    write(plain_page, STEP, "Wren", "wren@example.org")
    send(plain_page)
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    expect(plain_page.get_by_role("article")).to_contain_text("ask about his day")
    assert Comment.objects.get().status == Status.PENDING


def test_writer_removes_it_from_the_receipt(plain_page: Page) -> None:
    visit(plain_page, POST)
    write(plain_page, STEP, "Wren", "wren@example.org")
    send(plain_page)
    plain_page.get_by_role("button", name="Remove my comment").click()
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("is removed")
    assert Comment.objects.get().text == ""


def test_writer_removes_it_by_the_link_that_the_receipt_gave(plain_page: Page) -> None:
    visit(plain_page, POST)
    write(plain_page, STEP, "Wren", "wren@example.org")
    send(plain_page)
    plain_page.get_by_role("link", name="The page of your comment").click()
    heading = plain_page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Waiting for a person to read it")
    plain_page.get_by_role("button", name="Remove my comment").click()
    expect(heading).to_contain_text("is removed")
    assert Comment.objects.get().text == ""


def test_reader_without_script_tells_a_moderator(plain_page: Page) -> None:
    comment = make_comment(Status.APPROVED, post=post(), name="Jay", words=STEP)
    visit(plain_page, POST)
    plain_page.get_by_role("link", name="Tell a moderator about the comment").click()
    plain_page.get_by_role("radio", name="This is about me").check()
    plain_page.get_by_role("textbox", name="Anything").fill("He means our street.")
    plain_page.get_by_role("button", name="Send to a moderator").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Thank you")
    plain_page.get_by_role("link", name="Back to the comment").click()
    expect(plain_page).to_have_url(re.compile(f"#comment-{comment.pk}$"))
    assert Report.objects.get().words == "He means our street."


def test_reader_without_script_replies_on_a_page_of_its_own(plain_page: Page) -> None:
    comment = make_comment(Status.APPROVED, post=post(), name="Jay", words=STEP)
    visit(plain_page, POST)
    plain_page.get_by_role("link", name="Reply to Jay").click()
    expect(plain_page.get_by_role("blockquote").first).to_contain_text("ask about")
    write(plain_page, "So did I.", "Wren", "wren@example.org")
    send(plain_page)
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    expect(plain_page.get_by_text("In reply to Jay")).to_be_visible()
    assert comment.replies.get().text == "So did I."


def test_form_moves_under_the_comment_and_back_with_all_words(page: Page) -> None:
    comment = make_comment(Status.APPROVED, post=post(), name="Jay", words=STEP)
    visit(page, POST)
    write(page, "So did I.", "Wren", "wren@example.org")
    words = page.get_by_role("textbox", name="Your comment")
    under = page.locator(f"#comment-{comment.pk} textarea")

    reply = page.get_by_role("link", name="Reply to Jay")
    reply.click()
    expect(under).to_be_focused()
    expect(words).to_have_value("So did I.")
    expect(page.get_by_text("In reply to Jay")).to_be_visible()

    page.get_by_role("button", name="Cancel").click()
    expect(reply).to_be_focused()
    expect(page.locator("#respond textarea")).to_have_value("So did I.")
    expect(page.get_by_text("In reply to Jay")).to_be_hidden()

    reply.click()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert comment.replies.get().text == "So did I."


def test_summary_leads_to_the_reasons(page: Page) -> None:
    report_with_mistakes(page)
    page.locator('.error-summary a[href="#id_reason_0"]').click()
    expect(page.get_by_role("radio").first).to_be_focused()
    expect(page.get_by_role("group", name="What is it about?")).to_be_in_viewport()


def test_mistyped_domain_is_asked_about_once(plain_page: Page) -> None:
    visit(plain_page, POST)
    write(plain_page, STEP, "Wren", "wren@gmial.com")
    send(plain_page)
    expect(plain_page.get_by_role("alert")).to_contain_text("Did you mean")
    send(plain_page)
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def test_preview_while_typing_is_shown_only_where_it_was_asked_for(page: Page) -> None:
    asked: list[str | None] = []
    page.on("request", lambda request: asked.append(request.post_data))
    visit(page, POST)
    write(page, "Not *yet*.", "Wren", "wren@example.org")
    shown = page.get_by_role("region", name="How it will look").locator("em")
    expect(shown).to_be_hidden()
    page.get_by_text("See how it will look").click()
    expect(shown).to_have_text("yet")
    page.get_by_role("textbox", name="Your comment").fill("Now *and* then.")
    expect(shown).to_have_text("and")
    page.route("**/comments/preview/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_role("textbox", name="Your comment").fill("Out of *reach*.")
    page.wait_for_timeout(100)
    expect(shown).to_have_text("and")
    # The words alone are sent, and nothing before it was opened.
    sent = [words for words in asked if words]
    assert sent[0] == "comment=Not+*yet*." and len(sent) == 3


def test_enter_in_a_field_sends_and_does_not_preview(plain_page: Page) -> None:
    visit(plain_page, POST)
    write(plain_page, STEP, "Wren", "wren@example.org")
    plain_page.get_by_role("textbox", name="Email").press("Enter")
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def test_double_click_stores_one_comment(page: Page) -> None:
    visit(page, POST)
    write(page, STEP, "Wren", "wren@example.org")
    page.get_by_role("button", name="Send my comment").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert Comment.objects.count() == 1


def test_sending_again_when_no_answer_came_stores_one_comment(page: Page) -> None:
    lost: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch(max_redirects=0).status)
            route.fulfill(status=204)  # Where a browser stays on the page.

    page.route("**/comments/", lose_the_first_answer)
    visit(page, POST)
    write(page, STEP, "Wren", "wren@example.org")
    send(page)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert lost == [303]
    assert Comment.objects.count() == 1


def test_words_are_still_there_after_going_back(page: Page) -> None:
    visit(page, POST)
    write(page, STEP, "Wren", "nowhere")
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox", name="Your comment")).to_have_value(STEP)


def test_permalink_ends_at_the_comment(page: Page) -> None:
    comment = make_comment(Status.APPROVED, post=post())
    page.goto(comment.get_absolute_url())
    expect(page).to_have_url(re.compile(f"{POST}#comment-{comment.pk}$"))
    expect(page.locator(f"#comment-{comment.pk}")).to_be_in_viewport()


def test_summary_takes_focus(page: Page) -> None:
    mistakes(page)
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Error:")


@pytest.mark.parametrize("field", ["comment", "name", "email"])
def test_summary_leads_to_each_field(page: Page, field: str) -> None:
    mistakes(page)
    page.locator(f'.error-summary a[href="#id_{field}"]').click()
    expect(page.locator(f"#id_{field}")).to_be_focused()
    expect(page.locator(f"#id_{field}")).to_be_in_viewport()


@pytest.mark.parametrize("field", ["comment", "name", "email"])
def test_each_mistake_is_said_with_its_field(page: Page, field: str) -> None:
    mistakes(page)
    box = page.locator(f"#id_{field}")
    expect(box).to_have_attribute("aria-invalid", "true")
    described_by = (box.get_attribute("aria-describedby") or "").split()
    assert f"id_{field}_error" in described_by
    for name in described_by:
        expect(page.locator(f"#{name}")).to_have_count(1)
        expect(page.locator(f"#{name}")).to_be_visible()


@pytest.mark.parametrize("field", ["name", "email"])
def test_hint_is_said_with_its_field(page: Page, field: str) -> None:
    visit(page, POST)
    described_by = page.locator(f"#id_{field}").get_attribute("aria-describedby")
    expect(page.locator(f"#{described_by}")).to_be_visible()
