"""What waits for somebody who writes here, for the admin's front page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from guide.models import Guide, Helpline, Post

SHOWN = 5


@dataclass(frozen=True)
class Few:
    """The first of ``posts``, and whether there are more."""

    posts: list[Post]
    has_more: bool

    @classmethod
    def of(cls, posts: QuerySet[Post]) -> Few:
        """In one query."""
        found = list(posts.only("title", "published_at", "updated_at")[: SHOWN + 1])
        return cls(found[:SHOWN], len(found) > SHOWN)


@dataclass(frozen=True)
class Waiting:
    """None is what isn't for that account to see."""

    drafts: Few | None
    scheduled: Few | None
    guide: Guide | None
    stale_helplines: int


def waiting_for(user: User, at: datetime | None = None) -> Waiting:
    """A query for each thing that ``user`` may see: four at most."""
    at = at or timezone.now()
    writes = user.has_perm("guide.change_post")
    checks = user.has_perm("guide.change_helpline")
    coming = Post.objects.scheduled(at).order_by("published_at", "pk")
    return Waiting(
        drafts=Few.of(_drafts(user)) if writes else None,
        scheduled=Few.of(coming) if writes else None,
        guide=Guide.objects.only("title").first() if writes else None,
        stale_helplines=_stale(at) if checks else 0,
    )


def _drafts(user: User) -> QuerySet[Post]:
    """One's own first, then by who was last at work on one."""
    own = Case(When(author__account=user, then=Value(0)), default=Value(1))
    return Post.objects.drafts().order_by(own, "-updated_at", "pk")


def _stale(at: datetime) -> int:
    return Helpline.objects.stale(timezone.localdate(at)).count()
