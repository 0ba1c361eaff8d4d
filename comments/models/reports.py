"""What readers tell of a comment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.decisions import Decision
from comments.querysets import ReportQuerySet


class Report(models.Model):
    """A reader's word to the moderators about a comment that stands on the page."""

    class Reason(models.TextChoices):
        ABOUT_ME = "about-me", _("This is about me")
        DANGER = "danger", _("Somebody may be in danger")
        NAMES = "names", _("It names somebody or gives details away")
        UNKIND = "unkind", _("It’s unkind")
        ADVERTISING = "advertising", _("It’s advertising")
        OTHER = "other", _("Something else")

    # What can't wait for its turn.
    URGENT = (Reason.ABOUT_ME, Reason.DANGER)

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    words = models.TextField(_("in their words"), blank=True)
    at = models.DateTimeField(_("when"))
    # As a comment's: gone within 48 hours.
    sender = models.CharField(max_length=64, blank=True)
    # Open until somebody has looked: decided on the comment, or kept it as it is.
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    # The decision that settled it, if one did: undoing that opens it again.
    settled_with = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="settled_reports",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "sender"],
                condition=~models.Q(sender=""),
                name="report_once_a_sender",
            )
        ]
        indexes = [
            models.Index(
                fields=["comment", "reason"],
                condition=models.Q(settled_at=None),
                name="report_open",
            )
        ]

    def __str__(self) -> str:
        return str(_("Report %d") % self.pk) if self.pk else str(_("Report"))
