"""The whole guide on one page."""

from __future__ import annotations

from dataclasses import dataclass

from guide import rendering
from guide.book import Book
from guide.models import Post
from guide.pictures import is_picture
from guide.rendering import Heading


@dataclass(frozen=True)
class Part:
    """A chapter on the page: its ``id`` there, and sections whose ids begin with it."""

    post: Post
    id: str
    html: str
    sections: list[Heading]


def parts(book: Book) -> list[Part]:
    return [_part(book, chapter) for chapter in book.chapters]


def _part(book: Book, chapter: Post) -> Part:
    own = _id_of(chapter)
    rendered = chapter.rendered_within(own)
    link = book.linked_from(chapter, _place)

    def change(address: str) -> str:
        # A page loads pictures from the host that it was asked of, whatever that is.
        return address if is_picture(address) else link(address)

    html = rendering.with_addresses(rendered.html, change)
    sections = [each for each in rendered.contents if each.level == 2 and each.text]
    return Part(chapter, own, html, sections)


def _id_of(chapter: Post) -> str:
    return f"chapter-{chapter.slug}"


def _place(chapter: Post, anchor: str) -> str:
    own = _id_of(chapter)
    return f"#{rendering.inside(own, anchor) if anchor else own}"
