"""What stands in a form of a post or a page that isn't saved, right or wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.forms import ModelForm
from django.forms.models import BaseModelFormSet
from django.http import QueryDict

from guide import text_values
from guide.text_values import Values


def values(
    form: ModelForm, formsets: Iterable[BaseModelFormSet], stored: Values
) -> Values:
    """As ``text_values.of`` would have them if the forms were saved over ``stored``.

    A text that would be refused counts as it was typed.
    """
    form.is_valid()
    found = stored | _fields(form)
    for field in form.instance._meta.many_to_many:
        if field.name in form.cleaned_data:
            chosen = form.cleaned_data[field.name]
            found[field.name] = sorted(row.pk for row in chosen)
    for formset in formsets:
        name = formset.prefix or ""
        if name in stored and formset.is_bound:
            found[name] = _rows(formset, stored[name])
    return found


def _fields(form: ModelForm) -> Values:
    own = {field.name for field in form.instance._meta.concrete_fields}
    for name in form.errors.keys() & form.fields.keys() & own:
        typed = form[name].value()
        was = form.instance.serializable_value(name)
        if isinstance(typed, str) and isinstance(was, str):
            setattr(form.instance, name, typed)
    return text_values.fields_of(form.instance)


def _rows(formset: BaseModelFormSet, stored: list[Values]) -> list[Values]:
    """The rows in it, and those that it doesn't know of, which would stay."""
    formset.is_valid()
    forms = [form for form in formset.forms if form.instance.pk or form.has_changed()]
    known = {form.instance.pk for form in forms}
    kept = [form for form in forms if not form.cleaned_data.get("DELETE")]
    rows = [text_values.row_of(form.instance) | _fields_of_row(form) for form in kept]
    rows += [row for row in stored if row["pk"] not in known]
    return sorted(rows, key=lambda row: int(row.get("position") or 0))


def _fields_of_row(form: Any) -> Values:
    return {name: value for name, value in _fields(form).items() if name != "post"}


def with_present_rows(
    form: QueryDict, prefix: str, present: Collection[int]
) -> QueryDict:
    """``form``, with those rows of ``prefix`` as new ones that aren't ``present``.

    Somebody else has deleted them meanwhile; else no form with them could be saved.
    """
    total = form.get(f"{prefix}-TOTAL_FORMS", "")
    if not total.isascii() or not total.isdigit() or len(total) > 4:
        return form
    keys = {str(key) for key in present}
    rows = rows_in(form, prefix)[: int(total)]
    known = [row for row in rows if row.get("id", [""])[0] in keys]
    others = [row | {"id": [""]} for row in rows if row not in known]
    mended = form.copy()
    for name in [name for name in mended if re.match(rf"{prefix}-\d+-", name)]:
        del mended[name]
    kept = [row for row in known + others if row["id"][0] or "DELETE" not in row]
    for number, row in enumerate(kept):
        for name, given in row.items():
            mended.setlist(f"{prefix}-{number}-{name}", given)
    mended[f"{prefix}-INITIAL_FORMS"] = str(len(known))
    mended[f"{prefix}-TOTAL_FORMS"] = str(len(kept))
    return mended


def count_rows(form: Iterable[str], prefix: str) -> int:
    """How many rows of ``prefix`` there are up to the last of which a field is among
    the names in ``form``."""
    name = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-")
    numbers = (int(found[1]) for each in form if (found := name.match(each)))
    return max(numbers, default=-1) + 1


def rows_in(form: QueryDict, prefix: str) -> list[dict[str, list[str]]]:
    """The rows of ``prefix`` of which something was sent, by what their fields are
    called, in their order."""
    rows: dict[int, dict[str, list[str]]] = {}
    for name in form:
        if found := re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,4}})-(.+)", name):
            rows.setdefault(int(found[1]), {})[found[2]] = form.getlist(name)
    return [rows[number] for number in sorted(rows)]
