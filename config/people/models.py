"""How people sign in, and who was invited to."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
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


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime | None = None) -> InvitationQuerySet:
        """Those that still work at ``at`` (now if None)."""
        return self.unused(at or timezone.now()).filter(made_by__is_active=True)

    def unused(self, at: datetime) -> InvitationQuerySet:
        """Asks one table alone: an UPDATE of it sees what came first on PostgreSQL,
        where a join becomes a subquery that doesn't."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A link that makes one account of staff. Only the link's hash is stored."""

    label = models.CharField(
        _("for whom"),
        max_length=80,
        help_text=_("A name for your list, seen by staff."),
    )
    groups = models.ManyToManyField(Group, verbose_name=_("joins"), related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("invited by"),
        editable=False,
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"), editable=False)
    used_at = models.DateTimeField(_("used"), null=True, editable=False)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("used by"),
        editable=False,
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label

    def state(self, at: datetime | None = None) -> str:
        """Whether it works at ``at`` (now if None), in words."""
        if self.used_at:
            return str(_("Used"))
        if self.revoked_at:
            return str(_("Taken back"))
        if self.expires_at <= (at or timezone.now()) or not self.made_by.is_active:
            return str(_("Expired"))
        return str(_("Open"))
