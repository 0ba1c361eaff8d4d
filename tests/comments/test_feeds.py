"""Feeds: link, name and month of each comment, and no more."""

import re
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Status
from config.middleware import SHARED
from guide.models import Post
from tests.make import make_comment, make_moderator, make_post, make_reply

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ALL, OF_POST = "/comments/feed/", "/posts/p/feed/"
BOTH = pytest.mark.parametrize("address", [ALL, OF_POST])
NOVEMBER = datetime(2026, 11, 25, 16, 18, tzinfo=UTC)


@pytest.fixture
def post() -> Post:
    return make_post(slug="p", title="The bridge")


def approved(post: Post, **fields: Any) -> Comment:
    return make_comment(Status.APPROVED, post=post, **fields)


def feed(client: Client, address: str) -> Element:
    # Of our own making, so that none of what may lurk in XML is in it.
    return fromstring(client.get(address).content)  # noqa: S314


def each(feed: Element, name: str) -> list[str]:
    """The texts of ``name`` in all entries."""
    return [found.text or "" for found in feed.iterfind(f"{ATOM}entry/{ATOM}{name}")]


@BOTH
def test_entry_is_name_month_and_link(client: Client, post: Post, address: str) -> None:
    comment = approved(post, name="Wren", submitted_at=NOVEMBER)
    [entry] = feed(client, address).iterfind(f"{ATOM}entry")
    own = f"http://127.0.0.1:8000/comments/{comment.pk}/"
    assert [(child.tag.removeprefix(ATOM), child.text) for child in entry] == [
        ("title", "Wren, November 2026"),
        ("link", None),
        ("updated", "2026-11-01T00:00:00+00:00"),
        ("author", None),
        ("id", own),
    ]
    assert entry[1].attrib == {"rel": "alternate", "href": own}
    assert entry[3][0].text == "Wren"


@BOTH
def test_feed_holds_neither_words_nor_anything_of_the_address(
    client: Client, post: Post, address: str
) -> None:
    comment = approved(post, words="He hid the letters.", email="secret@example.org")
    answer = client.get(address)
    assert comment.correspondent
    everything = answer.content.decode() + str(answer.headers)
    for hint in ("letters", "secret", comment.correspondent.lookup[:12]):
        assert hint not in everything


@BOTH
def test_feed_tells_no_day(client: Client, post: Post, address: str) -> None:
    approved(post, submitted_at=NOVEMBER)
    page = client.get(address).content.decode()
    assert set(re.findall(r"20\d\d-\d\d-\d\d[^<]*", page)) == {
        "2026-11-01T00:00:00+00:00"
    }


@BOTH
def test_empty_feed_tells_no_day_either(
    client: Client, post: Post, address: str
) -> None:
    updated = feed(client, address).findtext(f"{ATOM}updated")
    assert updated == f"{timezone.now():%Y-%m}-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("address", "title", "page"),
    [
        (ALL, "Comments on Footbridge", "/"),
        (OF_POST, "Comments on “The bridge”", "/posts/p/#comments"),
    ],
)
def test_feed_says_what_it_is_whatever_host_was_asked(
    client: Client,
    post: Post,
    settings: Any,
    address: str,
    title: str,
    page: str,
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://bridge.example.org", ["*"]
    answer = client.get(address, headers={"host": "elsewhere.example.com"})
    found = fromstring(answer.content)  # noqa: S314
    links = [(link.get("rel"), link.get("href")) for link in found.iter(f"{ATOM}link")]
    own = f"https://bridge.example.org{address}"
    assert found.findtext(f"{ATOM}title") == title
    assert found.findtext(f"{ATOM}id") == own
    assert links == [("alternate", f"https://bridge.example.org{page}"), ("self", own)]


@BOTH
@pytest.mark.parametrize("status", Status)
def test_only_approved_comments_are_in_it(
    client: Client, post: Post, address: str, status: str
) -> None:
    make_comment(Status(status), post=post)
    assert bool(each(feed(client, address), "id")) is (status == Status.APPROVED)


@BOTH
def test_reply_is_in_it_while_it_stands(
    client: Client, post: Post, address: str
) -> None:
    comment = approved(post)
    reply = make_reply(comment)
    newest = each(feed(client, address), "id")[0]
    assert newest.endswith(f"/comments/{reply.pk}/")
    moderation.hold(comment, make_moderator())
    assert each(feed(client, address), "id") == []


@BOTH
def test_what_was_erased_leaves_it(client: Client, post: Post, address: str) -> None:
    moderation.withdraw(approved(post, name="Wren"))
    assert b"Wren" not in client.get(address).content


def test_posts_feed_is_about_that_post_alone(client: Client, post: Post) -> None:
    approved(make_post())
    assert each(feed(client, OF_POST), "id") == []


def test_drafts_have_no_feed(client: Client, post: Post) -> None:
    approved(post)
    Post.objects.update(published_at=None)
    assert client.get(OF_POST).status_code == 404
    assert each(feed(client, ALL), "id") == []


def test_closed_conversation_keeps_its_feed(client: Client, post: Post) -> None:
    approved(post)
    Post.objects.update(comments_open=False)
    assert len(each(feed(client, OF_POST), "id")) == 1


@BOTH
def test_feed_holds_the_newest_fifty(client: Client, post: Post, address: str) -> None:
    keys = [approved(post).pk for _number in range(51)]
    ids = [int(own.split("/")[-2]) for own in each(feed(client, address), "id")]
    assert ids == keys[:0:-1]


@BOTH
@pytest.mark.parametrize("name", ["<b>&", "a\uffffb\ufffe", "\u2028", "👍"])
def test_feed_is_xml_whatever_the_name(
    client: Client, post: Post, address: str, name: str
) -> None:
    approved(post, name=name, submitted_at=NOVEMBER)
    shown = name.replace("\uffff", "").replace("\ufffe", "")
    assert each(feed(client, address), "title") == [f"{shown}, November 2026"]


@BOTH
def test_feed_goes_out_as_readers_pages_do(
    client: Client, post: Post, address: str
) -> None:
    approved(post)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["Cache-Control"] == SHARED
    # A month as the time of its last change would hide what came later in it.
    assert "Last-Modified" not in answer and not answer.cookies
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


@BOTH
def test_nothing_is_sent_to_a_feed(client: Client, post: Post, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(("address", "queries"), [(ALL, 2), (OF_POST, 2)])
@pytest.mark.parametrize("number", [0, 60])
def test_feed_costs_the_same_queries(
    client: Client,
    post: Post,
    address: str,
    queries: int,
    number: int,
    django_assert_num_queries: Any,
) -> None:
    for _number in range(number):
        approved(post)
    with django_assert_num_queries(queries):
        client.get(address)


def test_post_names_its_feeds(client: Client, post: Post) -> None:
    page = client.get("/posts/p/").content.decode()
    links = re.findall(r'<link rel="alternate".*?href="([^"]*)">', page, re.S)
    assert links[-2:] == [OF_POST, ALL]
