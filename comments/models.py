"""Comments, the decisions on them, who wrote them, and the rules of the discussion."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.fields import EncryptedEmailField
from comments.querysets import CommentQuerySet, MailPreferenceQuerySet
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
    undoes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="undone_by",
        verbose_name=_("undoes"),
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class DeclineReason(models.Model):
    """A kind word to the writer of a comment that isn't published."""

    label = models.CharField(
        _("reason"), max_length=60, help_text=_("What moderators choose it by.")
    )
    words = models.TextField(
        _("word to the writer"),
        max_length=1000,
        help_text=_("What the writer reads. It can be changed for each comment."),
    )
    is_for_concerns = models.BooleanField(
        _("for concerns"),
        default=False,
        help_text=_("Chosen beforehand where somebody may be at risk."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The first is taken if none is chosen.")
    )

    class Meta:
        verbose_name = _("reason for declining")
        verbose_name_plural = _("reasons for declining")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class DeskPreference(models.Model):
    """How one moderator likes the queue."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    uses_keys = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"Desk of {self.user}"


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


class MailPreference(models.Model):
    """Which mail a moderator has asked for. Who has no row has asked for none."""

    class Often(models.TextChoices):
        NEVER = "never", _("No mail")
        HOURLY = "hourly", _("At most one mail an hour")
        DAILY = "daily", _("At most one mail a day")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mail_preference",
    )
    waiting = models.CharField(
        _("When comments wait"),
        max_length=6,
        choices=Often.choices,
        default=Often.NEVER,
    )
    concerns = models.BooleanField(
        _("Also at once when somebody may be at risk, at most once an hour"),
        default=False,
    )

    objects = MailPreferenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Mail preference {self.pk}"

    def pause_after(self, kind: str) -> timedelta | None:
        """How long after one mail of ``kind`` another may follow; None: none at all."""
        if kind == OutboxMail.Kind.CONCERN:
            return timedelta(hours=1) if self.concerns else None
        pauses = {"hourly": timedelta(hours=1), "daily": timedelta(days=1)}
        return pauses.get(self.waiting)


class OutboxMail(models.Model):
    """A mail to be sent. It is composed when it goes out: no words are kept here, and
    no address."""

    class Kind(models.TextChoices):
        WAITING = "waiting", _("comments wait")
        CONCERN = "concern", _("a concern waits")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        GIVEN_UP = "given-up", _("given up")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # The same at every try, so that a mail which comes twice is known to be one.
    message_id = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # While it waits, unique for what it says and to whom: one such mail is enough.
    slot = models.CharField(max_length=40, null=True, blank=True, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    # The last try. With it a worker knows its claim from a later one.
    claimed_at = models.DateTimeField(null=True, blank=True)
    # A number of the mail server, or the class of an error; never a text of theirs.
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"Mail {self.pk} ({self.kind})"


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

    folds_hard_words = models.BooleanField(
        _("fold hard words"),
        default=True,
        help_text=_(
            "In the queue, a concern’s words stay folded until somebody opens them."
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
