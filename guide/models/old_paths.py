"""Where posts, pages, topics and authors stood before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What an old path may lead to; each is a field of it, and has its ``old_paths``.
TARGETS = ("post", "page", "topic", "author")


def normal(address: str) -> str:
    """``address`` as old paths are stored: of this site, whatever host it names, not
    encoded, with its query and without its anchor. "" where it has no path."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path)
    if not path.startswith("/") or not path.isprintable():
        return ""
    query = unquote(parts.query)
    return f"{path}?{query}" if query and query.isprintable() else path


def _exactly_one(names: Sequence[str]) -> Q:
    """That one of ``names`` is set, and no other."""
    only = (
        reduce(and_, (Q(**{f"{name}__isnull": name != one}) for name in names))
        for one in names
    )
    return reduce(or_, only)


class OldPathQuerySet(models.QuerySet["OldPath"]):
    def lead(self, address: str, to: models.Model) -> OldPath | None:
        """From now on ``address`` leads to the row ``to``, wherever it led before. None
        where it can't be one: no path, or longer than fits."""
        path = normal(address)
        if not path or len(path) > OldPath.LONGEST:
            return None
        target = to._meta.model_name or ""
        leads = {name: to if name == target else None for name in TARGETS}
        return self.update_or_create(path=path, defaults=leads)[0]

    def follow(self, row: Moving, stood: Moving | None) -> None:
        """Note that ``row`` was saved, which ``stood`` as that says, or is new.

        Where strangers could read it leads to it from then on. Where it stands now
        leads nowhere else any more.
        """
        old, now = (each.path_for_readers if each else "" for each in (stood, row))
        if old and old != now:
            self.lead(old, row)
        if now and now != old:
            self.filter(path=now).delete()


class Moving(models.Model):
    """What has an address of its own, and keeps the ones before it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(savepoint=False):
            rows = type(self)._base_manager.filter(pk=self.pk)
            stood = None if self._state.adding else rows.first()
            super().save(*args, **kwargs)
            self.follow(stood)

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def follow(self, stood: Any) -> None:
        """What saving it means for readers; ``stood`` is how it was stored before, None
        where it is new."""
        OldPath.objects.follow(self, stood)

    @property
    def path_for_readers(self) -> str:
        """Where strangers can read it; "" while they can't."""
        return self.get_absolute_url()


class OldPath(models.Model):
    """An address that answers with the way to where its row stands now.

    It leads to a row, not to another address: however often that moves, one step is
    enough. Where something stands at the path itself, that answers instead.
    """

    LONGEST = 500

    path = models.CharField(
        _("old address"),
        max_length=LONGEST,
        unique=True,
        help_text=_("From the first slash on, such as /2019/05/my-post/ or /?p=123."),
    )
    post = models.ForeignKey(
        "guide.Post",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="old_paths",
        verbose_name=_("post"),
    )
    page = models.ForeignKey(
        "guide.Page",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="old_paths",
        verbose_name=_("page"),
    )
    topic = models.ForeignKey(
        "guide.Topic",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="old_paths",
        verbose_name=_("topic"),
    )
    author = models.ForeignKey(
        "guide.Author",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="old_paths",
        verbose_name=_("author"),
    )

    objects = OldPathQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one(TARGETS),
                name="old_path_leads_to_one",
                violation_error_message=_("Choose the one thing that it leads to."),
            )
        ]

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        path = normal(self.path)
        if not path:
            raise ValidationError({"path": _("An address begins with a slash here.")})
        self.path = path

    @property
    def target(self) -> Any:
        """The row that it leads to."""
        return next(row for name in TARGETS if (row := getattr(self, name)) is not None)
