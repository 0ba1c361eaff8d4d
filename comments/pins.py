"""Pinning: a few comments stand on top of their post's first page."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from django.db import transaction
from django.utils import timezone

from comments.models import Comment
from guide import pagecache
from guide.models import Post

MOST_PINNED = 5


class Outcome(Enum):
    DONE = auto()
    NOTHING_TO_DO = auto()
    NO_ROOM = auto()


@transaction.atomic
def pin(comment: Comment, at: datetime | None = None) -> Outcome:
    """Let ``comment`` stand on top, if it begins a thread and readers see it.

    One that leaves the page leaves the top as well, and is back there with it unless
    others have taken its place: see ``give_way``.
    """
    _lock_top(comment)
    if is_full(comment):
        return Outcome.NO_ROOM
    firsts = Comment.objects.filter(post=comment.post_id, thread=None)
    found = firsts.approved().filter(pk=comment.pk, pinned_at=None)
    return _said(comment, found.update(pinned_at=at or timezone.now()))


@transaction.atomic
def unpin(comment: Comment) -> Outcome:
    found = Comment.objects.filter(pk=comment.pk, pinned_at__isnull=False)
    return _said(comment, found.update(pinned_at=None))


def hold_still(comment: Comment) -> None:
    """If ``comment`` is pinned and may come back onto the page: let nobody else do so,
    or pin there, until the transaction ends. To be said before its row is locked, so
    that nobody waits in a circle."""
    if comment.pinned_at:
        _lock_top(comment)


def give_way(comment: Comment) -> None:
    """Unpin ``comment``, which is back on the page, where five others are pinned."""
    if comment.pinned_at and is_full(comment):
        unpin(comment)
        comment.pinned_at = None


def _lock_top(comment: Comment) -> None:
    """Two who pin at once wait for each other here, so that there are never more."""
    Post.objects.select_for_update(no_key=True).only("pk").get(pk=comment.post_id)


def is_full(comment: Comment) -> bool:
    """Whether others have all places on top of its post."""
    firsts = Comment.objects.filter(post=comment.post_id, thread=None)
    on_top = firsts.filter(stands=True, pinned_at__isnull=False)
    return on_top.exclude(pk=comment.pk).count() >= MOST_PINNED


def _said(comment: Comment, changed: int) -> Outcome:
    if not changed:
        return Outcome.NOTHING_TO_DO
    pagecache.forget(comment.post_id)
    return Outcome.DONE
