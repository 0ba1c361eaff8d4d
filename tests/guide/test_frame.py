"""The frame of every page is remembered, and yet never an old one."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from guide import safety
from guide.models import SiteSettings
from guide.naming import Names
from guide.safety import Safety
from guide.templatetags import frame
from tests.make import make_page

TEMPLATE = "{% load frame %}{% frame 'above' safety %}{% frame 'beneath' safety %}"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    frame.remembered.cache_clear()
    yield
    frame.remembered.cache_clear()


def shown(found: object) -> str:
    return Template(TEMPLATE).render(Context({"safety": found}))


def some_safety(title: str) -> Safety:
    return Safety("https://example.org/", True, "", Names(title, "Notes"))


def test_it_is_made_once_for_what_it_shows() -> None:
    assert shown(some_safety("One")) == shown(some_safety("One"))
    assert frame.remembered.cache_info().misses == 2


def test_what_it_shows_is_never_old() -> None:
    assert "One" in shown(some_safety("One"))
    assert "Two" in shown(some_safety("Two"))


def test_each_language_has_its_own() -> None:
    english = shown(some_safety("One"))
    with translation.override("es"):
        assert shown(some_safety("One")) != english


@pytest.mark.django_db
def test_page_shows_at_once_what_an_owner_changed(client: Client) -> None:
    client.get("/help/")
    SiteSettings.objects.update_or_create(pk=1, defaults={"title": "Another title"})
    make_page(slug="about", title="About us", in_footer=True)
    page = client.get("/help/").content.decode()
    assert "Another title</a>" in page and "About us</a>" in page


def test_templates_are_read_anew_while_somebody_works_on_them(
    settings: LazySettings,
) -> None:
    settings.DEBUG = True
    shown(some_safety("One"))
    assert frame.remembered.cache_info().currsize == 0


@pytest.mark.django_db
def test_no_request_is_kept() -> None:
    request = HttpRequest()
    shown(safety.site(request)["safety"])
    gone = weakref.ref(request)
    del request
    gc.collect()
    assert frame.remembered.cache_info().currsize == 2 and gone() is None
