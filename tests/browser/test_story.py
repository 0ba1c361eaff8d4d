"""Two readers and a moderator, from the first comment to the last one removed.

Wren's browser has no script and Jay's has; the moderator decides by keyboard.
"""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from comments.models import CheckIn, Comment
from tests.browser.conftest import OpenPage
from tests.browser.places import POST, send, visit, write
from tests.mailing import go_out, paths_in

QUEUE = "/admin/comments/comment/queue/"
STEP = "I will ask about his day, and then be quiet."
CHANGED = "I will ask about his day, and then listen."
HOUR = timedelta(hours=1)


def mail_to_writer(after: timedelta) -> str:
    """Where the first link of the only mail leads that goes out ``after`` now."""
    [message] = go_out(timezone.now() + after)
    return paths_in(message)[0]


def approve_next(desk: Page) -> None:
    """What waits first, by one key."""
    waiting = desk.locator("#queue-count")
    visit(desk, QUEUE)
    expect(waiting).to_have_text("1")
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(desk.locator("#queue-empty")).to_be_visible()
    expect(desk.get_by_role("status")).not_to_be_empty()


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def test_conversation_of_two_readers(open_page: OpenPage, desk: Page) -> None:
    wren, jay = open_page(java_script_enabled=False), open_page(width=1280)

    # Wren shares a step and wants to hear of it.
    visit(wren, POST)
    write(wren, STEP, "Wren", "wren@example.org")
    for box in ("This is a small step", "Tell me when", "Ask me, once"):
        wren.get_by_role("checkbox", name=box).check()
    send(wren)
    expect(wren.get_by_role("heading", level=1)).to_contain_text("Thank you")
    wren.get_by_role("link", name="The page of your comment").click()
    own_page = wren.url
    visit(jay, POST)
    expect(jay.get_by_text(STEP)).to_have_count(0)

    # Whoever reads the inbox says that it was they; then somebody reads the comment.
    visit(wren, mail_to_writer(timedelta()))
    press(wren, "Yes, it was me")
    approve_next(desk)
    assert mail_to_writer(HOUR) == "/"
    visit(wren, POST)
    expect(wren.get_by_text(STEP)).to_be_visible()

    # Jay answers beneath it, and Wren is told once that is on the page.
    visit(jay, POST)
    jay.get_by_role("link", name="Reply to Wren").click()
    write(jay, "So did I. It was hard.", "Jay", "jay@example.org")
    send(jay)
    expect(jay.get_by_text("In reply to Wren")).to_be_visible()
    assert go_out(timezone.now() + 3 * HOUR) == []
    approve_next(desk)
    assert mail_to_writer(3 * HOUR) == "/"
    visit(wren, POST)
    expect(wren.get_by_text("So did I. It was hard.")).to_be_visible()

    # Wren finds better words. Until they are read, the old ones stay.
    wren.goto(own_page)
    wren.get_by_role("link", name="Change").first.click()
    wren.get_by_role("textbox", name="Your comment").fill(CHANGED)
    press(wren, "Send")
    visit(jay, POST)
    expect(jay.get_by_text(STEP)).to_be_visible()
    approve_next(desk)
    visit(jay, POST)
    expect(jay.get_by_text(CHANGED)).to_be_visible()

    assert mail_to_writer(6 * HOUR) == "/"

    # A week later.
    CheckIn.objects.update(due_at=timezone.now())
    visit(wren, mail_to_writer(timedelta(days=8)))
    wren.get_by_role("textbox").fill("He told me about the boat.")
    press(wren, "I did it")
    approve_next(desk)
    visit(jay, POST)
    expect(jay.get_by_text("He told me about the boat.")).to_be_visible()

    # And when Wren wants to be gone, the words are; what others said stays.
    wren.goto(own_page)
    press(wren, "Remove my comment")
    visit(jay, POST)
    expect(jay.get_by_text("This comment was removed.")).to_be_visible()
    expect(jay.get_by_text("So did I. It was hard.")).to_be_visible()
    assert not Comment.objects.filter(text__contains="about his day").exists()
