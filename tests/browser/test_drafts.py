"""Writing at the desk, by keyboard alone: words that save themselves, two who write the
same, and what was there before."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from guide.models import Page as PlainPage
from guide.models import Post, TextRevision, UnsavedText
from tests.browser.conftest import OpenPage, SignIn
from tests.browser.places import visit
from tests.browser.test_axe import violations
from tests.make import make_moderator, make_page

KEPT = "What you typed is kept"


@pytest.fixture
def author() -> User:
    return make_moderator(username="amanda", password="quiet-kettle")


@pytest.fixture
def desk(open_page: OpenPage, sign_in: SignIn, author: User) -> Page:
    """A phone whose clock the test keeps."""
    page = sign_in(open_page(width=360), author)
    page.clock.install()
    return page


@pytest.fixture
def other(open_page: OpenPage, site: str) -> Page:
    """Somebody else’s, without script; signing in as them must sign nobody out."""
    client, page = Client(), open_page(java_script_enabled=False)
    client.force_login(make_moderator(first_name="Kevin"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": session, "url": f"{site}/admin/"}]
    )
    return page


def form_of(text: Post | PlainPage) -> str:
    return f"/admin/guide/{text._meta.model_name}/{text.pk}/change/"


def write(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def press(page: Page, name: str, key: str = "Enter", role: str = "button") -> None:
    """Come to it by keyboard, and press ``key`` there."""
    page.get_by_role(role, name=name).first.focus()  # type: ignore[arg-type]
    page.keyboard.press(key)


def wait_20_seconds(page: Page) -> None:
    page.wait_for_load_state("load")
    page.clock.run_for(20_500)


def test_words_save_themselves_and_are_taken_over(desk: Page, axe: Axe) -> None:
    post = Post.objects.get(slug="welcome")
    topics = list(post.topics.all())
    visit(desk, form_of(post))
    wait_20_seconds(desk)
    assert not UnsavedText.objects.exists()  # since nothing has changed
    write(desk, "Text:", " And one line more.")
    wait_20_seconds(desk)
    expect(desk.locator("#saving-kept")).to_contain_text(KEPT)
    assert "One line more" not in Post.objects.get(pk=post.pk).body
    visit(desk, form_of(post))
    press(desk, "look at the difference", role="link")
    expect(desk.locator("ins", has_text="one line more")).to_be_visible()
    assert list(violations(axe, desk, within="#content")) == []
    press(desk, "Take them over", role="link")
    expect(desk.get_by_text("These are your unsaved words")).to_be_visible()
    assert list(violations(axe, desk, within="#saving")) == []
    with desk.expect_navigation():
        press(desk, "Save")
    post.refresh_from_db()
    assert post.body.endswith("And one line more.")
    assert list(post.topics.all()) == topics
    visit(desk, form_of(post))
    expect(desk.get_by_text("You have unsaved words")).to_have_count(0)


def test_words_that_cannot_be_kept_stay_and_it_is_said(desk: Page) -> None:
    page = make_page(body="Words.")
    visit(desk, form_of(page))
    desk.route("**/unsaved/", lambda route: route.abort())
    write(desk, "Text:", " More.")
    wait_20_seconds(desk)
    expect(desk.get_by_role("status")).to_contain_text("the site doesn’t answer")
    expect(desk.get_by_role("status")).to_be_in_viewport()
    desk.unroute("**/unsaved/")
    desk.context.clear_cookies(name="sessionid")
    wait_20_seconds(desk)
    expect(desk.get_by_role("status")).to_contain_text("You were signed out")
    with desk.expect_navigation():
        press(desk, "Save")
    desk.get_by_label("Username").fill("amanda")
    desk.get_by_label("Password").fill("quiet-kettle")
    with desk.expect_navigation():
        press(desk, "Log in")
    with desk.expect_navigation():
        press(desk, "Send it now")
    page.refresh_from_db()
    assert page.body == "Words. More."


def test_two_editors_and_what_was_there_before(
    desk: Page, other: Page, axe: Axe
) -> None:
    page = make_page(title="A page", body="Old words.")
    for each in (desk, other):
        visit(each, form_of(page))
    write(other, "Text:", " Theirs.")
    with other.expect_navigation():
        press(other, "Save")
    write(desk, "Text:", " Mine.")
    with desk.expect_navigation():
        press(desk, "Save")
    expect(desk.get_by_role("region")).to_contain_text("Kevin has saved this meanwhile")
    expect(desk.get_by_label("Text:", exact=True)).to_have_value("Old words. Mine.")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    assert list(violations(axe, desk, within="#saving")) == []
    desk.get_by_label("Save mine over it").focus()
    desk.keyboard.press("Space")
    with desk.expect_navigation():
        press(desk, "Save")
    page.refresh_from_db()
    assert page.body == "Old words. Mine."
    visit(desk, f"/admin/guide/page/{page.pk}/history/")
    assert list(violations(axe, desk, within="#content")) == []
    desk.get_by_role("link", name="a.m.").or_(
        desk.get_by_role("link", name="p.m.")
    ).nth(1).focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.locator("ins", has_text="Theirs").first).to_be_visible()
    assert list(violations(axe, desk, within="#content")) == []
    with desk.expect_navigation():
        press(desk, "Bring back what is ticked")
    page.refresh_from_db()
    assert page.body == "Old words. Theirs."
    assert TextRevision.objects.of(page).count() == 4
