"""Chromium, and the shipped guide on a live server to look at.

``npm ci`` in this folder adds what else these tests can use: a newer axe, the Nu
checker and Lighthouse.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.test import Client
from playwright.sync_api import (
    Browser,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from guide.content import load_content, read_content
from tests.browser import HERE, NODE_MODULES
from tests.make import make_moderator

# Playwright's loop runs in the thread that also asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = Path("/usr/bin/chromium")
# The same browser without what a person would see of it: tests end in half the time.
HEADLESS_SHELL = Path("/usr/bin/chromium-headless-shell")
PROGRAM = HEADLESS_SHELL if HEADLESS_SHELL.exists() else CHROMIUM
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--disable-dev-shm-usage"
).split()
# Else Chromium keeps a process ready beside each that shows a page: a quarter of the
# work for a page in a context of its own.
NONE_SPARE = "--renderer-process-limit=1"
NEWER_AXE = NODE_MODULES / "axe-core" / "axe.min.js"

# A machine that does much at once is slow, not wrong.
PATIENCE_MILLISECONDS = 60_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)

OpenPage = Callable[..., Page]
StartBrowser = Callable[..., Browser]
Rows = dict[type[Model], list[Model]]
SignIn = Callable[[Page, User], Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def start_browser() -> Iterator[StartBrowser]:
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} isn't there (Debian's package chromium)")
    with sync_playwright() as playwright, ExitStack() as started:

        def start(*more: str, program: Path = PROGRAM) -> Browser:
            browser = playwright.chromium.launch(
                executable_path=program, args=[*ARGUMENTS, NONE_SPARE, *more]
            )
            return started.enter_context(closing(browser))

        yield start


@pytest.fixture(scope="session")
def browser(start_browser: StartBrowser) -> Browser:
    return start_browser()


@pytest.fixture(scope="session")
def browser_as_seen(start_browser: StartBrowser) -> Browser:
    """The browser with all that a person would see of it."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} isn't there (Debian's package chromium)")
    return start_browser(program=CHROMIUM)


@pytest.fixture(scope="session")
def browser_with_big_letters(start_browser: StartBrowser) -> Browser:
    """As its owner has set it: letters twice as big everywhere."""
    return start_browser("--blink-settings=defaultFontSize=32")


@pytest.fixture(scope="session")
def axe() -> Axe:
    return Axe.from_file(NEWER_AXE) if NEWER_AXE.exists() else Axe()


@pytest.fixture(scope="session")
def shipped_guide() -> Rows:
    """Filled by the first test that loads the guide, for all others to lay it anew."""
    return {}


@pytest.fixture
def site(live_server: LiveServer, shipped_guide: Rows) -> str:
    """The address of a site that holds the shipped guide and nothing else."""
    with transaction.atomic():  # in it, rows may refer to ones that come later
        for model, rows in shipped_guide.items():
            model._default_manager.bulk_create(copy(row) for row in rows)
    if not shipped_guide:
        load_content(read_content())
        models = apps.get_app_config("guide").get_models(include_auto_created=True)
        shipped_guide |= {model: list(model._default_manager.all()) for model in models}
    return live_server.url


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Make an empty page in a context of its own, ``width`` pixels wide."""
    with ExitStack() as opened:

        def open_one(
            width: int = 360, browser: Browser = browser, **options: Any
        ) -> Page:
            size = ViewportSize(width=width, height=640 if width < 800 else 800)
            context = browser.new_context(base_url=site, viewport=size, **options)
            context.set_default_timeout(PATIENCE_MILLISECONDS)
            return opened.enter_context(closing(context)).new_page()

        yield open_one


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture(scope="module")
def page_of_all(browser: Browser, live_server: LiveServer, axe: Axe) -> Iterator[Page]:
    with closing(browser.new_context(base_url=live_server.url)) as context:
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        # Carried over and compiled once; put in by each test, it was as much work as
        # loading a page.
        context.add_init_script(axe.axe_script)
        yield context.new_page()


@pytest.fixture
def used_page(page_of_all: Page, site: str) -> Page:
    """For tests that only look: what was compiled for the last one serves this one."""
    page_of_all.context.clear_cookies()
    page_of_all.emulate_media(color_scheme="light", media="screen")
    return page_of_all


@pytest.fixture
def sign_in(site: str, client: Client) -> SignIn:
    """Sign a moderator in on a page, as if by password."""

    def sign_in(page: Page, moderator: User) -> Page:
        client.force_login(moderator)
        session = client.cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": session, "url": f"{site}/admin/"}]
        )
        return page

    return sign_in


@pytest.fixture
def desk(open_page: OpenPage, sign_in: SignIn) -> Page:
    """A moderator's page on a big screen, signed in."""
    moderator = make_moderator(username="mo", password="quiet-kettle")
    return sign_in(open_page(width=1280), moderator)
