"""What an export says, an element at a time and never the whole of it at once.

The namespaces of the versions 1.0 to 1.2, with http and https, are told by their ends;
names here are those that the files themselves use, such as ``wp:post_id``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from guide.importing.files import BadFile
from guide.importing.wordpress.files import ExportFile
from guide.importing.xml_files import Found, elements

# A text with its pictures in it as letters, which some have, is that long.
MOST_CHARACTERS = 30_000_000
# As long as one that is kept can be.
LONGEST_SOURCE = 250
# In the last one there are moments that some time zones can't name.
LAST_YEAR = 9999
_PREFIXES = (
    (re.compile(r"wordpress\.org/export/[\d.]+/excerpt/?$"), "excerpt"),
    (re.compile(r"wordpress\.org/export/[\d.]+/?$"), "wp"),
    (re.compile(r"purl\.org/rss/1\.0/modules/content/?$"), "content"),
    (re.compile(r"purl\.org/dc/elements/1\.1/?$"), "dc"),
)
Tell = Callable[[int, int], None]


@lru_cache(maxsize=1000)
def naming(name: str) -> str:
    space, _blank, own = name.rpartition(" ")
    for pattern, prefix in _PREFIXES:
        if pattern.search(space):
            return f"{prefix}:{own}"
    return own


def parts(
    path: Path,
    names: Collection[str],
    tell: Tell = lambda done, total: None,
    without: Collection[str] = ("wp:comment",),
) -> Iterator[Found]:
    """The outermost elements of ``names``. BadFile, with the line, where ``path`` is no
    XML that can be read, or isn't safe to."""
    with ExportFile(path, tell) as file:
        yield from elements(
            file, names, MOST_CHARACTERS, naming=naming, without=without
        )


def raw_text_of(element: Element, name: str) -> str:
    """Of the first child called that. ElementTree takes such names for paths."""
    return next((child.text or "" for child in element if child.tag == name), "")


def text_of(element: Element, name: str) -> str:
    return raw_text_of(element, name).strip()


def metas(item: Element) -> Iterator[tuple[str, str]]:
    for meta in (child for child in item if child.tag == "wp:postmeta"):
        yield text_of(meta, "wp:meta_key"), text_of(meta, "wp:meta_value")


def moment(*written: str) -> datetime | None:
    """The first of ``written`` that is a time: as the database there has it, in UTC, or
    as feeds have it. Zeros stand for none."""
    for words in written:
        found = _moment(words.strip())
        if found and 1970 < found.year < LAST_YEAR:
            return found.astimezone(UTC)
    return None


def _moment(words: str) -> datetime | None:
    try:
        if words[:4].isdigit():
            return datetime.fromisoformat(words).replace(tzinfo=UTC)
        found = parsedate_to_datetime(words)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def split(address: str) -> SplitResult:
    """The parts of ``address``; none of one that can't be one."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


@dataclass(frozen=True)
class Attachment:
    """``post`` is the number of the text that it was uploaded to, "" for none."""

    address: str
    post: str
    alt: str


@dataclass
class Site:
    """What an export says of its site as a whole, and what its texts refer to."""

    address: str = ""
    version: str = ""
    # By login: the name that readers saw; and logins by number.
    authors: dict[str, str] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    # By their numbers.
    attachments: dict[str, Attachment] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What every source of this site begins with."""
        found = split(self.address)
        return f"wordpress:{found.netloc}{found.path.rstrip('/')}"[:150]

    @property
    def host(self) -> str:
        return split(self.address).netloc.removeprefix("www.")

    def source(self, what: str, key: str) -> str:
        return f"{self.prefix}:{what}:{key}"[:LONGEST_SOURCE]


_ABOUT = {"wp:wxr_version", "wp:base_blog_url", "wp:base_site_url", "wp:author", "item"}


def read_site(path: Path, tell: Tell = lambda done, total: None) -> Site:
    """BadFile where ``path`` is no export of WordPress."""
    site = Site()
    base = ""
    unread = {"wp:comment", "excerpt:encoded"}
    for found in parts(path, {*_ABOUT, "link"}, tell, unread):
        element, words = found.element, (found.element.text or "").strip()
        if element.tag == "wp:wxr_version":
            site.version = words
        elif element.tag == "wp:base_blog_url":
            site.address = words
        elif element.tag in ("wp:base_site_url", "link"):
            base = base or words
        elif element.tag == "wp:author":
            _add_author(site, element)
        else:
            _add_item(site, element)
    if not site.version:
        raise BadFile(_("This is no export of WordPress: it names no version of one."))
    site.address = site.address or base
    return site


def _add_author(site: Site, author: Element) -> None:
    login = text_of(author, "wp:author_login")
    names = [
        text_of(author, "wp:author_display_name"),
        f"{text_of(author, 'wp:author_first_name')} "
        f"{text_of(author, 'wp:author_last_name')}".strip(),
        login,
    ]
    site.authors[login] = unescape(next(filter(None, names), ""))
    site.logins[text_of(author, "wp:author_id")] = login


def _add_item(site: Site, item: Element) -> None:
    kind, number = text_of(item, "wp:post_type"), text_of(item, "wp:post_id")
    if kind == "attachment":
        alt = dict(metas(item)).get("_wp_attachment_image_alt", "")
        site.attachments[number] = Attachment(
            text_of(item, "wp:attachment_url") or text_of(item, "guid"),
            text_of(item, "wp:post_parent"),
            unescape(alt or text_of(item, "title")),
        )
    elif kind == "wp_block":
        site.blocks[number] = raw_text_of(item, "content:encoded")
