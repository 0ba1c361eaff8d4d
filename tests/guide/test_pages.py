"""Plain pages: which readers find, and which every page links to."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guide import destinations
from guide.destinations import Standing
from guide.models import Page, SearchRow
from tests.make import make_member, make_page, make_post

pytestmark = pytest.mark.django_db


def footer(client: Client, address: str = "/step-card/") -> list[tuple[str, str]]:
    """The links behind the fixed ones."""
    page = client.get(address).content.decode()
    links = page.split('class="site-footer-links"')[1].split("</ul>")[0]
    return re.findall(r'href="([^"]*)">([^<]*)<', links)[7:]


def test_pages_at_the_foot_stand_in_the_order_of_their_places(client: Client) -> None:
    for slug, place in (("legal", 3), ("about", 1), ("contact", 2)):
        make_page(slug=slug, title=slug.title(), in_footer=True, footer_place=place)
    make_page(slug="elsewhere")
    expected = [("/about/", "About"), ("/contact/", "Contact"), ("/legal/", "Legal")]
    for address in ("/", "/step-card/", make_post().get_absolute_url(), "/nowhere/"):
        assert footer(client, address) == expected, address


def test_link_may_have_shorter_words(client: Client) -> None:
    make_page(slug="a", title="Who we are", in_footer=True, footer_title="<Us> & “co”")
    assert footer(client) == [("/a/", "&lt;Us&gt; &amp; “co”")]


def test_page_that_is_not_ready_is_nowhere(client: Client) -> None:
    page = make_page(slug="about", in_footer=True, is_published=False)
    assert client.get("/about/").status_code == 404
    assert footer(client) == []
    assert b"/about/" not in client.get("/sitemap.xml").content
    assert not SearchRow.objects.filter(page=page).exists()


def test_page_that_is_taken_back_is_found_no_longer(client: Client) -> None:
    page = make_page(title="Zebra crossing")
    assert b"</mark> crossing" in client.get("/search/?q=zebra").content
    page.is_published = False
    page.save()
    assert b"</mark> crossing" not in client.get("/search/?q=zebra").content


def test_author_who_links_to_it_is_told() -> None:
    make_page(slug="about", is_published=False)
    make_page(slug="contact")
    found = destinations.standings(["/about/", "/contact/"])
    assert list(found.values()) == [Standing.LATER, Standing.THERE]


@pytest.mark.parametrize("slug", ["posts", "search", "steps", "admin", "topics"])
def test_address_of_something_else_is_refused(slug: str) -> None:
    with pytest.raises(ValidationError, match="another page at this address"):
        make_page(slug=slug).full_clean()


@pytest.mark.parametrize("slug", Page.FIXED)
def test_fixed_page_is_always_published(slug: str) -> None:
    page = Page(slug=slug, title="T", body="W", is_published=False)
    page.full_clean()
    assert page.is_published


# In the admin

LIST = "/admin/guide/page/"


def form(**fields: Any) -> dict[str, Any]:
    return {"title": "About", "slug": "about", "body": "Words."} | fields


def test_author_makes_a_page_that_waits_until_it_is_ready(client: Client) -> None:
    client.force_login(make_member("Authors"))
    page = client.get(f"{LIST}add/").content.decode()
    assert not re.search(r'name="is_published"[^>]*checked', page)
    client.post(f"{LIST}add/", form(in_footer="on"))
    assert footer(client) == []
    change = f"{LIST}{Page.objects.get().pk}/change/"
    assert b"View on site" not in client.get(change).content
    client.post(change, form(in_footer="on", is_published="on", footer_place=""))
    assert footer(client) == [("/about/", "About")]


def test_fixed_page_has_no_place_to_choose(client: Client) -> None:
    client.force_login(make_member("Authors"))
    page = make_page(slug="help")
    change = f"{LIST}{page.pk}/change/"
    form = client.get(change).content
    assert b"is_published" not in form and b'name="format"' not in form
    client.post(change, {"title": "Help", "body": "New words."})
    page.refresh_from_db()
    assert (page.body, page.is_published) == ("New words.", True)
