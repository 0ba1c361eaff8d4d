"""A row as plain values, with other rows by what names them in the export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from guide.models import Author, Guide, Image, Page, Post, Topic

# What a file calls a row that others point to.
NAMES: dict[type[models.Model], Callable[[Any], str]] = {
    Author: lambda author: author.slug,
    Topic: lambda topic: topic.slug,
    Guide: lambda guide: guide.slug,
    Post: lambda post: post.slug,
    Page: lambda page: page.slug,
    Image: lambda image: str(image.name),
}


def plain(row: models.Model, without: frozenset[str]) -> dict[str, Any]:
    """The fields of ``row`` by their names, but for its key and those ``without``.

    A field that comes to a model is exported by itself: a test asks for a reason where
    one isn't. ValueError where it points to a row that has no name in the export.
    """
    return {
        field.name: _value(row, field)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in without
    }


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    value = getattr(row, field.name)
    if not isinstance(field, models.ForeignKey) or value is None:
        return value
    if type(value) not in NAMES:
        raise ValueError(f"{row._meta.label}.{field.name} has no name in an export.")
    return NAMES[type(value)](value)
