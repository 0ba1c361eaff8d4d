from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from django.utils import timezone

import comments.urls
from comments.models import Status
from guide import sitemaps
from guide.models import Post
from tests.make import (
    LONG_AGO,
    make_author,
    make_comment,
    make_guide,
    make_page,
    make_post,
    make_topic,
)

pytestmark = pytest.mark.django_db

SITE = "https://bridge.example.org"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def elsewhere(settings: Any) -> None:
    settings.SITE_URL = SITE


def listed(client: Client) -> dict[str, str | None]:
    """Addresses on this site, and the day of their last change."""
    # Of our own making, so that none of what may lurk in XML is in it.
    urls = fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    found = {
        (url.findtext(f"{SPACE}loc") or "").removeprefix(SITE): url.findtext(
            f"{SPACE}lastmod"
        )
        for url in urls
    }
    assert len(found) == len(urls)
    return found


def test_sitemap_lists_every_page_once(client: Client) -> None:
    author, topic = make_author(slug="a"), make_topic(slug="t")
    for slug in ("p", "q"):
        make_post((topic,), author=author, slug=slug)
    make_page(slug="help")
    assert [*listed(client)] == [
        *("/", "/posts/", "/topics/", "/steps/", "/posts/p/", "/posts/q/"),
        *("/topics/t/", "/authors/a/", "/help/"),
    ]


def test_sitemap_names_nothing_that_cannot_be_read(client: Client) -> None:
    topic = make_topic()
    make_post((topic,), published_at=None)
    make_post((topic,), published_at=timezone.now() + timedelta(hours=1))
    assert [*listed(client)] == ["/", "/posts/", "/topics/", "/steps/"]


def test_whole_guide_is_listed_where_there_are_chapters(client: Client) -> None:
    guide = make_guide()
    make_post()
    draft = make_post(guide=guide, published_at=None)
    assert "/whole-guide/" not in listed(client)
    Post.objects.filter(pk=draft.pk).update(published_at=LONG_AGO, updated_at=LONG_AGO)
    assert listed(client)["/whole-guide/"] == "2020-01-01"


def test_sitemap_says_when_a_post_was_changed(client: Client) -> None:
    make_post(slug="p")
    assert listed(client)["/posts/p/"] == f"{timezone.now():%Y-%m-%d}"


def test_every_listed_page_is_there_and_names_itself(client: Client) -> None:
    make_post((make_topic(),), guide=make_guide())
    make_page(slug="help")
    for address in listed(client):
        answer = client.get(address)
        assert answer.status_code == 200, address
        own = f'<link rel="canonical" href="{SITE}{address}">'
        assert own in answer.content.decode(), address


def test_pages_of_the_conversation_name_themselves(client: Client) -> None:
    comment = make_comment(Status.APPROVED, post=make_post(slug="p"), is_step=True)
    thread = f"/posts/p/thread/{comment.pk}/"
    for address in (thread, "/steps/", "/steps/p/", "/step-card/"):
        own = f'<link rel="canonical" href="{SITE}{address}">'
        assert own in client.get(address).content.decode(), address


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert f"\nSitemap: {SITE}/sitemap.xml\n" in answer.content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/search/", "/comments/"])
def test_robots_stay_out(client: Client, path: str) -> None:
    assert f"\nDisallow: {path}\n" in client.get("/robots.txt").content.decode()


def test_robots_stay_out_of_whatever_holds_a_token() -> None:
    paths = [f"/{pattern.pattern}" for pattern in comments.urls.urlpatterns]
    with_token = [path for path in paths if "token>" in path]
    assert with_token
    for path in with_token:
        assert path.startswith(sitemaps.CLOSED), path


def test_sitemap_stays_within_what_may_be_in_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "POSTS", 2)
    for _number in range(3):
        make_post()
    found = [path for path in listed(client) if path.startswith("/posts/")]
    assert len(found) == 1 + 2 and Post.objects.count() == 3
