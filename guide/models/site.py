"""What an owner decides for all pages of the site."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from guide import naming


class SiteSettings(models.Model):
    title = models.CharField(
        _("title of the site"),
        max_length=naming.LONGEST,
        blank=True,
        validators=[naming.validate_name],
        help_text=_(
            "Stands on top of every page. Empty for the neutral name. The guide has a "
            "title of its own, on its cover."
        ),
    )
    neutral_name = models.CharField(
        _("neutral name"),
        max_length=naming.LONGEST,
        blank=True,
        validators=[naming.validate_name],
        help_text=_(
            "What tabs, histories, mails, feeds and files are called, where others may "
            "look: it shouldn’t tell what is read here. Empty for the name that the "
            "site was set up with."
        ),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        validators=[naming.validate_name],
        help_text=_(
            "What is read here, in a sentence: at the foot of every page, in feeds and "
            "in search engines."
        ),
    )
    exit_url = models.URLField(
        _("where “Leave this page” leads"),
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_(
            "An https address that anybody may have open, such as the news or the "
            "weather. Empty for the one that the site was set up with."
        ),
    )
    full_titles = models.BooleanField(
        _("full titles"),
        default=False,
        help_text=_(
            "Off, every page carries the site’s name alone in tabs and histories. On, "
            "its own title stands there too."
        ),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="site_settings_is_one_row"
            )
        ]

    def __str__(self) -> str:
        return str(_("Site settings"))

    def clean(self) -> None:
        sites = (settings.SITE_URL, settings.MAIL_SITE_URL)
        ours = [urlsplit(site).hostname for site in sites]
        host = urlsplit(self.exit_url).hostname or ""
        if host.rstrip(".") in ours:
            raise ValidationError({"exit_url": _("That is this site itself.")})
