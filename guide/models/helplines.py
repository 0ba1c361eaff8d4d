"""Where help is to be had."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guide.contacts import Contact, read_contact


def new_stamp() -> int:
    return secrets.randbelow(2**31)


class HelplineQuerySet(models.QuerySet["Helpline"]):
    def stale(self, on: date | None = None) -> HelplineQuerySet:
        """Those that nobody has found right for longer than they are trusted, on that
        day (today if None), or ever."""
        oldest = (on or timezone.localdate()) - Helpline.TRUSTED
        return self.filter(Q(verified_on=None) | Q(verified_on__lt=oldest))


class Helpline(models.Model):
    # From the day when it was checked.
    TRUSTED = timedelta(days=180)

    class Kind(models.TextChoices):
        ABUSE = "abuse", _("If you are hurt or afraid")
        CRISIS = "crisis", _("If you can’t go on")
        RELATIONSHIP = "relationship", _("To talk about a relationship")

    # The countries that the shipped list covers; an owner adds rows, and a code that
    # isn't named here shows as it is.
    COUNTRIES = {
        "US": _("United States"),
        "GB": _("United Kingdom"),
        "IE": _("Ireland"),
        "CA": _("Canada"),
        "AU": _("Australia"),
        "NZ": _("New Zealand"),
        "IN": _("India"),
        "ZA": _("South Africa"),
        "ZZ": _("Anywhere else"),
    }

    country = models.CharField(
        _("country"), max_length=2, help_text=_("Two letters; ZZ for everywhere.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    numbers = models.TextField(
        _("numbers"),
        blank=True,
        help_text=_("One a line, with a word before it: “Call 116 123”."),
    )
    hours = models.CharField(_("hours"), max_length=80, blank=True)
    url = models.URLField(_("web address"), blank=True)
    url_confirmed = models.BooleanField(_("web address confirmed"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    verified_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day when you yourself last found it right."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Another one with each save: how many rows there are and the sum of these tell any
    # process that what it rendered is out of date.
    stamp = models.PositiveIntegerField(default=new_stamp, editable=False)

    objects = HelplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.country}: {self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.stamp = new_stamp()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def country_name(self) -> str:
        return str(self.COUNTRIES.get(self.country, self.country))

    @property
    def kind_label(self) -> str:
        return str(self.get_kind_display())

    @property
    def contacts(self) -> list[Contact]:
        return [
            read_contact(line) for line in self.numbers.splitlines() if line.strip()
        ]
