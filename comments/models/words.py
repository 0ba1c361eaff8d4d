"""What moderators write or take out beside a comment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.people import Correspondent
from comments.querysets import NoteQuerySet
from comments.screening.values import Sign


class Revision(models.Model):
    """What the writer of a comment on the page wants there instead; it waits for a
    person. A later one takes its place under another key, so that who decides by the
    key has seen these very words."""

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, related_name="revision"
    )
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("comment"))
    html = models.TextField(editable=False)
    # As a comment's.
    reasons = models.JSONField(_("held because"), default=list)
    is_concern = models.BooleanField(default=False)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        # Not the words: the admin's own log keeps this line.
        return str(_("Change of comment %d") % self.comment_id)

    @property
    def reason_sentences(self) -> list[str]:
        return [Sign.from_json(reason).sentence for reason in self.reasons]


class Redaction(models.Model):
    """Who took words out of a comment, and when. What stood there before is kept for a
    time (``comments.redaction``), then empty."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="redactions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"))
    original = models.TextField(_("original"), blank=True)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["at"],
                name="redaction_clock",
                condition=~models.Q(original=""),
            )
        ]

    def __str__(self) -> str:
        # Not the words: the admin's own log keeps this line.
        return str(_("Words taken out of comment %d") % self.comment_id)


class Note(models.Model):
    """What a moderator keeps for the others, on a comment or on who wrote it. Readers
    and writers never see it."""

    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="notes"
    )
    correspondent = models.ForeignKey(
        Correspondent, null=True, on_delete=models.CASCADE, related_name="notes"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"))
    words = models.TextField(_("note"))
    asks_opinion = models.BooleanField(_("asks for a second opinion"), default=False)

    # Whether it asks and nobody has answered; set by lists of notes.
    waits_for_opinion = False

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(comment=None) ^ models.Q(correspondent=None),
                name="note_is_on_one_subject",
            )
        ]

    def __str__(self) -> str:
        # Not the words: the admin's own log keeps this line.
        return str(_("Note %d") % self.pk) if self.pk else str(_("Note"))
