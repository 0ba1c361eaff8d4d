"""What writers asked to be told by mail, and addresses that get none."""

from __future__ import annotations

from django.db import models

from comments.fields import EncryptedEmailField
from comments.models.comments import Comment


class Subscription(models.Model):
    """The boxes that were ticked under one comment. Nothing of it holds until whoever
    reads the address's mail has confirmed this very one."""

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, related_name="subscription"
    )
    # When it is up, isn't published or has an answer.
    tells = models.BooleanField(default=False)
    # The link to its own page, which whoever reads the inbox can open.
    links = models.BooleanField(default=False)
    asks_step = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The moment of the latest thing that a sent mail was about.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="subscription_unconfirmed",
                condition=models.Q(confirmed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"Subscription {self.pk}"


class CheckIn(models.Model):
    """One question, a week after it was asked for: how did the step go?"""

    class Answer(models.TextChoices):
        DID_IT = "did-it"
        ON_MY_WAY = "on-my-way"
        ANOTHER = "another"

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, related_name="check_in"
    )
    due_at = models.DateTimeField(db_index=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Check-in {self.pk}"


class Suppression(models.Model):
    """An address that asked never to be written to, as a hash that outlives whatever
    else is known of it, and every rotation of keys."""

    lookup = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "Suppression"


class SuppressionKey(models.Model):
    """The one random key of these hashes, encrypted as addresses are."""

    key = EncryptedEmailField()

    def __str__(self) -> str:
        return "Key of suppressions"
