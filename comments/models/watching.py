"""When what is done again and again was done last."""

from __future__ import annotations

from django.db import models

from comments.querysets import LastDoneQuerySet


class LastDone(models.Model):
    """A row for each ``what``, so that any process can tell how long ago that was."""

    class What(models.TextChoices):
        WORKER = "worker"  # a round of the worker, noted once a minute
        CLOCKS = "clocks"  # everything erased that had had its time

    what = models.CharField(max_length=20, primary_key=True, choices=What.choices)
    at = models.DateTimeField()

    objects = LastDoneQuerySet.as_manager()

    def __str__(self) -> str:
        return self.what
