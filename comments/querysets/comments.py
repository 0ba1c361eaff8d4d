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

    def spam_of_its_writer(self) -> Self:
        """Spam that tells something of the address: a person said that it is, or its
        own mailed button was pressed. What rules alone put away may be of anybody who
        typed the address, and ends nobody's trust."""
        spam = self.model.Status.SPAM
        decisions = apps.get_model("comments", "Decision").objects
        by_people = decisions.standing().filter(
            comment=OuterRef("pk"), to_status=spam, by__isnull=False
        )
        proved = apps.get_model("comments", "Subscription").objects.filter(
            comment=OuterRef("pk"), confirmed_at__isnull=False
        )
        return self.filter(Exists(by_people) | Exists(proved), status=spam)

    def for_telling(self) -> Self:
        """With all that ``comments.telling`` reads, so that many cost as few queries
        as one."""
        joined = self.select_related("post", "revision", "parent__thread")
        return joined.prefetch_related("decisions")
