from django.db import models
from django.utils import timezone


class Purge(models.Model):
    """Pages that what stands in front of the site is still to be told to forget: of the
    post with this key, or all where ``post`` is 0. One row each; gone once it was told.
    """

    post = models.BigIntegerField(primary_key=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"Purge of {self.post or 'everything'}"
