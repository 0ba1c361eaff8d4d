"""Comments, the decisions on them, who wrote them, and the rules of the discussion."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.fields import EncryptedEmailField
from comments.querysets import CommentQuerySet, ReportQuerySet
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
        Post, on_delete=models.PROTECT, related_name="comments", verbose_name=_("post")
    )
    correspondent = models.ForeignKey(
        Correspondent,
        null=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        verbose_name=_("correspondent"),
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
        ]

    def __str__(self) -> str:
        # Neither name nor words: the admin's own log keeps this line.
        return str(_("Comment %d") % self.pk) if self.pk else str(_("Comment"))

    def get_absolute_url(self) -> str:
        return reverse("comments:permalink", args=[self.pk])

    @property
    def reason_sentences(self) -> list[str]:
        return [str(Reason(reason).label) for reason in self.reasons]


class Cause(models.TextChoices):
    """What decided, where no person did and it wasn't the writer."""

    REPORT = "report", _("held after a report")


class Decision(models.Model):
    """Who changed a comment's status, when, from what to what. Never changed."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="decisions"
    )
    # Empty for the writer's own act, and where there is a cause.
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
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"

    @property
    def who(self) -> str:
        if self.by:
            return str(self.by)
        return str(self.get_cause_display() if self.cause else _("by its writer"))

    @property
    def is_by_writer(self) -> bool:
        return self.by_id is None and not self.cause


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


PAUSE_SENTENCE = (
    "We are taking a short rest from new comments. What people have shared stays for "
    "you to read, and you are welcome to come back later."
)


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
            "generous: a whole mobile network can look like one connection. Reports "
            "of comments are counted apart, up to the same number."
        ),
    )
    submits_minutes = models.PositiveSmallIntegerField(
        _("within minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )
    hold_reported = models.BooleanField(
        _("hold what is reported"),
        default=False,
        help_text=_(
            "Take a reported comment off the page until a person has looked. One "
            "report is enough, so a spiteful one takes down any comment for a while. "
            "What a person has kept after a report isn’t taken off again."
        ),
    )
    paused = models.BooleanField(
        _("pause new comments"),
        default=False,
        help_text=_(
            "On every page at once. What stands there stays, and can be reported."
        ),
    )
    pause_sentence = models.TextField(
        _("what stands in place of the form meanwhile"),
        max_length=500,
        blank=True,
        default=PAUSE_SENTENCE,
    )
    close_after_days = models.PositiveIntegerField(
        _("close conversations after days"),
        default=0,
        validators=[MaxValueValidator(36_500)],
        help_text=_(
            "Counted from the day when the post was published; 0 keeps them open. "
            "Each post can also be closed by itself, on its own page."
        ),
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

    @property
    def pause_words(self) -> str:
        return self.pause_sentence.strip() or PAUSE_SENTENCE
