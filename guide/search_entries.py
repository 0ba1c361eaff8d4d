"""What of posts and plain pages can be found, and where it leads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from guide.models.search import SearchRow

if TYPE_CHECKING:
    from guide.models.pages import Page
    from guide.models.posts import Post

Kind = SearchRow.Kind
# Questions in a post's text are numbered within it.
MOST_QUESTIONS = 1000
LONGEST_QUESTION = 200
_HEADING = re.compile(r'<h[234] id="([^"]*)">(.*?)</h[234]>', re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """What is to be found and where it is; ``title`` and ``text`` are searched.

    ``post`` is the key of the post that must be published, ``page`` that of the plain
    page which it goes with, ``under`` that of the entry
    of the same kind without which this one isn't found. ``byline`` is only shown.
    """

    kind: str
    key: int
    url: str
    title: str = ""
    text: str = field(default="", repr=False)
    byline: str = ""
    post: int | None = None
    page: int | None = None
    under: int | None = None


@dataclass(frozen=True)
class Part:
    """Of a text, from one heading to the next; the first has no heading."""

    anchor: str
    heading: str
    text: str

    @property
    def is_question(self) -> bool:
        return self.heading.endswith("?") and len(self.heading) <= LONGEST_QUESTION


def of_post(post: Post) -> list[Entry]:
    """The post, then each question in it, which is an entry of its own."""
    found = list(parts(post.html))
    asked = [part for part in found if part.is_question][:MOST_QUESTIONS]
    url = post.get_absolute_url()
    told = [
        f"{part.heading} {part.text}".strip() for part in found if part not in asked
    ]
    entries = [
        Entry(
            Kind.POST,
            post.pk,
            url,
            title=post.title,
            text=" ".join([post.summary, *told]).strip(),
            post=post.pk,
        )
    ]
    entries += [
        Entry(
            Kind.QUESTION,
            post.pk * MOST_QUESTIONS + number,
            f"{url}#{part.anchor}",
            title=part.heading,
            text=part.text,
            post=post.pk,
        )
        for number, part in enumerate(asked)
    ]
    return entries


def of_page(page: Page) -> Entry:
    text = f"{page.summary} {plain(page.html)}".strip()
    url = page.get_absolute_url()
    return Entry(Kind.PAGE, page.pk, url, page.title, text, page=page.pk)


def parts(html: str) -> Iterator[Part]:
    first, *others = _HEADING.split(html)
    if plain(first):
        yield Part("", "", plain(first))
    for anchor, heading, text in zip(
        others[::3], others[1::3], others[2::3], strict=True
    ):
        yield Part(anchor, plain(heading), plain(text))


def plain(html: str) -> str:
    """The words of ``html`` in a row."""
    together = re.sub("</?(?:a|code|em|strong)\\b[^>]*>", "", html)
    return " ".join(unescape(re.sub("<[^>]*>", " ", together)).split())
