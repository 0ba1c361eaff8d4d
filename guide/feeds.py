"""Posts with their full text as Atom, RSS and JSON Feed 1.1: the newest ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from guide import links, naming, pagecache, rendering
from guide.models import Author, Post
from guide.xhtml import in_xml

ENTRIES = 20
JSON_FEED = "application/feed+json; charset=utf-8"
# Of a feed in which there is nothing yet, so that it is the same whenever it is asked.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
# Where an owner has no tagline.
ABOUT = _("A guide to read at your own pace, and a quiet place to talk about it.")


@dataclass(frozen=True)
class Entry:
    """A post as it is read elsewhere, every address in it whole."""

    post: Post
    address: str
    html: str
    topics: list[str]


class Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        return _latest(super().latest_post_date(), self.items)

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


class Rss(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        return _latest(super().latest_post_date(), self.items)

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
        }

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])


def _latest(said: datetime, items: list[dict[str, Any]]) -> datetime:
    return said if items else NEVER


@pagecache.kept()
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    return _answer_in_xml(Atom, reverse("guide:feed"))


@pagecache.kept()
@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    return _answer_in_xml(Rss, reverse("guide:feed_rss"))


@pagecache.kept()
@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    entries = _entries()
    names = naming.load()
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": names.neutral,
        "description": names.tagline or ABOUT,
        "home_page_url": links.whole(reverse("guide:cover")),
        "feed_url": links.whole(reverse("guide:feed_json")),
        "language": get_language(),
        "items": [_in_json(entry) for entry in entries],
    }
    options = {"ensure_ascii": False}
    answer = JsonResponse(feed, json_dumps_params=options, content_type=JSON_FEED)
    return _dated(answer, entries)


def _in_json(entry: Entry) -> dict[str, Any]:
    post = entry.post
    return {
        "id": entry.address,
        "url": entry.address,
        "title": post.title,
        "summary": post.summary,
        "content_html": entry.html,
        "date_published": post.published_at,
        "date_modified": post.changed_at,
        "authors": [_author_in_json(post.author)],
        "tags": entry.topics,
    }


def _author_in_json(author: Author) -> dict[str, str]:
    said = {"name": author.name, "url": links.whole(author.get_absolute_url())}
    if author.picture:
        said["avatar"] = links.whole(author.picture.smallest_url)
    return said


def _answer_in_xml(kind: type[Atom | Rss], path: str) -> HttpResponse:
    names = naming.load()
    feed = kind(
        title=in_xml(names.neutral),
        link=links.whole(reverse("guide:cover")),
        description=in_xml(names.tagline or str(ABOUT)),
        language=get_language(),
        feed_url=links.whole(path),
        feed_guid=links.whole(path),
    )
    entries = _entries()
    for entry in entries:
        post = entry.post
        feed.add_item(
            title=in_xml(post.title),
            link=entry.address,
            description=in_xml(post.summary) or None,  # type: ignore[arg-type]
            unique_id=entry.address,
            unique_id_is_permalink=True,
            author_name=in_xml(post.author.name),
            author_link=links.whole(post.author.get_absolute_url()),
            pubdate=post.published_at,
            updateddate=post.changed_at,
            categories=[in_xml(topic) for topic in entry.topics],
            html=in_xml(entry.html),
        )
    answer = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    return _dated(answer, entries)


def _entries() -> list[Entry]:
    """In two queries."""
    posts = Post.objects.listed().newest_first().select_related("author__picture")
    return [
        _entry(post) for post in posts.prefetch_related("topics", "questions")[:ENTRIES]
    ]


def _entry(post: Post) -> Entry:
    path = post.get_absolute_url()
    html = rendering.with_addresses(post.html, links.seen_from(path))
    topics = [topic.name for topic in post.topics.all()]
    return Entry(post, links.whole(path), html, topics)


def _dated(answer: HttpResponse, entries: list[Entry]) -> HttpResponse:
    """With the time of the latest change, to be read; only the tag is compared.

    A post that was taken back leaves no time behind, nor does a new name.
    """
    if entries:
        latest = max(entry.post.changed_at for entry in entries)
        answer["Last-Modified"] = http_date(latest.timestamp())
    return answer
