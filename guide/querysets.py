"""Which posts, in which order."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Q, When
from django.utils import timezone

if TYPE_CHECKING:
    from guide.models import Guide, Page, Post, Topic
    from guide.statements import Asked


class PostQuerySet(models.QuerySet["Post"]):
    def published(self, at: datetime | Asked | None = None) -> PostQuerySet:
        """Posts a stranger may read at ``at`` (aware datetime; now if None)."""
        return self.filter(published_at__lte=at or timezone.now())

    def listed(self, at: datetime | Asked | None = None) -> PostQuerySet:
        """Those that lists, feeds and searches may show at ``at``: the rest is read by
        who was given its address."""
        return self.published(at).filter(unlisted=False)

    def unlisted(self, at: datetime | None = None) -> PostQuerySet:
        return self.published(at).filter(unlisted=True)

    def drafts(self) -> PostQuerySet:
        return self.filter(published_at=None)

    def scheduled(self, at: datetime | None = None) -> PostQuerySet:
        """Posts that will be published by themselves after ``at`` (now if None)."""
        return self.filter(published_at__gt=at or timezone.now())

    def in_order(self) -> PostQuerySet:
        """Chapters of a guide in their order."""
        return self.order_by("position", "pk")

    def standing_alone(self) -> PostQuerySet:
        return self.filter(guide=None).order_by("-published_at", "-pk")

    def newest_first(self) -> PostQuerySet:
        """Those of the same moment in the order in which they were stored, as chapters
        are loaded."""
        return self.order_by("-published_at", "pk")

    def behind(self, post: Post) -> PostQuerySet:
        """What follows ``post`` where the newest is first."""
        same_moment = Q(published_at=post.published_at, pk__gt=post.pk)
        # The first half alone lets the index of times find them.
        return self.filter(published_at__lte=post.published_at).filter(
            Q(published_at__lt=post.published_at) | same_moment
        )

    def for_list(self) -> PostQuerySet:
        """Without the text, which no list shows."""
        return self.select_related("author").defer("body", "format")


class GuideQuerySet(models.QuerySet["Guide"]):
    def cover_first(self) -> models.QuerySet[Guide]:
        """First the one that the cover, the whole guide and the e-book show: the oldest
        with a chapter that lists may show now, or else the oldest."""
        readable = Q(posts__published_at__lte=timezone.now(), posts__unlisted=False)
        counted = self.annotate(readable=Count("posts", filter=readable))
        return counted.order_by(Case(When(readable=0, then=1), default=0), "pk")


class TopicQuerySet(models.QuerySet["Topic"]):
    def written_about(self) -> models.QuerySet[Topic]:
        """Those with posts that lists may show now; ``readable`` is how many."""
        readable = Q(posts__published_at__lte=timezone.now(), posts__unlisted=False)
        counted = self.annotate(readable=Count("posts", filter=readable))
        return counted.filter(readable__gt=0)


class BesideTextQuerySet(models.QuerySet[Any]):
    """Rows that belong to a post or to a plain page."""

    def of(self, text: Post | Page) -> BesideTextQuerySet:
        return self.filter(**{text._meta.model_name or "": text})
