"""What of the site's texts is exported, table by table, and how a row reads there.

The tables are in the order in which they can be read back: whoever is named comes
before who names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from guide.exporting.rows import plain
from guide.models import (
    Author,
    Guide,
    Helpline,
    Image,
    OldPath,
    Page,
    PickedPost,
    Post,
    Question,
    SiteSettings,
    Topic,
)


@dataclass(frozen=True)
class Table:
    """``name`` is in the plural; ``key`` tells a row from all others of its table;
    ``left_out`` are the fields that aren't exported, each with the reason."""

    name: str
    model: type[models.Model]
    key: Callable[[Any], str]
    left_out: Mapping[str, str] = field(default_factory=dict)
    # The number of the only row, of a table that has no more.
    only: int | None = None

    @property
    def names(self) -> set[str]:
        """What ``values`` says of a row."""
        fields = self.model._meta.concrete_fields
        return {field.name for field in fields if not field.primary_key} - {
            *self.left_out
        }

    def values(self, row: models.Model) -> dict[str, Any]:
        return plain(row, frozenset(self.left_out))

    def rows(self) -> models.QuerySet[Any]:
        names = [
            each.name
            for each in self.model._meta.concrete_fields
            if isinstance(each, models.ForeignKey) and each.name not in self.left_out
        ]
        found = self.model._default_manager.order_by("pk")
        return found.select_related(*names) if names else found


class PostTable(Table):
    """With what belongs to a post: topics, questions, similar posts by hand."""

    @property
    def names(self) -> set[str]:
        return super().names | {"topics", "questions", "picked"}

    def values(self, row: Any) -> dict[str, Any]:
        return super().values(row) | {
            "topics": sorted(topic.slug for topic in row.topics.all()),
            "questions": [QUESTIONS.values(each) for each in row.questions.all()],
            "picked": [PICKED.values(each) for each in row.picked.all()],
        }

    def rows(self) -> models.QuerySet[Any]:
        return super().rows().prefetch_related("topics", "questions", "picked__other")


def _slug(row: Any) -> str:
    return str(row.slug)


def _path(row: Any) -> str:
    return str(row.path)


_BELOW = {"body": "stands below the front matter"}
PAGES = Table("pages", Page, _slug, _BELOW)
POSTS = PostTable(
    "posts",
    Post,
    _slug,
    _BELOW
    | {
        "words": "counted anew",
        "preview_key": "opens a draft",
        "preview_until": "opens a draft",
    },
)
PICTURES = Table("pictures", Image, lambda image: str(image.name))
# In ``site.json``, before and after the texts.
BEFORE = (
    PICTURES,
    Table("authors", Author, _slug, {"account": "accounts stay here"}),
    Table("topics", Topic, _slug),
    Table("guides", Guide, _slug),
)
AFTER = (
    Table(
        "helplines",
        Helpline,
        lambda line: f"{line.country}/{line.kind}/{line.name}",
        {"stamp": "made anew"},
    ),
    Table("old addresses", OldPath, _path),
    Table("site settings", SiteSettings, lambda _row: "1", only=1),
)
# Within a post.
QUESTIONS = Table("questions", Question, _slug, {"post": "stands with its post"})
PICKED = Table(
    "picked", PickedPost, lambda one: one.other.slug, {"post": "stands with its post"}
)
ALL = (*BEFORE, PAGES, POSTS, *AFTER, QUESTIONS, PICKED)
