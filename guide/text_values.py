"""What there is to a post or a page, as plain values that can be kept and compared.

Fields by their names, relations as keys; questions and similar posts as rows within.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from django.db import models
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guide import differences
from guide.differences import Part
from guide.models import Page, Post

Text: TypeAlias = Post | Page
Values: TypeAlias = dict[str, Any]

# Rows that are edited together with what they belong to.
ROWS: dict[type[models.Model], tuple[str, ...]] = {
    Post: ("questions", "picked"),
    Page: (),
}
# Fields that a form sets by a choice under another name.
CHOSEN = ("unlisted",)
# What isn't a text's own: a chapter's place changes when another one moves.
ELSEWHERE: dict[type[models.Model], tuple[str, ...]] = {Post: ("position",)}


@dataclass(frozen=True)
class Change:
    """What became of one field, as a text with what went and what came."""

    name: str
    label: str
    parts: list[Part]

    @property
    def short(self) -> list[Part]:
        return differences.shortened(self.parts)


# Taking values


def of(text: Text) -> Values:
    """As it is stored now."""
    found = fields_of(text)
    for field in text._meta.many_to_many:
        keys = getattr(text, field.name).values_list("pk", flat=True)
        found[field.name] = sorted(keys)
    for name in ROWS[type(text)]:
        found[name] = [row_of(row) for row in getattr(text, name).all()]
    return found


def blank(model: type[Text]) -> Values:
    """Of something new."""
    none = [*(field.name for field in model._meta.many_to_many), *ROWS[model]]
    return fields_of(model()) | {name: [] for name in none}


def fields_of(row: models.Model) -> Values:
    return {field.name: plain(field, row) for field in _own_fields(type(row))}


def row_of(row: models.Model) -> Values:
    """Of a question or a similar post; its key is None as long as it isn't stored."""
    return {"pk": row.pk} | {
        name: value for name, value in fields_of(row).items() if name != "post"
    }


def plain(field: models.Field, row: models.Model) -> Any:
    value = field.value_from_object(row)
    if isinstance(value, datetime):
        # To the second, as the form has it.
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    if value is None or isinstance(value, (bool, int)):
        return value
    return field.value_to_string(row).replace("\r\n", "\n")


def stamp(values: Values) -> str:
    """The same for the same values, and for no others."""
    ordered = json.dumps(values, sort_keys=True)
    return hashlib.sha256(ordered.encode()).hexdigest()


def differing(before: Values, after: Values) -> list[str]:
    """Names of fields that both have, with other values."""
    return [name for name in after if name in before and before[name] != after[name]]


def _own_fields(model: type[models.Model]) -> list[models.Field]:
    left_out = ELSEWHERE.get(model, ())
    return [
        field
        for field in model._meta.concrete_fields
        if (field.editable or field.name in CHOSEN)
        and not field.primary_key
        and field.name not in left_out
    ]


# Showing them


def changes(model: type[Text], before: Values, after: Values) -> list[Change]:
    """What a person sees change between the two."""
    found = []
    for name in _known(model, differing(before, after)):
        old, new = shown(model, name, before[name]), shown(model, name, after[name])
        if old != new:
            parts = differences.parts_of_long(old, new)
            found.append(Change(name, label(model, name), parts))
    return found


def label(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    if isinstance(field, models.ForeignObjectRel):
        return capfirst(str(field.related_model._meta.verbose_name_plural))
    return capfirst(str(getattr(field, "verbose_name", name)))


def labels(model: type[Text], names: Iterable[str]) -> list[str]:
    return [label(model, name) for name in _known(model, names)]


def _known(model: type[Text], names: Iterable[str]) -> list[str]:
    """Those of ``names`` that the model still has."""
    known = {field.name for field in model._meta.get_fields()}
    return [name for name in names if name in known]


def shown(model: type[models.Model], name: str, value: Any) -> str:
    """``value`` as a person reads it."""
    field = model._meta.get_field(name)
    if isinstance(field, models.ForeignObjectRel):
        return "\n\n".join(_row_shown(field.related_model, row) for row in value)
    if field.related_model:
        keys = value if isinstance(value, list) else [value]
        return _named(field.related_model, [key for key in keys if key])
    return _in_words(field, value)


def _row_shown(model: type[models.Model], row: Values) -> str:
    names = [name for name in row if name != "pk"]
    lines = (f"{label(model, n)}: {shown(model, n, row[n])}" for n in names)
    return "\n".join(lines)


def _named(model: type[models.Model], keys: Collection[int]) -> str:
    found = model._default_manager.in_bulk(keys)
    gone = _("(no longer there)")
    return ", ".join(str(found[key]) if key in found else gone for key in keys)


def _in_words(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return str(localize(localtime(field.to_python(value))))
    return str(value)
