"""axe finds nothing in the admin: light and dark, on a phone and on a big screen.

What readers see: ``test_places``.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import FilePayload, Page

from comments import moderation, reset_letters
from comments.models import Comment, Status
from config.people import second_factor
from tests import pictures
from tests.browser import measures
from tests.browser.conftest import SignIn
from tests.browser.places import visit
from tests.make import (
    make_comment,
    make_mail,
    make_moderator,
    make_post,
    make_report,
    make_wish,
)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]

RUN = "async ([within, options]) => (await axe.run(within, options)).violations"
# The admin's colours fade over into each other.
SETTLED = "document.getAnimations().forEach(each => each.finish())"


def violations(axe: Axe, page: Page, within: str = "html") -> Iterable[str]:
    """Colours take most of the time: they are looked at once for each part painted so.

    Where there is more room letters are at least as big, and big ones may be fainter.
    """
    if not page.evaluate("'axe' in globalThis"):  # other than in ``page_of_all``
        page.evaluate(axe.axe_script)
    known: set[str] = set()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        # Half under the header that stays, a link would count as a small target.
        page.evaluate("scrollTo(0, 0)")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLED)
            painted = measures.painted(page)
            rules = rules_for(scheme, has_new_colours=not painted <= known)
            known |= painted
            for violation in page.evaluate(RUN, [within, rules]) if rules else []:
                where = [node["target"] for node in violation["nodes"]]
                yield f"{width} px, {scheme}: {violation['help']}: {where}"


def rules_for(scheme: str, *, has_new_colours: bool) -> dict[str, Any] | None:
    """In the dark nothing but colours is other than in the light. None: no rules."""
    if scheme == "light":
        only = {"type": "tag", "values": TAGS}
        switched = {rule: {"enabled": has_new_colours} for rule in COLOURS}
        return {"resultTypes": ["violations"], "runOnly": only, "rules": switched}
    if not has_new_colours:
        return None
    only = {"type": "rule", "values": COLOURS}
    return {"resultTypes": ["violations"], "runOnly": only}


# In the admin what Django itself lacks is left aside: under 24 px high filters, links
# among the breadcrumbs that only their colour tells apart.
COMMENT = "/admin/comments/comment/"
EXPORT = Path(__file__).parents[1] / "data" / "wordpress" / "site.xml"


@pytest.fixture
def desk(used_page: Page, sign_in: SignIn) -> Page:
    used_page.set_viewport_size({"width": 1280, "height": 800})
    return sign_in(used_page, make_moderator(username="mo", password="quiet-kettle"))


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
    make_wish(email="jo@example.org", bounced_address="jo@example.org")
    visit(desk, "/admin/")
    assert desk.get_by_text("1 mail was given up (550)").is_visible()
    assert desk.get_by_role("button", name="Write to").is_visible()
    assert list(violations(axe, desk)) == []


def test_page_about_mail(desk: Page, axe: Axe) -> None:
    visit(desk, "/admin/mail-to-me/")
    assert list(violations(axe, desk, within="#content")) == []


def test_page_of_a_new_password(desk: Page, axe: Axe) -> None:
    member = make_moderator(email="jo@example.org", password="quiet-kettle")
    visit(desk, urlsplit(reset_letters.url(member)).path)
    desk.get_by_role("button", name="Use this password").click()
    assert list(violations(axe, desk)) == []


def test_bringing_in_a_site(desk: Page, axe: Axe) -> None:
    visit(desk, "/admin/move-in/")
    assert list(violations(axe, desk, within="#content")) == []
    desk.get_by_label("Export of WordPress").set_input_files(EXPORT)
    desk.get_by_role("button", name="See what would happen").click()
    desk.get_by_text("Nothing has changed yet").wait_for()
    assert list(violations(axe, desk, within="#content")) == []


def test_list_of_comments(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, COMMENT)
    assert list(violations(axe, desk, within="#changelist-form")) == []


def test_page_of_a_comment(desk: Page, axe: Axe, waiting: Comment) -> None:
    moderation.raise_concern(waiting, User.objects.get())
    visit(desk, f"{COMMENT}{waiting.pk}/change/")
    assert list(violations(axe, desk)) == []


def test_asking_twice_about_a_concern(desk: Page, axe: Axe) -> None:
    concern = make_comment(Status.CONCERN)
    visit(desk, f"{COMMENT}{concern.pk}/change/")
    desk.locator("[name=verb][value=approve]").click()
    assert desk.get_by_role("button", name="Yes, show it on the page").is_visible()
    assert list(violations(axe, desk, "#content")) == []


def test_page_of_a_reported_comment(desk: Page, axe: Axe) -> None:
    report = make_report(words="What I saw.")
    visit(desk, f"{COMMENT}{report.comment.pk}/change/")
    assert list(violations(axe, desk)) == []


def test_address_of_a_comment(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/change/")
    desk.get_by_role("button", name="Show the address").click()
    desk.wait_for_url("**/address/")
    assert list(violations(axe, desk, within="#content")) == []


def test_page_before_erasing(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/delete/")
    assert list(violations(axe, desk)) == []


def test_page_of_settings_that_are_tried(desk: Page, axe: Axe) -> None:
    comment = make_comment(words="See https://one.example/ for more.")
    moderation.approve(comment, User.objects.get())
    visit(desk, "/admin/comments/discussionsettings/add/")
    desk.get_by_label("Links:", exact=True).fill("1")
    with desk.expect_popup() as opened:
        desk.get_by_role("button", name="What would this have done?").click()
    opened.value.get_by_role("link", name=str(comment)).wait_for()
    assert list(violations(axe, opened.value, within="#content")) == []


def test_page_of_looks_at_addresses(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/change/")
    desk.get_by_role("button", name="Show the address").click()
    desk.wait_for_url("**/address/")
    visit(desk, "/admin/comments/addresslook/")
    assert list(violations(axe, desk, within="#changelist-form")) == []


def test_form_of_a_rule(desk: Page, axe: Axe) -> None:
    visit(desk, "/admin/comments/rule/add/")
    assert list(violations(axe, desk, within="#rule_form")) == []


@pytest.mark.parametrize("beside", ["reply", "redact", "note"])
def test_page_beside_a_comment(
    desk: Page, axe: Axe, waiting: Comment, beside: str
) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/{beside}/")
    assert list(violations(axe, desk, within="#content")) == []


def test_refused_reply(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/reply/")
    desk.get_by_role("button", name="Approve and reply").click()
    desk.locator(".errorlist").wait_for()
    assert list(violations(axe, desk, within="#content")) == []


def test_difference_of_a_redaction(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/redact/")
    desk.get_by_label("The comment").fill("A step that waits.")
    desk.get_by_role("button", name="See the difference").click()
    desk.locator("del").wait_for()
    assert list(violations(axe, desk, within="#content")) == []


def test_picture_from_its_upload_to_a_post(desk: Page, axe: Axe) -> None:
    def save(name: str, content: bytes) -> None:
        file = FilePayload(name=name, mimeType="image/png", buffer=content)
        desk.get_by_label("Picture").set_input_files(file)
        with desk.expect_navigation():
            desk.locator("[name=_save]").click()

    visit(desk, "/admin/guide/image/add/")
    desk.get_by_label("Alternative text").fill("A lantern")
    save("drawing.png", b"<svg/>")
    assert desk.locator(".errorlist").is_visible()
    assert list(violations(axe, desk, within="#content")) == []
    save("photograph.png", pictures.made("PNG"))
    assert list(violations(axe, desk, within="#content")) == []
    line = desk.get_by_label("line for a text").input_value()
    make_post(slug="pictures", body=f'{line[:-1]} "At dusk")')
    visit(desk, "/admin/guide/image/")
    assert list(violations(axe, desk, within="#result_list")) == []
    visit(desk, "/posts/pictures/")
    assert desk.get_by_role("figure", name="At dusk").is_visible()


# The pages of people who sign in. What stands around them is Django's.
OWN_SECOND_FACTOR = "/admin/second-factor/"
WITHIN = "#content"


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def give_first_code(desk: Page) -> None:
    device = TOTPDevice.objects.get()
    desk.get_by_label("Code").fill(f"{totp(device.bin_key):06d}")
    press(desk, "Turn it on")


def test_setting_up_a_second_factor(desk: Page, axe: Axe) -> None:
    visit(desk, OWN_SECOND_FACTOR)
    assert list(violations(axe, desk, WITHIN)) == []
    press(desk, "Set it up")
    assert list(violations(axe, desk, WITHIN)) == []
    give_first_code(desk)
    assert list(violations(axe, desk, WITHIN)) == []
    visit(desk, OWN_SECOND_FACTOR)
    assert list(violations(axe, desk, WITHIN)) == []


def test_asking_for_the_code(desk: Page, axe: Axe) -> None:
    second_factor.begin(User.objects.get())
    TOTPDevice.objects.update(confirmed=True)
    desk.goto("/admin/")
    desk.get_by_label("Code").fill("000000")
    press(desk, "Go on")
    assert "Error" in desk.title()
    assert list(violations(axe, desk)) == []


def test_inviting_somebody_and_joining(desk: Page, page: Page, axe: Axe) -> None:
    visit(desk, "/admin/people/invitation/add/")
    desk.get_by_label("For whom").fill("Jay")
    desk.get_by_label("Moderators").check()
    assert list(violations(axe, desk, WITHIN)) == []
    with desk.expect_navigation():
        desk.locator("[name=_save]").click()
    assert list(violations(axe, desk, WITHIN)) == []
    link = desk.locator(".link-once").inner_text()
    path = link[link.index("/admin/") :]
    visit(page, path)
    page.get_by_label("Username").fill("mo")
    page.locator("#id_password1").fill("one")
    page.locator("#id_password2").fill("two")
    press(page, "Join")
    assert list(violations(axe, page)) == []
    visit(page, path[:-3] + "/", 404)
    assert list(violations(axe, page)) == []


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/reset/"])
def test_pages_of_signing_in(page: Page, axe: Axe, address: str) -> None:
    visit(page, address)
    assert list(violations(axe, page, WITHIN)) == []


def test_words_that_were_kept(desk: Page, axe: Axe, waiting: Comment) -> None:
    visit(desk, f"{COMMENT}{waiting.pk}/change/")
    Session.objects.all().delete()
    press(desk, "Approve")
    assert list(violations(axe, desk)) == []
    desk.get_by_label("Username").fill("mo")
    desk.get_by_label("Password").fill("quiet-kettle")
    press(desk, "Log in")
    assert list(violations(axe, desk, WITHIN)) == []
    press(desk, "Send it now")
    waiting.refresh_from_db()
    assert waiting.status == "approved"


@pytest.mark.parametrize("part", [".filter-select", ".find-address", "[role=search]"])
def test_what_narrows_the_list(
    desk: Page, axe: Axe, waiting: Comment, part: str
) -> None:
    visit(desk, COMMENT)
    assert list(violations(axe, desk, within=part)) == []


@pytest.mark.parametrize("page", ["", "{}/"])
def test_pages_of_an_address(desk: Page, axe: Axe, waiting: Comment, page: str) -> None:
    path = page.format(waiting.correspondent_id)
    visit(desk, f"/admin/comments/correspondent/{path}")
    assert list(violations(axe, desk, within="#content")) == []
