"""Which addresses have pages that may be kept."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from comments.models import Status
from comments.querysets.page import PAGE_SIZE
from guide.pagecache.pages import Page
from guide.pagecache.routes import Route, canonical, route_of
from tests.make import make_comment, make_post

POST = Route(("after", "order"))
COVER = Route(elsewhere=("p",))


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/posts/", "/posts/one/", "/posts/one/thread/3/", "/posts/one/feed/"),
        *("/topics/", "/topics/one/", "/authors/one/", "/whole-guide/", "/about/"),
        *("/feed/", "/feed.rss", "/feed.json", "/comments/feed/", "/help/"),
        *("/steps/", "/steps/one/", "/sitemap.xml", "/robots.txt"),
    ],
)
def test_readers_pages_may_be_kept(path: str) -> None:
    assert route_of(path)


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/search/", "/step-card/", "/guide.epub", "/media/a.webp"),
        *("/comments/3/", "/comments/3/report/", "/posts/one/reply/3/"),
        *("/comments/receipt/token/", "/comments/manage/token/", "/nowhere/at/all"),
        *("/posts/one/comments/", "/comments/my-address/", "/posts/preview/token/"),
    ],
)
def test_other_addresses_never_are(path: str) -> None:
    assert route_of(path) is None


@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ("", ""),
        ("utm_source=mail&fbclid=1", ""),
        ("order=newest&after=5", "after=5&order=newest"),
        ("after=5&utm_source=mail", "after=5"),
        ("after=", ""),
        ("after=5&after=6", "after=6"),
        ("after=%C3%A4", "after=%C3%A4"),
    ],
)
def test_only_what_leads_to_another_page_counts(query: str, counts: str) -> None:
    assert canonical(POST, query) == counts


def test_an_address_that_leads_elsewhere_is_left_to_its_view() -> None:
    assert canonical(COVER, "p=12&utm_source=mail") is None


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["", "?order=newest"])
def test_the_further_page_that_a_post_links_to_is_kept_under_its_key(
    client: Client, order: str
) -> None:
    post = make_post()
    for _ in range(PAGE_SIZE + 1):
        make_comment(Status.APPROVED, post=post)
    path = post.get_absolute_url()
    body = client.get(f"{path}{order}").content
    queries = re.findall(r'href="[^"]*\?([^"#]*after=[^"#]*)', body.decode())
    assert queries
    route = route_of(path)
    assert route
    keys = {f"{path}?{canonical(route, unescape(query))}" for query in queries}
    assert keys <= Page(body, [], (), 0).links
