"""Who writes: one address each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.fields import EncryptedEmailField


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
