"""The queue by keyboard, on a phone, and with script off."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, Route, expect

from comments import moderation
from comments.models import Comment, Decision, DeclineReason, Revision, Status
from tests.browser.conftest import OpenPage, SignIn
from tests.browser.places import STEP, post, visit
from tests.browser.test_axe import violations
from tests.make import make_change, make_comment, make_moderator

QUEUE = "/admin/comments/comment/queue/"


def make_many(count: int) -> list[Comment]:
    return [make_comment(post=post(), name=f"Wren {n}") for n in range(count)]


def card(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#card-{comment.pk}")


def status_line(page: Page) -> Locator:
    return page.get_by_role("status")


def approved() -> int:
    return Comment.objects.approved().count()


def test_two_hundred_decisions_by_keyboard(desk: Page) -> None:
    comments = make_many(200)
    mistakes: list[str] = []
    desk.on("pageerror", lambda error: mistakes.append(str(error)))
    desk.on("console", lambda line: mistakes.append(line.text))
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    for number, comment in enumerate(comments):
        expect(card(desk, comment)).to_be_focused()
        desk.keyboard.press("adsc"[number % 4])
    last = f"Raised as a concern: Comment {comments[-1].pk}."
    expect(status_line(desk)).to_have_text(last)
    expect(desk.locator("#queue-count")).to_have_text("50")
    expect(desk.locator(".card-concern")).to_have_count(50)
    expect(desk.locator("#queue-empty")).to_be_hidden()
    assert not mistakes
    decided = Decision.objects.order_by("pk").values_list("comment_id", flat=True)
    assert list(decided) == [comment.pk for comment in comments]
    for status in (Status.APPROVED, Status.DECLINED, Status.SPAM, Status.CONCERN):
        assert Comment.objects.filter(status=status).count() == 50


def test_card_leaves_at_once_and_the_next_has_focus(desk: Page) -> None:
    first, second, _third = make_many(3)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(card(desk, first)).to_be_hidden()
    expect(card(desk, second)).to_be_focused()
    expect(status_line(desk)).to_have_text(f"Approved: Comment {first.pk}.")


def test_concern_that_was_raised_is_there_to_be_answered(desk: Page) -> None:
    [comment] = make_many(1)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("c")
    expect(card(desk, comment)).to_be_focused()
    expect(card(desk, comment)).to_contain_text("somebody may be at risk")
    expect(desk.locator("#queue-empty")).to_be_hidden()


@pytest.mark.parametrize("reader_at", ["top", "bottom"])
def test_concern_that_comes_back_pushes_nothing_away(
    desk: Page, reader_at: str
) -> None:
    first, *_, last = make_many(9)
    held: list[Route] = []
    desk.route("**/queue/order/", lambda route: held.append(route))
    visit(desk, QUEUE)
    decided, seen = (first, "j") if reader_at == "top" else (last, "jjjjjjjjj")
    for key in seen:
        desk.keyboard.press(key)
    with desk.expect_request("**/queue/order/"):
        desk.keyboard.press("c")
    focused = "document.activeElement.getBoundingClientRect().top"
    before = desk.evaluate(focused)
    held[0].continue_()
    expect(card(desk, decided)).to_contain_text("somebody may be at risk")
    assert desk.evaluate(focused) == pytest.approx(before, abs=1)


def test_key_decides_on_no_card_that_is_far_from_the_focus(desk: Page) -> None:
    [comment] = make_many(1)
    visit(desk, "/admin/")
    desk.get_by_role("link", name="Put the chapters in order").focus()
    desk.keyboard.press("d")
    expect(card(desk, comment)).to_be_focused()
    expect(status_line(desk)).to_be_empty()
    desk.keyboard.press("d")
    expect(status_line(desk)).to_have_text(
        f"Declined, with a word: Comment {comment.pk}."
    )


def test_last_card_says_that_nothing_waits(desk: Page) -> None:
    make_many(1)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(desk.locator("#queue-empty")).to_be_focused()
    expect(desk.locator("#queue-rest")).to_be_hidden()


def test_last_card_says_that_more_came_meanwhile(desk: Page) -> None:
    make_many(1)
    visit(desk, QUEUE)
    [later] = make_many(1)
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(desk.locator("#queue-rest")).to_be_focused()
    expect(desk.locator("#queue-empty")).to_be_hidden()
    desk.get_by_role("link", name="Show what waits").click()
    expect(card(desk, later)).to_be_visible()


def test_nothing_is_said_of_what_waits_before_the_answer(desk: Page) -> None:
    make_many(1)
    desk.route("**/queue/order/", lambda route: None)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(desk.locator(".card")).to_be_hidden()
    expect(
        desk.locator("#queue-empty, #queue-rest").locator("visible=true")
    ).to_have_count(0)


def test_undo_by_key_brings_the_card_back(desk: Page) -> None:
    first, _second = make_many(2)
    visit(desk, QUEUE)
    for key in "jsu":
        desk.keyboard.press(key)
    expect(card(desk, first)).to_be_focused()
    expect(status_line(desk)).to_contain_text("Undone")
    first.refresh_from_db()
    assert first.status == Status.PENDING


def test_keys_move_and_open_and_tick(desk: Page) -> None:
    long = make_comment(post=post(), words="word " * 400)
    [other] = make_many(1)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    expect(card(desk, other)).to_be_focused()
    desk.keyboard.press("k")
    desk.keyboard.press("o")
    expect(card(desk, long).locator(".card-text")).to_be_visible()
    desk.keyboard.press("x")
    expect(card(desk, long).get_by_role("checkbox")).to_be_checked()


def test_word_to_the_writer_by_keyboard(desk: Page) -> None:
    [comment] = make_many(1)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("w")
    desk.keyboard.press("Tab")
    desk.keyboard.type("a kind word, as typed")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(status_line(desk)).to_contain_text("Declined")
    assert comment.decisions.get().why == "a kind word, as typed"


def test_chosen_reason_is_there_to_be_changed(desk: Page) -> None:
    [comment] = make_many(1)
    DeclineReason.objects.create(label="Another", words="Kind words.", position=99)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("w")
    card(desk, comment).get_by_label("Reason").select_option("Another")
    own = card(desk, comment).get_by_label("In your own words")
    expect(own).to_have_value("Kind words.")


def test_second_moderator_gets_the_card_back_and_is_told(desk: Page) -> None:
    [comment] = make_many(1)
    visit(desk, QUEUE)
    moderation.approve(
        Comment.objects.get(pk=comment.pk), make_moderator(username="other")
    )
    desk.keyboard.press("j")
    desk.keyboard.press("s")
    expect(status_line(desk)).to_contain_text("is already “Approved” (other)")
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


def test_lost_connection_loses_no_card(desk: Page) -> None:
    [comment] = make_many(1)
    desk.route("**/queue/order/", lambda route: route.abort())
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(status_line(desk)).to_contain_text("could not be sent")
    expect(card(desk, comment)).to_be_visible()
    assert approved() == 0


def test_ended_session_loses_no_decision(desk: Page) -> None:
    [comment] = make_many(1)
    visit(desk, QUEUE)
    desk.context.clear_cookies(name="sessionid")
    desk.keyboard.press("j")
    with desk.expect_navigation():
        desk.keyboard.press("s")
    desk.get_by_label("Username").fill("mo")
    desk.get_by_label("Password").fill("quiet-kettle")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Log in").click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Send it now").click()
    comment.refresh_from_db()
    assert comment.status == Status.SPAM


def test_undo_after_the_session_ended_is_one_key_away(desk: Page) -> None:
    [comment] = make_many(1)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("s")
    expect(status_line(desk)).to_contain_text("Marked as spam")
    desk.context.clear_cookies(name="sessionid")
    with desk.expect_navigation():
        desk.keyboard.press("u")
    desk.get_by_label("Username").fill("mo")
    desk.get_by_label("Password").fill("quiet-kettle")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Log in").click()
    assert Comment.objects.get(pk=comment.pk).status == Status.SPAM
    expect(desk.get_by_text("Nothing was undone: press u now")).to_be_visible()
    desk.keyboard.press("u")
    expect(card(desk, comment)).to_be_focused()
    expect(desk.get_by_text("Nothing was undone")).to_have_count(0)


def test_card_that_comes_back_takes_no_key(desk: Page) -> None:
    first, second = make_many(2)
    desk.route("**/queue/order/", lambda route: route.abort())
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    desk.locator(f"#card-{first.pk}").wait_for()
    assert desk.evaluate("document.activeElement.id") == f"card-{second.pk}"


def test_ended_session_decides_on_nothing_but_what_was_meant(desk: Page) -> None:
    comments = make_many(3)
    visit(desk, QUEUE)
    desk.context.clear_cookies(name="sessionid")
    with desk.expect_navigation():
        desk.keyboard.press("j")
        desk.keyboard.press("a")
        desk.keyboard.press("d")
        desk.keyboard.press("s")
    desk.get_by_label("Username").fill("mo")
    desk.get_by_label("Password").fill("quiet-kettle")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Log in").click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Send it now").click()
    statuses = [Comment.objects.get(pk=each.pk).status for each in comments]
    assert statuses == [Status.APPROVED, Status.PENDING, Status.PENDING]


def test_concern_is_not_approved_by_one_key(desk: Page) -> None:
    make_comment(Status.CONCERN, post=post())
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    with desk.expect_navigation():
        desk.keyboard.press("a")
    expect(desk.get_by_role("heading", name="Approve a concern?")).to_be_visible()
    assert approved() == 0


def test_enter_on_a_box_decides_nothing(desk: Page) -> None:
    [comment] = make_many(1)
    visit(desk, QUEUE)
    card(desk, comment).get_by_role("checkbox").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_timeout(300)
    assert approved() == 0
    expect(card(desk, comment)).to_be_visible()


@pytest.mark.parametrize("key", ["a", "d"])
def test_switched_off_keys_do_nothing(desk: Page, key: str) -> None:
    [comment] = make_many(1)
    visit(desk, QUEUE)
    desk.get_by_text("Keys", exact=True).click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Switch the keys off").click()
    desk.keyboard.press("j")
    desk.keyboard.press(key)
    desk.wait_for_timeout(300)
    expect(card(desk, comment)).to_be_visible()
    assert not Decision.objects.exists()


def test_keys_are_letters_while_somebody_types(desk: Page) -> None:
    [comment] = make_many(1)
    visit(desk, QUEUE)
    desk.keyboard.press("j")
    desk.keyboard.press("w")
    own = card(desk, comment).get_by_label("In your own words")
    own.focus()
    desk.keyboard.type("asdu?")
    expect(own).to_have_value("asdu?")
    assert not Decision.objects.exists()


@pytest.fixture
def moderator() -> User:
    return make_moderator(username="mo", password="quiet-kettle")


def test_phone_decides_by_tap_and_nothing_sticks_out(
    open_page: OpenPage, sign_in: SignIn, moderator: User
) -> None:
    page = sign_in(open_page(width=360, has_touch=True), moderator)
    first, _second = make_many(2)
    visit(page, QUEUE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    card(page, first).get_by_role("button", name="Approve").tap()
    expect(status_line(page)).to_contain_text("Approved")
    assert approved() == 1


def test_without_script_one_and_many_are_decided_and_undone(
    open_page: OpenPage, sign_in: SignIn, moderator: User
) -> None:
    page = sign_in(open_page(java_script_enabled=False), moderator)
    first, *others = make_many(3)
    visit(page, QUEUE)
    card(page, first).get_by_role("button", name="Approve").click()
    for comment in others:
        card(page, comment).get_by_role("checkbox").check()
    page.get_by_role("group", name="All that are ticked").get_by_role(
        "button", name="Spam"
    ).click()
    assert (approved(), Comment.objects.filter(status=Status.SPAM).count()) == (1, 2)
    page.get_by_text("Your last decisions").click()
    page.get_by_role("button", name=f"Undo Comment {first.pk}").click()
    expect(card(page, first)).to_be_visible()


PLACES = {
    "empty": [],
    "full": [Status.PENDING] * 3,
    "concern": [Status.CONCERN, Status.PENDING],
}


@pytest.mark.parametrize("place", PLACES)
def test_moderator_meets_no_barrier(desk: Page, axe: Axe, place: str) -> None:
    for status in PLACES[place]:
        make_comment(status, post=post(), words=f"{STEP} {Comment.objects.count()}")
    visit(desk, QUEUE)
    for details in desk.locator("#queue details").all():
        details.evaluate("element => element.open = true")
    assert list(violations(axe, desk, within="#content")) == []


def test_change_is_approved_by_key_and_meets_no_barrier(desk: Page, axe: Axe) -> None:
    comment, other = (make_comment(Status.APPROVED, post=post()) for _ in range(2))
    make_change(comment, name="Jay", words="Now *quite* other words.")
    make_change(other)
    visit(desk, QUEUE)
    desk.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    assert list(violations(axe, desk, within="#content")) == []
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(card(desk, other)).to_be_focused()
    expect(status_line(desk)).to_contain_text("On the page with its new words")
    comment.refresh_from_db()
    assert comment.text == "Now *quite* other words."
    desk.keyboard.press("w")
    desk.keyboard.type("It names a town.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(status_line(desk)).to_contain_text("Left as it was on the page")
    assert other.decisions.get().why == "It names a town."


def test_page_of_a_change_meets_no_barrier(desk: Page, axe: Axe) -> None:
    change = make_change(make_comment(Status.APPROVED, post=post()), name="Jay")
    Revision.objects.update(is_concern=True)
    visit(desk, f"/admin/comments/comment/{change.comment_id}/revision/")
    assert list(violations(axe, desk, within="#content")) == []
