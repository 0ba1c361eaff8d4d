"""Which comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import User

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

    def reported(self) -> CommentQuerySet:
        """Comments with reports that nobody has looked at, the urgent ones first."""
        reports = self._reports().open()
        return self.filter(pk__in=reports.values("comment")).order_by(
            self.urgency(), "pk"
        )

    def urgency(self) -> models.expressions.OrderBy:
        """For ordering: first what somebody urgently asks to look at."""
        urgent = self._reports().open().urgent()
        return models.Exists(urgent.filter(comment=models.OuterRef("pk"))).desc()

    def _reports(self) -> ReportQuerySet:
        reports: ReportQuerySet = self.model.reports.rel.related_model.objects.all()
        return reports

    def page_after(self, post: Post, after: int) -> CommentQuerySet:
        """Up to 51 approved comments of ``post`` whose keys follow ``after``.

        50 are a page; one more says that another page follows. By key, never by
        offset, so that every page costs the same.
        """
        found = self.approved().filter(post=post, pk__gt=after).order_by("pk")
        return found[: PAGE_SIZE + 1]

    def same_text(self, post: Post, digest: str) -> CommentQuerySet:
        """Comments on ``post`` with the same words that stand there or wait."""
        status = self.model.Status
        standing = [status.PENDING, status.CONCERN, status.APPROVED]
        return self.filter(post=post, text_digest=digest, status__in=standing)

    def sent_by(self, senders: Sequence[str], since: datetime) -> CommentQuerySet:
        return self.filter(sender__in=senders, submitted_at__gte=since)


class ReportQuerySet(models.QuerySet["Report"]):  # type: ignore[name-defined]
    def open(self) -> ReportQuerySet:
        """Reports that nobody has looked at."""
        return self.filter(settled_at=None)

    def up_to(self, key: int) -> ReportQuerySet:
        return self.filter(pk__lte=key)

    def urgent(self) -> ReportQuerySet:
        return self.filter(reason__in=self.model.URGENT)

    def settle(self, by: User | None, at: datetime | None = None) -> int:
        """Close those that are open; how many these were.

        ``by`` is None where the writer erased the comment.
        """
        return self.open().update(settled_at=at or timezone.now(), settled_by=by)

    def erase(self) -> int:
        """Leave nothing but that there was a report, and when."""
        return self.update(reason="", words="", sender="")
