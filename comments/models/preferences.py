"""The rules of the discussion, and how each moderator likes the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import DEFAULT_DB_ALIAS, models
from django.utils.translation import gettext_lazy as _

from comments.screening.values import Limits, PublicNames
from comments.screening.writing import SCRIPTS
from comments.trust import Terms
from guide.statements import statement

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


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
        default=_("within two days"),
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
        help_text=_(
            "So long the count above goes on from the first comment, then it begins "
            "anew. Who is asked to wait sees how long, with their words kept."
        ),
    )
    mails_hourly = models.PositiveSmallIntegerField(
        _("mails to commenters within an hour"),
        default=200,
        validators=[MinValueValidator(1), MaxValueValidator(30_000)],
        help_text=_(
            "Of the whole site. What is above it waits for the next hour, and the "
            "admin’s front page says so. Your mail provider may have a limit too."
        ),
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
            "In the queue and in every list of the admin, a concern’s words stay "
            "folded until somebody opens them."
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
        help_text=_(
            "How far back the comments above are counted, whoever sent them. The "
            "longer, the sooner a busy evening looks like a flood."
        ),
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
        help_text=_(
            "Those that look like an author’s, like one of the team or like the site’s "
            "own. The first name alone counts, too."
        ),
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
        names = [field.attname for field in cls._meta.concrete_fields]
        for row in _row_of_settings():
            return cls.from_db(DEFAULT_DB_ALIAS, names, row)
        return cls(pk=1)

    @property
    def pause_words(self) -> str:
        return self.pause_sentence.strip() or PAUSE_SENTENCE

    def limits(self, names: PublicNames) -> Limits:
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


@statement
def _row_of_settings() -> models.QuerySet:
    return DiscussionSettings.objects.filter(pk=1).values_list()


class DeskPreference(models.Model):
    """How one moderator likes the queue."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    uses_keys = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"Desk of {self.user}"
