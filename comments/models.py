"""Comments, the decisions on them, who wrote them, and the rules of the discussion."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.fields import EncryptedEmailField
from comments.querysets import (
    CommentQuerySet,
    MailPreferenceQuerySet,
    NoteQuerySet,
    ReportQuerySet,
    RuleQuerySet,
)
from comments.screening.listed import Effect, What
from comments.screening.values import Limits, Sign
from comments.screening.writing import SCRIPTS
from comments.trust import Terms
from guide.models import Author, Post

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Correspondent(models.Model):
    """One address. It is encrypted; ``lookup`` finds it, ``key_name`` says with which
    key it is stored."""

    email = EncryptedEmailField(_("address"))
    lookup = models.CharField(max_length=64, unique=True)
    key_name = models.CharField(max_length=16, db_index=True)
    # When whoever reads this address's mail last showed that they do.
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

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
    # What it replies to: a comment that isn't a reply itself.
    parent = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    # Of the team's own words: whose account wrote them, and as which author.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
    )
    author = models.ForeignKey(
        Author,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("as the author"),
    )
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("comment"))
    html = models.TextField(editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PENDING
    )
    # A list of signs as ``screening.values.Sign.as_json`` gives them.
    reasons = models.JSONField(_("held because"), default=list)
    submitted_at = models.DateTimeField(_("sent"))
    # Keyed hashes: of the words, so that the same ones are found again; of the sender's
    # network address, gone within 48 hours. Both are empty once they have no use.
    text_digest = models.CharField(max_length=64)
    sender = models.CharField(max_length=64, blank=True)

    # Of what it replies to; set by the list of a page's replies.
    parent_status: str

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("view_original", _("Can see words that were taken out"))]
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["post", "status", "id"],
                name="comment_page",
                condition=models.Q(parent=None),
            ),
            models.Index(
                fields=["post", "parent", "id"],
                name="comment_replies",
                condition=models.Q(parent__isnull=False),
            ),
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

    def was_decided(self) -> bool:
        """Whether a person has ever decided on it."""
        return self.decisions.filter(by__isnull=False).exists()

    @property
    def signs(self) -> list[Sign]:
        """Why it is where it is, in the order in which a moderator reads it."""
        return [Sign.from_json(reason) for reason in self.reasons]

    @property
    def badge(self) -> str:
        """What stands beside the name of one who writes for this site."""
        if self.author_id:
            return str(_("Author"))
        team = str(_("Team"))
        return team if self.written_by_id and self.name != team else ""

    @property
    def was_redacted(self) -> bool:
        """Whether words were taken out of it. One query."""
        return self.redactions.exists()

    @property
    def reason_sentences(self) -> list[str]:
        return [sign.sentence for sign in self.signs]


class Cause(models.TextChoices):
    """What decided, where no person did and it wasn't the writer."""

    REPORT = "report", _("held after a report")
    RULE = "rule", _("by a rule")
    CLOCK = "clock", _("its time had run out")


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
        indexes = [
            models.Index(
                fields=["at"], name="decision_words", condition=~models.Q(why="")
            )
        ]

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
    waits_for_opinion: bool

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


class Rule(models.Model):
    """What is held, put away or overlooked: words, names, domains, addresses, senders.

    Of an address and of a sender only the keyed hash is here, in ``value``; ``label``
    is what a moderator calls it.
    """

    Effect = Effect
    What = What

    effect = models.CharField(_("what happens"), max_length=10, choices=Effect.choices)
    what = models.CharField(
        _("looks at"), max_length=10, choices=What.choices, default=What.TEXT
    )
    value = models.CharField(_("words"), max_length=200)
    # Of an address: under which key it is hashed.
    key_name = models.CharField(max_length=16, blank=True, editable=False)
    label = models.CharField(_("label"), max_length=100, blank=True)
    family = models.CharField(_("family"), max_length=40, blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    hits = models.PositiveIntegerField(_("hits"), default=0, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["effect", "what", "value"], name="rule_is_said_once"
            )
        ]

    def __str__(self) -> str:
        # The admin's own log keeps this line: never a hash, never an address.
        hashed = self.what in (What.ADDRESS, What.SENDER)
        return self.label or (str(self.get_what_display()) if hashed else self.value)


class Fingerprint(models.Model):
    """One of a comment's eight keyed hashes by which nearly the same words are found.

    Each hash remembers its latest comment only, so looking one up costs the same
    however often it came.
    """

    band = models.BigIntegerField(primary_key=True)
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="fingerprints"
    )
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.band)


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


PAUSE_SENTENCE = (
    "We are taking a short rest from new comments. What people have shared stays for "
    "you to read, and you are welcome to come back later."
)


def _days(label: StrPromise, default: int, help_text: StrPromise) -> Any:
    """How long something is kept before it is erased, in days."""
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=help_text,
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
    # The clocks of comments.retention. What they say is also on /privacy/.
    spam_days = _days(
        _("days until spam is erased"),
        30,
        _("Counted from the moment it was marked. Words, name and address go."),
    )
    declined_days = _days(
        _("days until declined comments are erased"),
        90,
        _("Counted from the decision. Words, name and address go."),
    )
    decision_words_days = _days(
        _("days until words about decisions are erased"),
        365,
        _("What you wrote to the writer. That and when was decided stays."),
    )
    redaction_days = _days(
        _("days until the originals of redactions are erased"),
        30,
        _("Counted from the day when the words were taken out."),
    )
    report_words_days = _days(
        _("days until words of reports are erased"),
        90,
        _("Counted from the day when a moderator had looked."),
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
        help_text=_("Kind and short. Empty: the usual sentence stands there."),
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

    folds_hard_words = models.BooleanField(
        _("fold hard words"),
        default=True,
        help_text=_(
            "In the queue, a concern’s words stay folded until somebody opens them."
        ),
    )

    links_held_from = models.PositiveSmallIntegerField(
        _("links"),
        default=2,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "A comment with this many links or more is held. 0: never for that."
        ),
    )
    pause_seconds = models.PositiveSmallIntegerField(
        _("seconds between two comments"),
        default=20,
        validators=[MaxValueValidator(3600)],
        help_text=_(
            "Faster from one connection is held, not refused. 0: never for that."
        ),
    )
    flood_comments = models.PositiveSmallIntegerField(
        _("comments on the whole site"),
        default=30,
        validators=[MaxValueValidator(1000)],
        help_text=_(
            "When this many came within the minutes below, each one more is held and "
            "says so. 0: never for that."
        ),
    )
    flood_minutes = models.PositiveSmallIntegerField(
        _("within minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )
    script = models.CharField(
        _("script of this site"),
        max_length=12,
        choices=SCRIPTS,
        default="latin",
        help_text=_("A comment that is mostly in another one is held."),
    )
    screens_links = models.BooleanField(
        _("look at links"),
        default=True,
        help_text=_("Their number, shorteners, hosts that look like others."),
    )
    screens_writing = models.BooleanField(
        _("look at the writing"),
        default=True,
        help_text=_("Nearly all capitals, or another script."),
    )
    screens_details = models.BooleanField(
        _("look for personal details"),
        default=True,
        help_text=_("Phone numbers, streets and email addresses in the words."),
    )
    screens_names = models.BooleanField(
        _("look at names"),
        default=True,
        help_text=_("Those that look like an author’s or like one of the team."),
    )
    screens_repeats = models.BooleanField(
        _("look for repeats"),
        default=True,
        help_text=_("The same few words, or nearly the same ones, within 30 days."),
    )
    screens_origin = models.BooleanField(
        _("look at where it came from"),
        default=True,
        help_text=_(
            "Throw-away addresses, programs that fill in forms, many at once from one "
            "connection, from one address or on the whole site."
        ),
    )

    trusts = models.BooleanField(
        _("show comments of known writers at once"),
        default=False,
        help_text=_(
            "Off: every comment waits for a person. On: a comment is shown at once if "
            "it was proved by mail, its address is confirmed, the numbers below are "
            "met and nothing at all was noticed. Never where somebody may be at risk."
        ),
    )
    trusts_after = models.PositiveSmallIntegerField(
        _("after approved comments"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("So many of the same writer must stand on the page."),
    )
    trusts_days = models.PositiveSmallIntegerField(
        _("days without spam"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("One comment marked as spam within these days ends the trust."),
    )

    FAMILIES = ("links", "writing", "details", "names", "repeats", "origin")

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

    def limits(self, names: tuple[str, ...] = ()) -> Limits:
        """What screening goes by; ``names`` nobody else should use."""
        return Limits(
            links=self.links_held_from,
            pause_seconds=self.pause_seconds,
            flood_comments=self.flood_comments,
            flood_minutes=self.flood_minutes,
            script=self.script,
            off=frozenset(
                family
                for family in self.FAMILIES
                if not getattr(self, f"screens_{family}")
            ),
            names=names,
        )

    def terms(self) -> Terms:
        return Terms(self.trusts, self.trusts_after, self.trusts_days)
