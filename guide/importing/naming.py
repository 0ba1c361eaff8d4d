"""Titles and addresses from elsewhere, made to fit here. Pure but for who is there."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.db import models
from django.utils.text import Truncator, slugify

from guide.models import Page


def fitting(model: type[models.Model], field: str, words: str) -> str:
    """``words`` in a row, shortened to what the field takes."""
    most = model._meta.get_field(field).max_length  # type: ignore[union-attr]
    return Truncator(" ".join(words.split())).chars(most or len(words))


def free_slug(
    model: type[models.Model], wanted: str, besides: str, row: models.Model | None
) -> str:
    """``wanted`` as an address that nothing else has, or made of ``besides``; ``row``
    is the one that it is for, where there is one."""
    most: int = model._meta.get_field("slug").max_length  # type: ignore[union-attr, assignment]
    slug = slugify(unquote(wanted)) or slugify(besides) or "text"
    slug = slug if len(slug) <= most else slug[:most].rpartition("-")[0] or slug[:most]
    slug = slug.strip("-_") or "text"
    others: Any = model._default_manager.exclude(pk=row.pk if row else None)
    candidate, number = slug, 1
    while not _has_room(model, candidate) or others.filter(slug=candidate).exists():
        number += 1
        ending = f"-{number}"
        candidate = slug[: most - len(ending)].rstrip("-") + ending
    return candidate


def _has_room(model: type[models.Model], slug: str) -> bool:
    """Plain pages stand beside what the site has of its own, such as ``/posts/``."""
    return model is not Page or Page.can_stand_at(slug)
