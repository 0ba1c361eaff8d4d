"""What an owner decides for all pages of the site."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteSettings(models.Model):
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
