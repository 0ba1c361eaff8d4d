"""Every page that a reader may meet asks, keeps, hides and cuts off nothing.

One visit, many questions: going to each place three times took over a minute.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from tests.browser import measures
from tests.browser.mail_places import MAIL_PLACES
from tests.browser.places import PLACES
from tests.browser.test_axe import violations

STORED = """async () => [
    document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(each => each.name),
    ...(await caches.keys()), ...(await navigator.serviceWorker.getRegistrations())
].filter(Boolean)"""


def is_complaint(message: ConsoleMessage, page: Page) -> bool:
    """Chromium itself calls an answer such as 422 an error: that one is meant."""
    is_answer = message.text.startswith("Failed to load resource: the server responded")
    return message.type in ("error", "warning") and not (
        is_answer and message.location["url"] == page.url
    )


@contextmanager
def heard(page: Page, event: Any, tell: Callable[[Any], None]) -> Iterator[None]:
    page.on(event, tell)
    yield
    page.remove_listener(event, tell)


EVERYWHERE = PLACES | MAIL_PLACES


@pytest.mark.parametrize("place", EVERYWHERE)
def test_place_is_private_and_open_to_everybody(
    used_page: Page, axe: Axe, site: str, place: str
) -> None:
    page = used_page
    page.set_viewport_size({"width": 320, "height": 640})
    asked: list[str] = []
    said: list[ConsoleMessage] = []
    with (
        heard(page, "request", lambda request: asked.append(request.url)),
        heard(page, "console", lambda message: said.append(message)),
    ):
        EVERYWHERE[place](page)
        page.wait_for_load_state()
        fits_and_can_be_hit(page)
        assert list(violations(axe, page)) == []
        bears_more_space(page)
    # Last, so that it has had the time to ask for more than it is made of.
    stays_between_reader_and_site(page, site, asked, said)


def stays_between_reader_and_site(
    page: Page, site: str, asked: list[str], said: list[ConsoleMessage]
) -> None:
    """It leaves nothing on the device and asks nobody else for anything."""
    assert asked
    assert [url for url in asked if not url.startswith(f"{site}/")] == []
    # What the policy of a page forbids is never asked for, but complained about.
    assert [each.text for each in said if is_complaint(each, page)] == []
    assert page.context.cookies() == []
    assert page.evaluate(STORED) == []


def fits_and_can_be_hit(page: Page) -> None:
    """On the narrowest phone."""
    assert measures.outside(page) == []
    assert measures.small_targets(page) == []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert measures.covered(page, ".site-header .exit") == []
    # Where the bar on top is over nothing, which would look too small to be hit.
    page.evaluate("scrollTo(0, 0)")


def bears_more_space(page: Page) -> None:
    """Between letters, words and lines, as a reader's own style may ask for."""
    page.set_viewport_size({"width": 320, "height": 640})
    measures.add_style(page, measures.SPACED)
    assert measures.outside(page) == []
    assert measures.covered(page, ".site-header a") == []
