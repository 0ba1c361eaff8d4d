"""A page leaves nothing on the device and asks nobody else for anything."""

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.places import PLACES

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


@pytest.mark.parametrize("place", PLACES)
def test_visit_stays_between_reader_and_site(page: Page, site: str, place: str) -> None:
    asked: list[str] = []
    said: list[ConsoleMessage] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message))
    PLACES[place](page)
    page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(f"{site}/")] == []
    # What the policy of a page forbids is never asked for, but complained about.
    assert [each.text for each in said if is_complaint(each, page)] == []
    assert page.context.cookies() == []
    assert page.evaluate(STORED) == []
