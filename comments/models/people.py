"""Who writes: one address each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.fields import EncryptedEmailField


class GivenTrust(models.TextChoices):
    """A person's word about an address. It takes no proof's place."""

    ALWAYS = "always", _("Trusted")
    NEVER = "never", _("Not trusted")


class Correspondent(models.Model):
    """One address. It is encrypted; ``lookup`` finds it, ``key_name`` says with which
    key it is stored."""

    email = EncryptedEmailField(_("address"))
    lookup = models.CharField(max_length=64, unique=True)
    key_name = models.CharField(max_length=16, db_index=True)
    # When whoever reads this address's mail last showed that they do.
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    # Where a person has decided what comments.trust would else find by itself.
    given_trust = models.CharField(
        _("trust"), max_length=6, choices=GivenTrust.choices, blank=True
    )

    # When that person asked never to be written to. What holds is a Suppression: this
    # row goes with the last comment.
    never_mail_at = models.DateTimeField(_("wants no mail"), null=True, blank=True)
    # When a mail server said for good that nobody has this address.
    bounced_at = models.DateTimeField(_("mail came back"), null=True, blank=True)

    class Meta:
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")
        permissions = [("view_address", _("Can see the address of a commenter"))]

    def __str__(self) -> str:
        return f"Correspondent {self.pk}"
