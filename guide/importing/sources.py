"""What a reader finds elsewhere, on its way to become rows here. Pure.

``source`` tells each thing from all others, wherever they come from, such as
``wordpress:example.org:post:12``; others name it by that. Whoever is named comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from guide.formats import Format


@dataclass(frozen=True)
class SourceAuthor:
    source: str
    name: str
    slug: str
    bio: str = ""
    old_paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceTopic:
    source: str
    name: str
    slug: str
    old_paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceImage:
    """A picture of a text, which names it by its ``address``. ``content`` reads the
    file; None where that isn't there."""

    source: str
    address: str
    alt: str
    content: Callable[[], bytes] | None


@dataclass(frozen=True)
class SourceQuestion:
    question: str
    anchor: str
    answer: str


@dataclass(frozen=True)
class SourceGuide:
    source: str
    title: str
    slug: str
    author: str
    subtitle: str = ""


@dataclass(frozen=True)
class SourceText:
    """What posts and pages have in common.

    ``body`` in HTML becomes Markdown where that loses nothing.
    """

    source: str
    title: str
    slug: str
    body: str
    body_format: Format = Format.MARKDOWN
    summary: str = ""
    images: tuple[SourceImage, ...] = ()
    # Addresses, with their query, that are to lead here.
    old_paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourcePost(SourceText):
    """``author``, ``topics`` and ``guide`` by their sources; ``published_at`` aware,
    None for a draft."""

    author: str = ""
    topics: tuple[str, ...] = ()
    published_at: datetime | None = None
    comments_open: bool = True
    guide: str = ""
    position: int = 0
    questions: tuple[SourceQuestion, ...] = ()


@dataclass(frozen=True)
class SourcePage(SourceText):
    is_published: bool = True


Source = SourceAuthor | SourceTopic | SourceGuide | SourcePost | SourcePage
