"""Feeds of posts, read by a parser that many readers are built on."""

import json
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import feedparser

from config.middleware import SHARED
from guide.models import Author, Post
from tests.make import LONG_AGO, make_author, make_post, make_topic

pytestmark = pytest.mark.django_db

SITE = "https://bridge.example.org"
BODY = "A *word*, [help](/help/), [below](#end), [beside](../q/).\n\n## End"
XML = pytest.mark.parametrize("address", ["/feed/", "/feed.rss"])
EACH = pytest.mark.parametrize("address", ["/feed/", "/feed.rss", "/feed.json"])
TYPES = {
    "/feed/": "application/atom+xml; charset=utf-8",
    "/feed.rss": "application/rss+xml; charset=utf-8",
    "/feed.json": "application/feed+json; charset=utf-8",
}


@pytest.fixture(autouse=True)
def elsewhere(settings: Any) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = SITE, ["*"]


@pytest.fixture
def post() -> Post:
    return make_post(
        (make_topic(name="calm & rest"),),
        slug="p",
        title="Žluť <b> & more",
        summary="A & B",
        body=BODY,
        author=make_author(name="Somebody", slug="a"),
        published_at=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
    )


def parsed(client: Client, address: str) -> Any:
    feed = feedparser.parse(client.get(address).content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def ids(client: Client, address: str) -> list[str]:
    if address == "/feed.json":
        return [item["id"] for item in client.get(address).json()["items"]]
    return [entry.id for entry in parsed(client, address).entries]


@XML
def test_feed_says_whose_it_is(client: Client, post: Post, address: str) -> None:
    feed = parsed(client, address).feed
    assert (feed.title, feed.link, feed.language) == ("Footbridge", f"{SITE}/", "en")
    [own] = [link.href for link in feed.links if link.rel == "self"]
    assert own == f"{SITE}{address}"


@XML
def test_entry_is_the_whole_post(client: Client, post: Post, address: str) -> None:
    [entry] = parsed(client, address).entries
    assert entry.link == entry.id == f"{SITE}/posts/p/"
    # feedparser reads RSS titles as HTML.
    assert "Žluť" in entry.title and "more" in entry.title
    assert entry.summary.replace("&amp;", "&") == "A & B"
    assert entry.published_parsed[:6] == (2026, 3, 4, 5, 6, 7)
    assert [tag.term for tag in entry.tags] == ["calm & rest"]
    words = entry.content[0].value
    assert "<em>word</em>" in words and "End</h2>" in words


def test_atom_tells_when_a_post_was_changed(client: Client, post: Post) -> None:
    [entry] = parsed(client, "/feed/").entries
    now = timezone.now().timetuple()
    assert entry.updated_parsed[:3] == now[:3]
    assert (entry.author, entry.author_detail.href) == (
        "Somebody",
        f"{SITE}/authors/a/",
    )


@EACH
def test_links_hold_wherever_it_is_read(
    client: Client, post: Post, address: str
) -> None:
    page = client.get(address, headers={"host": "other.example.com"}).content.decode()
    for whole in ("/help/", "/posts/p/#end", "/posts/q/"):
        assert f"{SITE}{whole}" in page
    assert "other.example.com" not in page


def test_json_feed_is_one(client: Client, post: Post) -> None:
    feed = client.get("/feed.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{SITE}/feed.json"
    [item] = feed["items"]
    assert item["title"] == post.title and item["url"] == f"{SITE}/posts/p/"
    assert "<em>word</em>" in item["content_html"]
    assert item["date_published"] == "2026-03-04T05:06:07Z"
    assert item["authors"] == [{"name": "Somebody", "url": f"{SITE}/authors/a/"}]
    assert item["tags"] == ["calm & rest"]


@EACH
def test_feed_holds_the_newest_twenty(client: Client, address: str) -> None:
    posts = [make_post(published_at=LONG_AGO + timedelta(day)) for day in range(21)]
    newest = [f"{SITE}{post.get_absolute_url()}" for post in posts[:0:-1]]
    assert ids(client, address) == newest


@EACH
def test_drafts_are_in_no_feed(client: Client, post: Post, address: str) -> None:
    make_post(published_at=None)
    make_post(published_at=timezone.now() + timedelta(hours=1))
    assert ids(client, address) == [f"{SITE}/posts/p/"]


@EACH
def test_who_has_it_is_not_sent_it_again(
    client: Client, post: Post, address: str
) -> None:
    answer = client.get(address)
    assert answer["Content-Type"] == TYPES[address]
    assert answer["Cache-Control"] == SHARED and not answer.cookies
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


@EACH
def test_date_alone_is_no_sign_that_nothing_changed(
    client: Client, post: Post, address: str
) -> None:
    headers = {"if-modified-since": client.get(address)["Last-Modified"]}
    Author.objects.update(name="Somebody Else")
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200 and b"Somebody Else" in answer.content


@EACH
def test_what_changed_is_sent(client: Client, post: Post, address: str) -> None:
    Post.objects.update(updated_at=LONG_AGO)
    before = client.get(address)
    post.save()
    headers = {
        "if-none-match": before["ETag"],
        "if-modified-since": before["Last-Modified"],
    }
    assert client.get(address, headers=headers).status_code == 200


@EACH
def test_post_that_comes_by_its_time_is_a_change(
    client: Client, post: Post, address: str
) -> None:
    Post.objects.update(updated_at=LONG_AGO)
    assert client.get(address)["Last-Modified"] == "Wed, 04 Mar 2026 05:06:07 GMT"


@EACH
def test_empty_feed_is_one_and_stays_the_same(client: Client, address: str) -> None:
    first = client.get(address)
    assert ids(client, address) == [] and "Last-Modified" not in first
    assert first["ETag"] == client.get(address)["ETag"]


@XML
def test_feed_is_xml_whatever_the_title(client: Client, address: str) -> None:
    make_post(title="a\ufffeb]]>", body="c\uffffd ]]> `&nbsp;`\x0c")
    assert len(parsed(client, address).entries) == 1


def test_readers_find_the_feeds(client: Client, post: Post) -> None:
    for address in ("/", "/posts/", "/posts/p/"):
        page = client.get(address).content.decode()
        for feed in TYPES:
            assert f'href="{feed}">' in page, (address, feed)


def test_json_feed_keeps_letters_readable(client: Client, post: Post) -> None:
    raw = client.get("/feed.json").content.decode()
    assert "Žluť" in raw and json.loads(raw)
