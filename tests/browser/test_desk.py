"""The author's desk by keyboard alone and by pointer, and what axe says of it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from guide.models import Guide, Post, Question
from tests.browser import measures
from tests.browser.conftest import OpenPage, SignIn
from tests.browser.places import post, visit
from tests.browser.test_axe import violations
from tests.make import make_comment, make_moderator, make_post, make_topic

WITHIN = "#content"


@pytest.fixture
def desk(used_page: Page, sign_in: SignIn) -> Page:
    used_page.set_viewport_size({"width": 360, "height": 800})
    return sign_in(used_page, make_moderator(username="mo"))


def titles() -> list[str]:
    chapters = Post.objects.exclude(guide=None).in_order()
    return list(chapters.values_list("title", flat=True)[:3])


def open_chapters(desk: Page) -> None:
    visit(desk, "/admin/")
    desk.get_by_role("link", name="Put the chapters in order").click()
    desk.get_by_role("heading", name="Chapters").wait_for()


def test_chapters_are_put_in_order_by_keyboard_alone(desk: Page) -> None:
    open_chapters(desk)
    desk.get_by_role("button", name="Down: “Welcome”").focus()
    for place in (2, 3):
        with desk.expect_navigation():
            desk.keyboard.press("Enter")
        ready = desk.locator(":focus")
        name = re.compile(f"Down: “Welcome”, now {place} of 7")
        expect(ready).to_have_accessible_name(name)
    assert titles() == ["The pause", "The gentle detective", "Welcome"]
    desk.keyboard.press("Shift+Tab")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert titles() == ["The pause", "Welcome", "The gentle detective"]
    desk.get_by_label("Place of “Welcome”").focus()
    desk.keyboard.press("ControlOrMeta+A")
    desk.keyboard.type("1")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert titles()[0] == "Welcome"


def drag(desk: Page, row: str, to: str) -> None:
    start = desk.locator(f"{row} .order-handle").bounding_box()
    end = desk.locator(to).bounding_box()
    assert start and end
    desk.mouse.move(start["x"] + 10, start["y"] + 10)
    desk.mouse.down()
    desk.mouse.move(start["x"] + 10, end["y"] + end["height"] - 2, steps=6)
    desk.mouse.up()


def test_chapter_is_dragged_to_its_place(desk: Page) -> None:
    open_chapters(desk)
    with desk.expect_navigation():
        drag(desk, ".order-row:nth-child(1)", ".order-row:nth-child(2)")
    assert titles() == ["The pause", "Welcome", "The gentle detective"]


def test_questions_are_added_and_ordered_by_keyboard(desk: Page) -> None:
    post = Post.objects.get(slug="questions-and-answers")
    before = list(post.questions.values_list("question", flat=True))
    visit(desk, f"/admin/guide/post/{post.pk}/change/")
    desk.get_by_role("button", name="Add another Question").press("Enter")
    desk.keyboard.type("And then?")
    new = desk.locator(f"#questions-{len(before)}")
    assert new.locator("[name$=-slug]").input_value() == "and-then"
    new.locator("textarea").fill("Then we shall see.")
    for _step in before:
        new.get_by_role("button", name="Up").press("Enter")
    with desk.expect_navigation():
        desk.locator("[name=_save]").press("Enter")
    found = Question.objects.filter(post=post).values_list("question", flat=True)
    assert list(found) == ["And then?", *before]


def test_topics_are_searched_ticked_and_added(desk: Page, axe: Axe) -> None:
    for name in ("Café", *"abcdefgh"):
        make_topic(name=name)
    post = make_post()
    visit(desk, f"/admin/guide/post/{post.pk}/change/")
    boxes = desk.get_by_role("group", name="Topics")
    boxes.get_by_label("Find a topic").fill("cafe")
    expect(boxes.get_by_role("checkbox")).to_have_count(1)
    boxes.get_by_label("Café").press("Space")
    with desk.expect_popup() as opened:
        desk.locator("#add_id_topics").press("Enter")
    opened.value.get_by_label("Name:").fill("Kettles")
    opened.value.get_by_label("Slug:").fill("kettles")
    opened.value.get_by_label("Slug:").press("Enter")
    expect(boxes.get_by_label("Kettles")).to_be_checked()
    assert list(violations(axe, desk, ".field-topics")) == []
    assert desk.evaluate("document.body.scrollWidth <= innerWidth")
    with desk.expect_navigation():
        desk.locator("[name=_save]").press("Enter")
    assert {topic.name for topic in post.topics.all()} == {"Café", "Kettles"}


def test_axe_finds_nothing_at_the_desk(desk: Page, axe: Axe) -> None:
    make_post(title="A draft", published_at=None)
    for name in ("rest", "peace"):
        make_topic(name=name)
    open_chapters(desk)
    assert list(violations(axe, desk, WITHIN)) == []
    visit(desk, "/admin/")
    assert list(violations(axe, desk, WITHIN)) == []
    visit(desk, "/admin/guide/topic/")
    for name in ("rest", "peace"):
        desk.get_by_role("checkbox", name=f"action - {name}").check()
    desk.locator("select[name=action]").select_option("merge")
    desk.get_by_role("button", name="Go").click()
    desk.get_by_role("heading", name="Merge topics").wait_for()
    assert list(violations(axe, desk, WITHIN)) == []
    visit(desk, "/admin/guide/helpline/?q=2")
    assert list(violations(axe, desk, "#result_list")) == []
    post = Post.objects.get(slug="questions-and-answers")
    visit(desk, f"/admin/guide/post/{post.pk}/change/")
    assert list(violations(axe, desk, ".ordered-rows")) == []


def test_no_field_is_small_beneath_a_finger(
    open_page: OpenPage, sign_in: SignIn
) -> None:
    page = sign_in(open_page(has_touch=True, is_mobile=True), make_moderator())
    comment, guide = make_comment(post=post()), Guide.objects.get()
    comments = "comments/comment"
    small = []
    for address in (
        "login/",
        "",
        f"{comments}/",
        f"{comments}/queue/",
        f"{comments}/{comment.pk}/change/",
        f"{comments}/{comment.pk}/redact/",
        f"{comments}/{comment.pk}/reply/",
        "comments/rule/add/",
        "guide/post/",
        f"guide/post/{post().pk}/change/",
        f"guide/guide/{guide.pk}/chapters/",
    ):
        visit(page, f"/admin/{address}")
        small += [f"{address}: {each}" for each in measures.small_fields(page)]
    assert small == []
