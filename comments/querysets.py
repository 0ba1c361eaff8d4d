"""Which comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import models

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
        """Comments on ``post`` with the same words that stand there or wait."""
        status = self.model.Status
        standing = [status.PENDING, status.CONCERN, status.APPROVED]
        return self.filter(post=post, text_digest__in=digests, status__in=standing)

    def sent_by(self, senders: Sequence[str], since: datetime) -> CommentQuerySet:
        return self.filter(sender__in=senders, submitted_at__gte=since)


class MailPreferenceQuerySet(models.QuerySet["MailPreference"]):  # type: ignore[name-defined]
    def reachable(self) -> MailPreferenceQuerySet:
        """Of moderators who may sign in, see comments and have an address."""
        users = get_user_model().objects.with_perm(
            "comments.view_comment", backend="django.contrib.auth.backends.ModelBackend"
        )
        return self.filter(user__in=users, user__is_staff=True).exclude(user__email="")
