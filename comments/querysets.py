"""Which comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from comments.screening.listed import Listed

if TYPE_CHECKING:
    from guide.models import Post

PAGE_SIZE = 50


class CommentQuerySet(models.QuerySet["Comment"]):  # type: ignore[name-defined]
    def approved(self) -> CommentQuerySet:
        """Comments that readers may see."""
        return self.filter(status=self.model.Status.APPROVED)

    def waiting(self) -> CommentQuerySet:
        """Comments that a person has to decide on, the oldest first."""
        status = self.model.Status
        return self.filter(status__in=[status.PENDING, status.CONCERN]).order_by("pk")

    def concerns(self) -> CommentQuerySet:
        return self.filter(status=self.model.Status.CONCERN).order_by("pk")

    def pending(self) -> CommentQuerySet:
        return self.filter(status=self.model.Status.PENDING).order_by("pk")

    def page_after(self, post: Post, after: int) -> CommentQuerySet:
        """Up to 51 approved comments of ``post`` whose keys follow ``after``.

        50 are a page; one more says that another page follows. By key, never by
        offset, so that every page costs the same.
        """
        found = self.approved().filter(post=post, pk__gt=after).order_by("pk")
        return found[: PAGE_SIZE + 1]

    def same_text(self, post: Post, digests: Sequence[str]) -> CommentQuerySet:
        """Comments on ``post`` with the same words that stand there or wait.

        What a rule alone called spam counts as waiting, so that its sender meets the
        same answers as everybody.
        """
        status = self.model.Status
        standing = models.Q(
            status__in=[status.PENDING, status.CONCERN, status.APPROVED]
        ) | models.Q(status=status.SPAM, decisions=None)
        return self.filter(standing, post=post, text_digest__in=digests)

    def sent_by(self, senders: Sequence[str], since: datetime) -> CommentQuerySet:
        return self.filter(sender__in=senders, submitted_at__gte=since)


def lasting(at: datetime) -> models.Q:
    """Rules that haven't come to their end at ``at``."""
    return models.Q(expires_at=None) | models.Q(expires_at__gt=at)


class RuleQuerySet(models.QuerySet["Rule"]):  # type: ignore[name-defined]
    def in_use(self, at: datetime) -> RuleQuerySet:
        return self.filter(lasting(at), is_active=True)

    def forget_senders(self, at: datetime) -> int:
        """Delete those about a connection that have ended; how many there were."""
        senders = self.filter(what=self.model.What.SENDER, expires_at__lte=at)
        count, _by_model = senders.delete()
        return count

    def listed(self) -> list[Listed]:
        """Each as screening reads it."""
        rows = self.order_by("pk").values_list("pk", "effect", "what", "value")
        return [Listed(*row) for row in rows]
