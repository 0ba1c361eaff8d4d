"""What of an export becomes posts, pages, their authors and topics here."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guide.formats import Format
from guide.importing.report import Report
from guide.importing.sources import (
    Source,
    SourceAuthor,
    SourcePage,
    SourcePost,
    SourceTopic,
)
from guide.importing.wordpress import texts
from guide.importing.wordpress.export import (
    Site,
    Tell,
    metas,
    moment,
    parts,
    raw_text_of,
    split,
    text_of,
)
from guide.importing.wordpress.pictures import Files

_TEXTS = {"post", "page"}
# Read before, with what is made of them.
_PARTS_OF_TEXTS = {"attachment", "wp_block"}
# What WordPress calls a topic when there is none.
_NO_TOPIC = {"uncategorized", "uncategorised"}
_PUBLIC = {"publish", "future"}
_APART = re.compile(r"</?(?:p|br|div|li|h\d)\b[^>]*>", re.I)
_TAGS = re.compile(r"<[^<>]*>")


def read_texts(
    path: Path,
    site: Site,
    files: Files,
    report: Report,
    tell: Tell = lambda done, total: None,
) -> Iterator[Source]:
    """Each text after the author and topics that it names. What isn't brought in, and
    what a person should know, goes to ``report``."""
    reader = _Reader(site, files, report)
    for found in parts(path, {"item"}, tell):
        yield from reader.read(found.element)


@dataclass
class _Reader:
    site: Site
    files: Files
    report: Report
    # Sources of authors and topics that have been given already.
    given: set[str] = field(default_factory=set)

    def read(self, item: Element) -> Iterator[Source]:
        kind, status = text_of(item, "wp:post_type"), text_of(item, "wp:status")
        title = _plain(text_of(item, "title"))
        if kind not in _TEXTS:
            self._leave(kind)
        elif status == "trash":
            self.report.skip(_plural(kind), _("in the bin there"), title)
        elif status in ("auto-draft", "inherit"):
            self.report.skip(_plural(kind), _("a copy that WordPress keeps"))
        else:
            yield from self._text(item, kind, title)

    def _leave(self, kind: str) -> None:
        why = _("neither posts nor pages, but “%s”") % kind
        if kind in _PARTS_OF_TEXTS:
            why = _("they come with the texts that show them")
        self.report.skip(_("other things"), why)

    def _text(self, item: Element, kind: str, title: str) -> Iterator[Source]:
        common = self._common(item, kind, title)
        published_at = self._published_at(item, title)
        if kind == "page":
            # It has no time of its own here: one to come waits for who writes.
            is_out = published_at is not None and published_at <= timezone.now()
            yield SourcePage(**common, is_published=is_out)
            return
        author = yield from self._author(text_of(item, "dc:creator"))
        topics = yield from self._topics(item)
        yield SourcePost(
            **common,
            author=author,
            topics=tuple(topics),
            published_at=published_at,
            comments_open=text_of(item, "wp:comment_status") != "closed",
        )

    def _common(self, item: Element, kind: str, title: str) -> dict[str, Any]:
        """What posts and pages both have."""
        number = text_of(item, "wp:post_id")
        content = raw_text_of(item, "content:encoded")
        text = texts.as_html(content, self._gallery(number), self._block)
        for name in text.left:
            self.report.note(_("A short code of WordPress shows as typed: [%s]") % name)
        html = self._with_own_links(text.html)
        return {
            "source": self.site.source(kind, number),
            "title": title,
            "slug": text_of(item, "wp:post_name"),
            "body": html,
            "body_format": Format.HTML,
            "summary": _plain(text_of(item, "excerpt:encoded")),
            "images": tuple(self.files.in_text(html)),
            "old_paths": tuple(self._old_paths(item, kind, number)),
        }

    def _published_at(self, item: Element, title: str) -> datetime | None:
        """None for a draft; what only some could read there is one as well."""
        status = text_of(item, "wp:status")
        if status == "private" or text_of(item, "wp:post_password"):
            self.report.note(
                _("Not for everybody there, so it is a draft: “%s”") % title
            )
            return None
        if status not in _PUBLIC:
            return None
        at = moment(
            text_of(item, "wp:post_date_gmt"),
            text_of(item, "pubDate"),
            text_of(item, "wp:post_date"),
            text_of(item, "wp:post_modified_gmt"),
        )
        if at is None:
            self.report.note(_("Without a date there, so it is a draft: “%s”") % title)
        return at

    def _author(self, login: str) -> Generator[SourceAuthor, None, str]:
        source = self.site.source("author", slugify(login) or quote(login)[:40])
        if login and source not in self.given:
            self.given.add(source)
            name = self.site.authors.get(login) or login
            path = f"{self._base}/author/{slugify(login)}/"
            yield SourceAuthor(source, name, login, old_paths=(path,))
        return source if login else ""

    def _topics(self, item: Element) -> Generator[SourceTopic, None, list[str]]:
        found: dict[str, None] = {}
        for category in item.iterfind("category"):
            name = unescape((category.text or "").strip())
            domain = category.get("domain", "category")
            slug = category.get("nicename") or slugify(name)
            is_topic = domain in ("category", "tag", "post_tag") and name
            if not is_topic or slug in _NO_TOPIC or slugify(name) in _NO_TOPIC:
                continue
            kind = "category" if domain == "category" else "tag"
            source = self.site.source(kind, slug)
            found[source] = None
            if source not in self.given:
                self.given.add(source)
                path = f"{self._base}/{kind}/{slug}/"
                yield SourceTopic(source, name, slug, old_paths=(path,))
        return list(found)

    def _old_paths(self, item: Element, kind: str, number: str) -> Iterator[str]:
        """Where readers and links come from: its address, those before that, and the
        one with its number."""
        link = text_of(item, "link")
        yield f"{self._base}/?{'page_id' if kind == 'page' else 'p'}={number}"
        found = split(link)
        if found.path.strip("/") and not found.query:
            yield found.path
            parent = found.path.rstrip("/").rpartition("/")[0]
            for key, slug in metas(item):
                if key == "_wp_old_slug" and slug:
                    yield f"{parent}/{slug}/"

    def _gallery(self, number: str) -> texts.Gallery:
        attachments = self.site.attachments

        def numbered(one: str) -> tuple[str, str] | None:
            found = attachments.get(one)
            return (found.address, found.alt) if found else None

        def of_text() -> Iterator[tuple[str, str]]:
            mine = (each for each in attachments.values() if each.post == number)
            return ((each.address, each.alt) for each in mine)

        return texts.Gallery(numbered, of_text)

    def _block(self, number: str) -> str:
        return self.site.blocks.get(number, "")

    def _with_own_links(self, html: str) -> str:
        """Links to the site as it was lead to what stands here now, by old paths."""
        return self._own_link.sub(lambda link: f"{link[1]}{link[2] or '/'}", html)

    @cached_property
    def _own_link(self) -> re.Pattern[str]:
        host = re.escape(self.site.host)
        return re.compile(
            rf"(<a\b[^<>]*?\shref\s*=\s*[\"'])https?://(?:www\.)?{host}"
            r"(/(?!wp-content/)[^\"']*|(?=[\"']))",
            re.I,
        )

    @cached_property
    def _base(self) -> str:
        return split(self.site.address).path.rstrip("/")


def _plural(kind: str) -> str:
    return _("pages") if kind == "page" else _("posts")


def _plain(html: str) -> str:
    return " ".join(unescape(_TAGS.sub("", _APART.sub(" ", html))).split())
