"""Which posts, in which order."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone


class PostQuerySet(models.QuerySet["Post"]):  # type: ignore[name-defined]
    def published(self, at: datetime | None = None) -> PostQuerySet:
        """Posts a stranger may read at ``at`` (aware datetime; now if None)."""
        return self.filter(published_at__lte=at or timezone.now())

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

    def for_list(self) -> PostQuerySet:
        """Without the text, which no list shows."""
        return self.select_related("author").defer("body")
