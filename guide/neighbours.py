"""The chapters before and after one, as its page leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from guide.models import Post
from guide.statements import statement

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Chapter(NamedTuple):
    pk: int
    title: str
    slug: str

    def get_absolute_url(self) -> str:
        return reverse("guide:post", args=[self.slug])


Neighbours = tuple[Chapter | None, Chapter | None]


def neighbours(shown: Post) -> Neighbours:
    """Those of ``shown``, in one query; none where it is none."""
    if not shown.is_chapter:
        return None, None
    found = _chapters(timezone.now(), shown.guide_id)
    chapters = [Chapter(*row) for row in found]
    keys = [chapter.pk for chapter in chapters]
    # Somebody may have taken it back since it was found.
    if shown.pk not in keys:
        return None, None
    place = keys.index(shown.pk)
    before = chapters[place - 1] if place else None
    after = chapters[place + 1] if place + 1 < len(chapters) else None
    return before, after


@statement
def _chapters(at: Any, guide: Any) -> QuerySet[Post, Any]:
    listed = Post.objects.listed(at).filter(guide=guide)
    return listed.in_order().values_list(*Chapter._fields)
