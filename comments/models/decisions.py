"""What was decided on a comment, and the kind words for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment, Status
from comments.querysets import DecisionQuerySet


class Cause(models.TextChoices):
    """What decided, where no person did and it wasn't the writer; or that it was about
    other words of its writer, not about the status; or that a concern was answered."""

    REPORT = "report", _("held after a report")
    RULE = "rule", _("by a rule")
    CLOCK = "clock", _("its time had run out")
    PROVED = "proved", _("by trust: its mailed button was pressed")
    EDIT = "edit", _("other words of its writer")
    EDIT_DECLINED = "edit-declined", _("other words of its writer declined")
    IMPORT = "import", _("brought along from elsewhere")
    ANSWERED = "answered", _("answered, kept private")


# What a person decided on the status, as it is undone: plainly, or by answering.
ON_THE_STATUS = ("", Cause.ANSWERED)


class Decision(models.Model):
    """Who changed a comment's status, when, from what to what. Never changed."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="decisions"
    )
    # Empty for the writer's own act, and where a cause decided.
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

    objects = DecisionQuerySet.as_manager()

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
        to = self.get_to_status_display()
        if self.cause == Cause.ANSWERED:
            to = self.get_cause_display()
        return f"{self.get_from_status_display()} → {to}"

    @property
    def is_on_the_status(self) -> bool:
        """Whether a person could take it back; not what took another one back."""
        return self.undoes_id is None and self.cause in ON_THE_STATUS

    @property
    def who(self) -> str:
        if self.by and self.cause:
            return f"{self.by} ({self.get_cause_display()})"
        if self.by:
            return str(self.by)
        return str(self.get_cause_display() if self.cause else _("by its writer"))

    @property
    def is_by_writer(self) -> bool:
        return self.by_id is None and not self.cause


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
