"""Comments, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from comments.querysets.desk import DeskQuerySet
from comments.querysets.page import PageQuerySet

if TYPE_CHECKING:
    from guide.models import Post


class CommentQuerySet(PageQuerySet, DeskQuerySet):  # type: ignore[override]
    def same_text(self, post: Post, digests: Sequence[str]) -> Self:
        """Comments on ``post`` with the same words that stand there or wait.

        What a rule alone called spam counts as waiting, so that its sender meets the
        same answers as everybody.
        """
        status = self.model.Status
        decisions = apps.get_model("comments", "Decision").objects
        by_people = decisions.filter(comment=OuterRef("pk"), by__isnull=False)
        standing = Q(status__in=[status.PENDING, status.CONCERN, status.APPROVED]) | Q(
            ~Exists(by_people), status=status.SPAM
        )
        return self.filter(standing, post=post, text_digest__in=digests)

    def for_telling(self) -> Self:
        """With all that ``comments.telling`` reads, so that many cost as few queries
        as one."""
        joined = self.select_related("post", "revision", "parent__thread")
        return joined.prefetch_related("decisions")
