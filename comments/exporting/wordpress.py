"""All of it as one WXR 1.2 file, which WordPress's importer reads.

The elements are those of WordPress's own ``wp-admin/includes/export.php``. Written item
by item, so that no size is too large.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from comments.models import Comment, Status
from guide import links, naming, rendering
from guide.models import Author, Image, Page, Post, Topic
from guide.xhtml import in_xml

NAMESPACES = {
    "xmlns:excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:wp": "http://wordpress.org/export/1.2/",
}
# WordPress knows nothing that is readable but in no list; private is nearest.
POST_STATUS = {
    Post.State.DRAFT: "draft",
    Post.State.SCHEDULED: "future",
    Post.State.PUBLISHED: "publish",
    Post.State.UNLISTED: "private",
}
# What was erased isn't exported: nothing of it is left.
COMMENT_STATUS = {
    Status.PENDING: "0",
    Status.CONCERN: "0",
    Status.APPROVED: "1",
    Status.DECLINED: "trash",
    Status.SPAM: "spam",
}


def export_wordpress(file: Path, with_addresses: bool) -> None:
    with file.open("wb") as opened:
        _Writer(opened, with_addresses).write_all()


class _Writer:
    def __init__(self, opened: BinaryIO, with_addresses: bool) -> None:
        self.xml = SimplerXMLGenerator(opened, "utf-8")
        self.with_addresses = with_addresses
        self.numbers = count(1)

    def write_all(self) -> None:
        self.xml.startDocument()
        with (
            self.inside("rss", {"version": "2.0", **NAMESPACES}),
            self.inside("channel"),
        ):
            self.write_site()
            for author in Author.objects.order_by("pk"):
                self.write_author(author)
            for topic in Topic.objects.order_by("pk"):
                self.write_topic(topic)
            for image in Image.objects.order_by("pk").iterator():
                self.write_image(image)
            for page in Page.objects.order_by("pk").iterator():
                self.write_page(page)
            posts = Post.objects.select_related("author").order_by("pk")
            posts = posts.prefetch_related("topics", "questions")
            for post in posts.iterator(chunk_size=100):
                self.write_post(post)
        self.xml.endDocument()

    @contextmanager
    def inside(self, name: str, attributes: Mapping[str, str] | None = None) -> Any:
        self.xml.startElement(name, AttributesImpl(attributes or {}))
        yield
        self.xml.endElement(name)
        self.xml.ignorableWhitespace("\n")

    def write(self, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            self.xml.addQuickElement(name, in_xml(str(value)))
            self.xml.ignorableWhitespace("\n")

    def write_site(self) -> None:
        names = naming.load()
        site = links.whole("")
        self.write(
            {
                "title": names.neutral,
                "link": site,
                "description": names.tagline,
                "wp:wxr_version": "1.2",
                "wp:base_site_url": site,
                "wp:base_blog_url": site,
            }
        )

    def write_author(self, author: Author) -> None:
        with self.inside("wp:author"):
            self.write(
                {
                    "wp:author_id": next(self.numbers),
                    "wp:author_login": author.slug,
                    "wp:author_email": "",
                    "wp:author_display_name": author.name,
                }
            )

    def write_topic(self, topic: Topic) -> None:
        with self.inside("wp:category"):
            self.write(
                {
                    "wp:term_id": next(self.numbers),
                    "wp:category_nicename": topic.slug,
                    "wp:category_parent": "",
                    "wp:cat_name": topic.name,
                }
            )

    def write_image(self, image: Image) -> None:
        address = links.whole(image.get_absolute_url())
        item = _item("attachment", image.alt, address, image.uploaded_at)
        item |= {"wp:post_name": image.digest, "wp:status": "inherit"}
        with self.inside("item"):
            self.write(item | {"wp:post_id": next(self.numbers)})
            self.write({"wp:attachment_url": address})

    def write_page(self, page: Page) -> None:
        item = _item("page", page.title, _address(page), page.updated_at)
        status = "publish" if page.is_published else "draft"
        item |= {"wp:post_name": page.slug, "wp:status": status}
        with self.inside("item"):
            self.write(item | {"wp:post_id": next(self.numbers)})
            self.write(_text(page.html, page.summary, page))

    def write_post(self, post: Post) -> None:
        at = post.published_at or post.updated_at
        item = _item("post", post.title, _address(post), at, post.updated_at)
        item |= {
            "dc:creator": post.author.slug,
            "wp:post_name": post.slug,
            "wp:status": POST_STATUS[post.state()],
            "wp:menu_order": post.position,
            "wp:comment_status": "open" if post.comments_open else "closed",
        }
        with self.inside("item"):
            self.write(item | {"wp:post_id": next(self.numbers)})
            self.write(_text(post.html, post.summary, post))
            for topic in post.topics.all():
                names = {"domain": "category", "nicename": topic.slug}
                self.xml.addQuickElement("category", in_xml(topic.name), names)
            self.write_comments(post)

    def write_comments(self, post: Post) -> None:
        comments = Comment.objects.filter(post=post, status__in=COMMENT_STATUS)
        if self.with_addresses:
            comments = comments.select_related("correspondent")
        for comment in comments.order_by("pk").iterator():
            with self.inside("wp:comment"):
                self.write(self.comment_values(comment))

    def comment_values(self, comment: Comment) -> dict[str, object]:
        address = ""
        if self.with_addresses and comment.correspondent:
            address = comment.correspondent.email or ""
        return {
            "wp:comment_id": comment.pk,
            "wp:comment_author": comment.name,
            "wp:comment_author_email": address,
            "wp:comment_author_url": "",
            "wp:comment_author_IP": "",
            **_times("wp:comment_date", comment.submitted_at),
            "wp:comment_content": comment.html,
            "wp:comment_approved": COMMENT_STATUS[Status(comment.status)],
            "wp:comment_type": "comment",
            "wp:comment_parent": comment.parent_id or 0,
            "wp:comment_user_id": 0,
        }


def _address(row: Post | Page) -> str:
    return links.whole(row.get_absolute_url())


def _item(
    kind: str, title: str, address: str, at: datetime, changed: datetime | None = None
) -> dict[str, object]:
    return {
        "title": title,
        "link": address,
        "guid": address,
        "wp:post_type": kind,
        **_times("wp:post_date", at),
        **_times("wp:post_modified", changed or at),
        "wp:post_parent": 0,
        "wp:menu_order": 0,
        "wp:comment_status": "closed",
        "wp:ping_status": "closed",
        "wp:post_password": "",
        "wp:is_sticky": 0,
    }


def _times(name: str, moment: datetime) -> dict[str, str]:
    words = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return {name: words, f"{name}_gmt": words}


def _text(html: str, summary: str, row: Post | Page) -> dict[str, object]:
    seen = links.seen_from(row.get_absolute_url())
    return {
        "description": "",
        "content:encoded": rendering.with_addresses(html, seen),
        "excerpt:encoded": summary,
    }
