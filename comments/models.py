"""Comments, the decisions on them, who wrote them, and the rules of the discussion."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.fields import EncryptedEmailField
from comments.querysets import CommentQuerySet
from guide.models import Post


class Correspondent(models.Model):
    """One address. It is encrypted; ``lookup`` finds it, ``key_name`` says with which
    key it is stored."""

    email = EncryptedEmailField(_("address"))
    lookup = models.CharField(max_length=64, unique=True)
    key_name = models.CharField(max_length=16, db_index=True)

    class Meta:
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")
        permissions = [("view_address", _("Can see the address of a commenter"))]

    def __str__(self) -> str:
        return f"Correspondent {self.pk}"


class Status(models.TextChoices):
    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    SPAM = "spam", _("Spam")
    # Held and escalated: somebody may be at risk. Never approved by a rule or in bulk.
    CONCERN = "concern", _("Concern")
    WITHDRAWN = "withdrawn", _("Erased")


class Reason(models.TextChoices):
    """Why a comment is held, in words for the moderator."""

    EVERYTHING_WAITS = "everything-waits", _("Every comment waits for a person.")
    SAME_SHORT_TEXT = (
        "same-short-text",
        _("The same few words already stand or wait under this post."),
    )
    MANY_FROM_ADDRESS = (
        "many-from-address",
        _("This address has sent unusually many comments within the hour."),
    )


class Comment(models.Model):
    Status = Status

    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        related_name="comments",
        verbose_name=_("post"),
        db_index=False,  # three indexes below begin with it
    )
    correspondent = models.ForeignKey(
        Correspondent,
        null=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        verbose_name=_("correspondent"),
        db_index=False,  # two indexes below begin with it
    )
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("comment"))
    html = models.TextField(editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PENDING
    )
    reasons = models.JSONField(_("held because"), default=list)
    submitted_at = models.DateTimeField(_("sent"))
    # Keyed hashes: of the words, so that the same ones are found again; of the sender's
    # network address, gone within 48 hours. Both are empty once they have no use.
    text_digest = models.CharField(max_length=64)
    sender = models.CharField(max_length=64, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["post", "status", "id"], name="comment_page"),
            models.Index(fields=["status", "id"], name="comment_queue"),
            models.Index(fields=["post", "text_digest"], name="comment_same_text"),
            models.Index(
                fields=["sender"], name="comment_sender", condition=~models.Q(sender="")
            ),
            # One address may have sent a hundred thousand: its page, its counts.
            models.Index(
                fields=["correspondent", "submitted_at"], name="comment_writer"
            ),
            models.Index(
                fields=["correspondent", "status"], name="comment_writer_status"
            ),
            # The admin's list by date: of all, under one post, in one status.
            models.Index(fields=["submitted_at"], name="comment_sent"),
            models.Index(fields=["post", "submitted_at"], name="comment_post_sent"),
            models.Index(fields=["status", "submitted_at"], name="comment_status_sent"),
        ]

    def __str__(self) -> str:
        # Neither name nor words: the admin's own log keeps this line.
        return str(_("Comment %d") % self.pk) if self.pk else str(_("Comment"))

    def get_absolute_url(self) -> str:
        return reverse("comments:permalink", args=[self.pk])

    @property
    def reason_sentences(self) -> list[str]:
        return [str(Reason(reason).label) for reason in self.reasons]


class Decision(models.Model):
    """Who changed a comment's status, when, from what to what. Never changed."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="decisions"
    )
    # Empty for the writer's own act.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    from_status = models.CharField(_("from"), max_length=10, choices=Status.choices)
    to_status = models.CharField(_("to"), max_length=10, choices=Status.choices)
    # What the writer is told, if they look.
    why = models.TextField(_("word to the writer"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class SenderKey(models.Model):
    """The random key of one UTC day, with which that day's senders are hashed."""

    day = models.DateField(unique=True)
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.day)


class Throttle(models.Model):
    """How often something happened within a window that began at ``began_at``."""

    key = models.CharField(max_length=120, primary_key=True)
    began_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.key


class KeyCheck(models.Model):
    """A known word, encrypted: tells at the start whether ADDRESS_KEYS fit the data."""

    word = EncryptedEmailField()

    def __str__(self) -> str:
        return "Check value of ADDRESS_KEYS"


class DiscussionSettings(models.Model):
    """The one row of settings of the conversation."""

    reading_time = models.CharField(
        _("comments are read"),
        max_length=60,
        default="within two days",
        help_text=_("Completes “A person reads every comment, usually …”."),
    )
    submits = models.PositiveSmallIntegerField(
        _("comments from one connection"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_(
            "More than this within the minutes below are asked to wait. Keep it "
            "generous: a whole mobile network can look like one connection."
        ),
    )
    submits_minutes = models.PositiveSmallIntegerField(
        _("within minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )

    class Meta:
        verbose_name = _("discussion settings")
        verbose_name_plural = _("discussion settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="discussion_settings_is_one_row"
            )
        ]

    def __str__(self) -> str:
        return str(_("Discussion settings"))

    @classmethod
    def load(cls) -> DiscussionSettings:
        """The row, or the defaults where nobody has saved one yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
