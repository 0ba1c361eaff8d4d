"""What came from elsewhere, so that it is found again."""

from __future__ import annotations

from django.db import models


class Imported(models.Model):
    """The row that something of elsewhere became here.

    ``source`` says what it is there, such as ``wordpress:example.org:post:12``.
    ``digest`` is of the values as they were written, so that an editor's change is told
    and stays; empty where the row was here before, which is never written. A row whose
    object is gone was deleted here, and doesn't come back.
    """

    source = models.CharField(max_length=250, unique=True)
    object_pk = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.source
