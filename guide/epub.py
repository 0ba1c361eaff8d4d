"""The guide as an e-book (EPUB 3.3). Nothing outside its pages says what it is about:
neither the name of the file, nor what a shelf shows of it."""

from __future__ import annotations

import io
import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language

from guide import cards, links, made, naming, rendering, xhtml
from guide.book import Book, load
from guide.book_pictures import Pictures, named_in
from guide.image_names import ImageName
from guide.models import Post
from guide.pictures import is_picture

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/epub+zip"
# Files hold no other time, so that the same text makes the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def file_name(site: str) -> str:
    return f"{slugify(site) or 'pages'}.epub"


def make_ahead() -> None:
    """So that no reader waits for it."""
    loaded = load()
    if loaded is None:
        return
    try:
        of(loaded, naming.load().neutral)
    except Exception:  # Whoever asks for this has mail to send and words to erase.
        logger.exception("The e-book can't be made.")


def of(book: Book, site: str) -> bytes:
    """The file, made anew where anything that it is made of has changed; ``site`` is
    the name that it bears."""
    guide = book.guide
    pictures = named_in(_texts(book))
    about = [guide.title, guide.subtitle, guide.opening, guide.author.name]
    chapters = [[post.slug, post.title, post.body] for post in book.chapters]
    where = [site, settings.SITE_URL, get_language()]
    return made.once(
        lambda: _zipped(book, site, pictures),
        "epub",
        where,
        about,
        guide.author.bio,
        chapters,
        book.changed_at,
        [str(name) for name in pictures],
    )


def _texts(book: Book) -> list[str]:
    """Whatever may show pictures, as HTML, in the order of the book."""
    guide = book.guide
    texts = [post.html for post in book.chapters]
    return [guide.opening_html, *texts, guide.author.bio_html]


def _zipped(book: Book, site: str, pictures: Sequence[ImageName]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        # First and as it is: that is how an e-book is told from any other archive.
        archive.writestr(ZipInfo("mimetype", _NO_TIME), CONTENT_TYPE, ZIP_STORED)
        for name, content in _files(book, site, Pictures(pictures)):
            archive.writestr(ZipInfo(name, _NO_TIME), content, ZIP_DEFLATED)
    return file.getvalue()


def _files(book: Book, site: str, pictures: Pictures) -> Iterator[tuple[str, bytes]]:
    """Names and contents, all but the first."""
    chapters = [_chapter(book, post, pictures) for post in book.chapters]
    context: dict[str, Any] = {
        "guide": book.guide,
        "chapters": chapters,
        "identifier": uuid.uuid5(
            uuid.NAMESPACE_URL, links.whole(reverse("guide:epub"))
        ),
        "language": get_language() or settings.LANGUAGE_CODE,
        "modified": f"{book.changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "site_name": site,
        "site_url": settings.SITE_URL,
        "opening": _beside(book.guide.opening_html, pictures),
        "bio": _beside(book.guide.author.bio_html, pictures),
        "pictures": list(pictures),
    }
    yield "META-INF/container.xml", _filled("container.xml", context)
    for name in ("package.opf", "nav.xhtml", "cover.xhtml", "title.xhtml", "style.css"):
        yield f"book/{name}", _filled(name, context)
    yield "book/cover.png", cards.cover(site)
    for picture in pictures:
        yield f"book/{picture.file}", picture.content
    for chapter in chapters:
        page = _filled("chapter.xhtml", {**context, "chapter": chapter})
        yield f"book/{chapter['file']}", page
    if context["bio"]:
        yield "book/author.xhtml", _filled("author.xhtml", context)


def _filled(template: str, context: dict[str, Any]) -> bytes:
    page = render_to_string(f"guide/epub/{template}", context)
    return xhtml.in_xml(page).lstrip().encode()


def _chapter(book: Book, post: Post, pictures: Pictures) -> dict[str, Any]:
    def place(other: Post, anchor: str) -> str:
        file = _file_of(book, other)
        return f"{file}#{anchor}" if anchor else file

    link = book.linked_from(post, place)
    return {
        "file": _file_of(book, post),
        "title": post.title,
        "text": _in_xhtml(post.html, link, pictures),
        "sections": [
            heading for heading in post.contents if heading.level == 2 and heading.text
        ],
    }


def _file_of(book: Book, post: Post) -> str:
    return f"chapter-{book.chapters.index(post) + 1}.xhtml"


def _beside(html: str, pictures: Pictures) -> str:
    """A text of the cover, as a part of the book."""
    return _in_xhtml(html, links.seen_from("/"), pictures)


def _in_xhtml(html: str, link: Callable[[str], str], pictures: Pictures) -> str:
    def change(address: str) -> str:
        return address if is_picture(address) else link(address)

    changed = rendering.with_addresses(html, change)
    return xhtml.from_html(changed, pictures.file_at)
