"""Senders, limits and the check of keys: rows that say nothing about anybody."""

from __future__ import annotations

from django.db import models

from comments.fields import EncryptedEmailField


class SenderKey(models.Model):
    """The random key of one UTC day, with which that day's senders are hashed."""

    day = models.DateField(unique=True)
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.day)


class Throttle(models.Model):
    """How often something happened within a window that began at ``began_at``."""

    key = models.CharField(max_length=120, primary_key=True)
    began_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.key


class KeyCheck(models.Model):
    """A known word, encrypted: tells at the start whether ADDRESS_KEYS fit the data."""

    word = EncryptedEmailField()

    def __str__(self) -> str:
        return "Check value of ADDRESS_KEYS"
