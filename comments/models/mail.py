"""Mail: which moderators want it, and what is on its way to whom."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.querysets import MailPreferenceQuerySet, OutboxMailQuerySet


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
    # Nobody has it, says a mail server. With another address, mail goes out again.
    bounced_address = models.EmailField(blank=True, editable=False)

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
    no address.

    To a moderator (``user``), to the writer of ``comment``, or to whoever reads the
    mail of an address that may be known here, be it a writer's or one of staff
    (``lookups``, until it is done).
    """

    class Kind(models.TextChoices):
        WAITING = "waiting", _("comments wait")
        CONCERN = "concern", _("a concern waits")
        CONFIRM = "confirm", _("please confirm")
        LINK = "link", _("the link to a comment’s page")
        NEWS = "news", _("something to read")
        CHECK_IN = "check-in", _("how the step went")
        ADDRESS = "address", _("the link to everything about an address")
        RESET = "reset", _("the link to a new password")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        GIVEN_UP = "given-up", _("given up")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="mails"
    )
    # The keyed hashes of an address, the newest key's first: asking stores no address.
    lookups = models.TextField(blank=True)
    # What its mailbox is counted by, known here or not: ``suppressions.mailbox_hash``.
    mailbox = models.CharField(max_length=64, blank=True)
    # The same at every try, so that a mail which comes twice is known to be one.
    message_id = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # While it waits, unique for what it says and to whom: one such mail is enough.
    slot = models.CharField(max_length=80, null=True, blank=True, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    # The last try. With it a worker knows its claim from a later one.
    claimed_at = models.DateTimeField(null=True, blank=True)
    # A number of the mail server, or the class of an error; never a text of theirs.
    error = models.CharField(max_length=60, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"], name="outbox_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, comment=None, lookups="")
                | models.Q(user=None, comment__isnull=False, lookups="")
                | (models.Q(user=None, comment=None) & ~models.Q(lookups=""))
                | models.Q(user=None, comment=None, state="given-up"),
                name="outbox_mail_has_one_reader",
            )
        ]

    def __str__(self) -> str:
        return f"Mail {self.pk} ({self.kind})"
