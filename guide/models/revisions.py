"""Posts and pages as they were, and words that nobody has saved yet."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guide.models.pages import Page
from guide.models.posts import Post
from guide.querysets import BesideTextQuerySet


class TextRevision(models.Model):
    """A post or a page as it was stored at a moment, written by ``guide.revisions``."""

    post = models.ForeignKey(
        Post, null=True, on_delete=models.CASCADE, related_name="revisions"
    )
    page = models.ForeignKey(
        Page, null=True, on_delete=models.CASCADE, related_name="revisions"
    )
    # Nobody where it was found as something else than a save in the admin left it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"))
    # As ``guide.text_values`` has them, and the names of those that were new.
    values = models.JSONField()
    changed = models.JSONField(default=list)
    # Of the revision that was brought back by this one.
    brought_back_at = models.DateTimeField(null=True)

    objects = BesideTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None) ^ Q(page=None),
                name="revision_is_of_one_text",
            )
        ]

    def __str__(self) -> str:
        return str(_("Version %d") % self.pk) if self.pk else str(_("Version"))

    @property
    def text(self) -> Post | Page:
        return self.post or cast(Page, self.page)


class UnsavedText(models.Model):
    """What somebody has typed into the form of a post or a page, or of a new one.

    Each form that is served is a sheet of its own, so that two tabs keep both. Only who
    typed it sees it.
    """

    class Kind(models.TextChoices):
        POST = "post", _("post")
        PAGE = "page", _("page")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    sheet = models.CharField(max_length=40)
    # Counts what comes from a sheet, so that nothing late replaces what is newer.
    turn = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=4, choices=Kind)
    post = models.ForeignKey(
        Post, null=True, on_delete=models.CASCADE, related_name="unsaved"
    )
    page = models.ForeignKey(
        Page, null=True, on_delete=models.CASCADE, related_name="unsaved"
    )
    # The stamp of what it was begun from; empty for something new.
    begun = models.CharField(max_length=64, blank=True)
    # Pairs of name and value, as the form sends them; none once they were saved.
    fields = models.JSONField(default=list)
    is_saved = models.BooleanField(default=False)
    at = models.DateTimeField(_("when"))

    objects = BesideTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved words")
        verbose_name_plural = _("unsaved words")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "sheet"], name="sheet_is_one_row")
        ]

    def __str__(self) -> str:
        # Not the words, which are of one person alone.
        return str(_("Unsaved words"))

    @property
    def text(self) -> Post | Page | None:
        """None for something new."""
        return self.post or self.page
