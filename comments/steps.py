"""Small steps: comments that their writers, or moderators, call one."""

from __future__ import annotations

from comments.models import Comment, Status


def mark(comment: Comment, is_step: bool) -> bool:
    """Call ``comment`` a step, or no longer. False where that changes nothing, or its
    words are gone."""
    found = Comment.objects.filter(pk=comment.pk, is_step=not is_step)
    return bool(found.exclude(status=Status.WITHDRAWN).update(is_step=is_step))
