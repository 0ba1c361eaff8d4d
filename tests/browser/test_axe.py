"""axe finds nothing: light and dark, on the narrowest phone and on a big screen."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from comments.models import Comment
from tests.browser.places import PLACES, visit
from tests.make import make_comment, make_mail

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}

# The admin's colours fade over into each other.
SETTLED = "Promise.all(document.getAnimations().map(each => each.finished))"


def violations(axe: Axe, page: Page, within: str = "html") -> Iterable[str]:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLED)
            found = axe.run(page, context=within, options=OPTIONS)
            for violation in found.response["violations"]:
                where = [node["target"] for node in violation["nodes"]]
                yield f"{width} px, {scheme}: {violation['help']}: {where}"


@pytest.mark.parametrize("place", PLACES)
def test_reader_meets_no_barrier(page: Page, axe: Axe, place: str) -> None:
    PLACES[place](page)
    assert list(violations(axe, page)) == []


# In the admin what Django itself lacks is left aside: under 24 px high filters, links
# among the breadcrumbs that only their colour tells apart.
COMMENT = "/admin/comments/comment/"


@pytest.fixture
def waiting(desk: Page) -> Comment:
    return make_comment(words="A small step that waits.")


def test_front_page_of_the_admin(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, "/admin/")
    assert list(violations(axe, desk)) == []


def test_front_page_that_tells_of_mail(desk: Page, axe: Axe) -> None:
    late = timezone.now() - timedelta(hours=2)
    make_mail(at=late, error="451")
    make_mail(at=late, error="550", state="given-up", slot=None)
    visit(desk, "/admin/")
    assert desk.get_by_text("1 mail was given up (550)").is_visible()
    assert list(violations(axe, desk)) == []


def test_page_about_mail(desk: Page, axe: Axe) -> None:
    visit(desk, "/admin/mail-to-me/")
    assert list(violations(axe, desk, within="#content")) == []


def test_list_of_comments(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, COMMENT)
    assert list(violations(axe, desk, within="#changelist-form")) == []


def test_page_of_a_comment(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/change/")
    assert list(violations(axe, desk)) == []


def test_address_of_a_comment(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/change/")
    desk.get_by_role("button", name="Show the address").click()
    desk.wait_for_url("**/address/")
    assert list(violations(axe, desk, within="#content")) == []


def test_page_before_erasing(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/delete/")
    assert list(violations(axe, desk)) == []
