"""The queue while answers are on their way, and where they don't come."""

from playwright.sync_api import Locator, Page, Request, Route, expect

from comments.models import Decision
from tests.browser.places import visit
from tests.browser.test_queue import QUEUE, card, make_many, status_line

ORDER, CARDS = "**/queue/order/", "**/queue/cards/*"


def next_ones(page: Page) -> Locator:
    return page.get_by_role("link", name="The next ones")


def test_decision_at_the_bottom_brings_the_next_ones(desk: Page) -> None:
    *_, last = make_many(11)
    visit(desk, QUEUE)
    for key in "j" * 10 + "a":
        desk.keyboard.press(key)
    expect(card(desk, last)).to_be_focused()
    expect(next_ones(desk)).to_have_count(0)


def test_keys_decide_on_nothing_above_while_the_next_ones_are_awaited(
    desk: Page,
) -> None:
    *_, last = make_many(11)
    held: list[Route] = []
    desk.route(CARDS, lambda route: held.append(route))
    visit(desk, QUEUE)
    with desk.expect_request(CARDS):
        for key in "j" * 10 + "aaa":
            desk.keyboard.press(key)
    expect(next_ones(desk)).to_be_focused()
    held[0].continue_()
    expect(card(desk, last)).to_be_focused()
    assert Decision.objects.count() == 1


def test_card_that_comes_back_leaves_a_field_its_letters(desk: Page) -> None:
    [comment] = make_many(1)
    held: list[Route] = []
    desk.route(ORDER, lambda route: held.append(route))
    visit(desk, QUEUE)
    with desk.expect_request(ORDER):
        for key in "jc":
            desk.keyboard.press(key)
    desk.get_by_text("The word to the writers").click()
    word = desk.locator("#word-many")
    word.press_sequentially("kin")
    held[0].continue_()
    expect(card(desk, comment)).to_contain_text("somebody may be at risk")
    desk.keyboard.type("d")
    expect(word).to_have_value("kind")
    expect(card(desk, comment)).to_be_visible()


def test_next_ones_that_do_not_come_undo_no_sentence(desk: Page) -> None:
    comments = make_many(11)
    desk.route(ORDER, lambda route: None)
    desk.route(ORDER, lambda route: route.continue_(), times=1)
    desk.route(CARDS, lambda route: route.abort())
    visit(desk, QUEUE)
    with desk.expect_event("requestfailed"):
        for key in "jjja":
            desk.keyboard.press(key)
    with desk.expect_request(ORDER):  # It is sent when all about the first is over.
        desk.keyboard.press("a")
    expect(status_line(desk)).to_have_text(f"Approved: Comment {comments[2].pk}.")


def test_undo_after_an_order_takes_no_word_along_when_signed_out(desk: Page) -> None:
    comment, _other = make_many(2)
    visit(desk, QUEUE)
    asked: list[Request] = []
    desk.on("request", lambda request: asked.append(request))
    for key in "jw":
        desk.keyboard.press(key)
    own = card(desk, comment).get_by_label("In your own words")
    own.fill("A kind word.")
    desk.context.clear_cookies(name="sessionid")
    with desk.expect_navigation():
        own.press("Tab")
        desk.keyboard.press("Enter")
        desk.keyboard.press("u")
    desk.get_by_label("Username").fill("mo")
    desk.get_by_label("Password").fill("quiet-kettle")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Log in").click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Send it now").click()
    assert comment.decisions.get().why == "A kind word."
    assert not [each for each in asked if each.url.endswith("/queue/undo/")]
