"""What is held, and what nearly the same words are found by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.querysets import RuleQuerySet
from comments.screening.listed import Effect, What


class Rule(models.Model):
    """What is held, put away or overlooked: words, names, domains, addresses, senders.

    Of an address and of a sender only the keyed hash is here, in ``value``; ``label``
    is what a moderator calls it.
    """

    Effect = Effect
    What = What

    effect = models.CharField(_("what happens"), max_length=10, choices=Effect.choices)
    what = models.CharField(
        _("looks at"), max_length=10, choices=What.choices, default=What.TEXT
    )
    value = models.CharField(_("words"), max_length=200)
    # Of an address: under which key it is hashed.
    key_name = models.CharField(max_length=16, blank=True, editable=False)
    label = models.CharField(_("label"), max_length=100, blank=True)
    family = models.CharField(_("family"), max_length=40, blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    hits = models.PositiveIntegerField(_("hits"), default=0, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["effect", "what", "value"], name="rule_is_said_once"
            )
        ]

    def __str__(self) -> str:
        # The admin's own log keeps this line: never a hash, never an address.
        hashed = self.what in (What.ADDRESS, What.SENDER)
        return self.label or (str(self.get_what_display()) if hashed else self.value)


class Fingerprint(models.Model):
    """One of a comment's eight keyed hashes by which nearly the same words are found.

    Each hash remembers its latest comment only, so looking one up costs the same
    however often it came.
    """

    band = models.BigIntegerField(primary_key=True)
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="fingerprints"
    )
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.band)
