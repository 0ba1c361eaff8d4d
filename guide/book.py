"""The guide as one text: its published chapters in order, links between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urldefrag

from django.db.models import Count, Max

from guide import links, naming
from guide.models import Guide, Image, Post


@dataclass(frozen=True)
class Book:
    guide: Guide
    # At least one.
    chapters: list[Post]

    @property
    def changed_at(self) -> datetime:
        return max(chapter.changed_at for chapter in self.chapters)

    def linked_from(
        self, chapter: Post, place: Callable[[Post, str], str]
    ) -> Callable[[str], str]:
        """What makes the addresses in ``chapter`` good in a book that holds them all.

        ``place`` says where a chapter stands there, or the heading of it with that id;
        whatever is elsewhere gets its whole address.
        """
        chapters = {other.get_absolute_url(): other for other in self.chapters}
        make_whole = links.seen_from(chapter.get_absolute_url())

        def link(address: str) -> str:
            path, anchor = urldefrag(address)
            target = chapters.get(path) if path else chapter
            if target and (not anchor or anchor in _anchors(target)):
                return place(target, anchor)
            return make_whole(address)

        return link


def _anchors(chapter: Post) -> set[str]:
    return {heading.id for heading in chapter.contents}


def stamp() -> tuple[object, ...]:
    """Another one when anything in the guide has changed, or its time has come: what is
    said on its cover and of its author, its chapters, the pictures, the name that it
    bears. Four statements, which read no chapter.
    """
    about = Guide.objects.cover_first().values_list(
        "title", "subtitle", "opening", "author__name", "author__bio"
    )
    listed = Post.objects.listed().filter(guide__isnull=False)
    # Their order, too: a chapter that moves isn't saved by it.
    chapters = listed.in_order().values_list("pk", "updated_at", "published_at")
    pictures = Image.objects.aggregate(Count("pk"), Max("pk"))
    said = (about.first(), tuple(chapters), *pictures.values())
    return (naming.load().neutral, *said)


def load() -> Book | None:
    """The guide of the cover, in three queries; None where nothing of it is out."""
    guide = Guide.objects.cover_first().select_related("author").first()
    if guide is None:
        return None
    listed = Post.objects.listed().filter(guide=guide)
    chapters = list(listed.in_order().prefetch_related("questions"))
    return Book(guide, chapters) if chapters else None
