"""A comment, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments import permalinks, text
from comments.badges import badge_of
from comments.models.people import Correspondent
from comments.querysets import CommentQuerySet
from comments.screening.values import Sign
from guide.models import Author, Post

if TYPE_CHECKING:
    from comments.models.words import Revision


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
        db_index=False,  # indexes below begin with it
    )
    correspondent = models.ForeignKey(
        Correspondent,
        null=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        verbose_name=_("correspondent"),
        db_index=False,  # two indexes below begin with it
    )
    # What it replies to, and the first comment of the thread in which both are. Of that
    # first one both are empty.
    parent = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="replies",
        verbose_name=_("in reply to"),
        db_index=False,  # comment_answers leaves out the many that are no replies
    )
    thread = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="in_thread",
        verbose_name=_("thread"),
        db_index=False,  # as is comment_in_thread
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
    # Said beside the name. Not told by ``written_by``: it goes along to another site,
    # where that account isn't.
    of_team = models.BooleanField(editable=False, default=False)
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("comment"))
    html = models.TextField(editable=False)
    # Whether its writer calls it a small step: then it is on the wall of those too.
    is_step = models.BooleanField(_("small step"), default=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PENDING
    )
    # Shown on the page, or a place held there: approved, or erased from the page while
    # replies hung beneath it. ``comments.moderation`` keeps it, as it keeps the status.
    stands = models.BooleanField(editable=False, default=False)
    # On top of its post's first page, the one that was pinned first before the others.
    pinned_at = models.DateTimeField(_("pinned"), null=True, editable=False)
    # A list of signs as ``screening.values.Sign.as_json`` gives them.
    reasons = models.JSONField(_("held because"), default=list)
    submitted_at = models.DateTimeField(_("sent"))
    # Keyed hashes: of the words, so that the same ones are found again; of the sender's
    # network address, gone within 48 hours. Both are empty once they have no use.
    text_digest = models.CharField(max_length=64)
    sender = models.CharField(max_length=64, blank=True)

    # How often its words became others of its writer: who decides says which they saw.
    edits = models.PositiveIntegerField(default=0, editable=False)
    # Part of what its links are signed with; a new one ends those that were given out.
    link_key = models.CharField(max_length=16, blank=True, editable=False)

    # Set by lists in the admin (``comments.hard_words``), and by the queue.
    is_folded = False
    raised_by: str | None = None

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("view_original", _("Can see words that were taken out"))]
        ordering = ["pk"]
        indexes = [
            # A post's page, and a thread's. SQLite takes them only where a question
            # says the very condition, and without a parameter: ``stands`` is one.
            models.Index(
                fields=["post", "id"],
                name="comment_page",
                condition=models.Q(stands=True, thread=None),
            ),
            models.Index(
                fields=["thread", "id"],
                name="comment_replies",
                condition=models.Q(stands=True, thread__isnull=False),
            ),
            models.Index(
                fields=["post", "pinned_at"],
                name="comment_pinned",
                condition=models.Q(pinned_at__isnull=False),
            ),
            # Whether anything hangs beneath, or may come there. The latter apart from
            # what stands: SQLite would take it for that too, and walk what doesn't.
            models.Index(
                fields=["parent"],
                name="comment_answers",
                condition=models.Q(parent__isnull=False),
            ),
            models.Index(
                fields=["thread", "status"],
                name="comment_in_thread",
                condition=models.Q(stands=False, thread__isnull=False),
            ),
            models.Index(
                fields=["post", "status", "id"],
                name="comment_steps",
                condition=models.Q(is_step=True),
            ),
            # Not by key: SQLite would take that for pages and steps as well.
            models.Index(
                fields=["post", "status", "submitted_at"], name="comment_feed"
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
        """One query, unless the post is there already."""
        return permalinks.address("permalink", self.pk, self.post)

    @property
    def answered(self) -> Comment | None:
        """What it replies to, which is under the same post. One query, or joined."""
        if self.parent:
            self.parent.post = self.post
        return self.parent

    @property
    def is_on_page(self) -> bool:
        """Whether readers may see it, as ``on_page`` says. One query of a reply."""
        return self.status == Status.APPROVED and self.stands and self.has_place

    @property
    def has_place(self) -> bool:
        """Whether it is in no thread that has left the page. One query of a reply."""
        return self.thread is None or self.thread.stands

    @property
    def can_be_pinned(self) -> bool:
        return self.thread_id is None and self.is_on_page

    def was_decided(self) -> bool:
        """Whether a person has ever decided on it."""
        return self.decisions.filter(by__isnull=False).exists()

    def is_as_decided(self) -> bool:
        """Whether the last word on it was a person's, not its writer's."""
        made = list(self.decisions.all())
        return bool(made and made[-1].by_id)

    @property
    def signs(self) -> list[Sign]:
        """Why it is where it is, in the order in which a moderator reads it."""
        return [Sign.from_json(reason) for reason in self.reasons]

    @property
    def badge(self) -> str:
        return badge_of(self)

    @property
    def quotation(self) -> str:
        """Its words in a row; empty where it was erased."""
        return text.in_a_row(self.html)

    @property
    def waiting_change(self) -> Revision | None:
        """What its writer wants in its place, if that waits. One query, or joined."""
        return getattr(self, "revision", None)

    @property
    def was_redacted(self) -> bool:
        """Whether words were taken out of it. One query."""
        return self.redactions.exists()

    @property
    def reason_sentences(self) -> list[str]:
        return [sign.sentence for sign in self.signs]
