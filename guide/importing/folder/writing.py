"""From the values of an exported row to a row here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from guide.importing.files import BadFile
from guide.importing.folder.reading import Row, is_moment

# The rows that can be named, by model and by name.
Named = Mapping[type[models.Model], Mapping[str, int]]


def write(row: Row, present: models.Model | None, named: Named) -> models.Model:
    """Store the plain fields of ``row`` in ``present``, or as a new one.

    BadFile where a value can't be what it should.
    """
    written = present or row.table.model(pk=row.table.only)
    automatic = {}
    for field in written._meta.concrete_fields:
        if field.name in row.values:
            value = _value(field, row, named)
            setattr(written, field.attname, value)
            # The framework would write the present moment.
            if getattr(field, "auto_now", False) or getattr(
                field, "auto_now_add", False
            ):
                automatic[field.name] = value
    try:
        written.full_clean(validate_unique=False)
    except ValidationError as error:
        raise BadFile(f"{row.place}: {_in_words(error)}") from None
    written.save()
    if automatic:
        keep_times(written, automatic)
    return written


def keep_times(row: models.Model, times: Mapping[str, Any]) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**times)


def _value(field: models.Field[Any, Any], row: Row, named: Named) -> Any:
    value = row.values[field.name]
    if value is None:
        return None
    if isinstance(field, models.ForeignKey):
        key = named.get(field.related_model, {}).get(str(value))
        if key is None:
            sentence = _("%(place)s: there is no %(what)s “%(name)s”.")
            what = field.verbose_name
            raise BadFile(sentence % {"place": row.place, "what": what, "name": value})
        return key
    try:
        found = field.to_python(value)
    except ValidationError as error:
        sentence = f"{row.place}: {field.name}: {' '.join(error.messages)}"
        raise BadFile(sentence) from None
    except (TypeError, ValueError, OverflowError):
        found = None
    is_vague = isinstance(found, datetime) and not is_moment(found)
    if found is None or is_vague:
        sentence = _("%(place)s: “%(name)s” can’t be kept.")
        raise BadFile(sentence % {"place": row.place, "name": field.name})
    return found


def _in_words(error: ValidationError) -> str:
    named = error.message_dict.items()
    return " ".join(f"{name}: {' '.join(sentences)}" for name, sentences in named)
