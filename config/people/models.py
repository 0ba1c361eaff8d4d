"""How people sign in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInSettings(models.Model):
    """The one row of settings of signing in."""

    second_factor_required = models.BooleanField(
        _("everybody needs a second factor"),
        default=False,
        help_text=_(
            "Whoever has none is led to set one up before anything else opens, you too."
        ),
    )

    class Meta:
        verbose_name = _("sign-in settings")
        verbose_name_plural = _("sign-in settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="sign_in_settings_is_one_row"
            )
        ]

    def __str__(self) -> str:
        return str(_("Sign-in settings"))
