"""The page of the admin that shows what somebody typed and hasn't saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guide import text_values, typed
from guide.models import UnsavedText
from guide.text_values import Text, Values

if TYPE_CHECKING:
    from guide.admin_unsaved import UnsavedAdmin


def show(desk: UnsavedAdmin, request: HttpRequest, key: int) -> HttpResponse:
    """The difference to what is saved (GET); drops it (POST)."""
    row = desk.own_words(request, str(key))
    if row is None:
        raise Http404
    text = desk.find(request, row.text.pk if row.text else None)
    back = _form_of(desk, text)
    if request.method == "POST":
        row.delete()
        messages.success(request, _("Dropped. What is saved stays as it is."))
        return redirect(back)
    stored = text_values.of(text) if text else text_values.blank(desk.model)
    mine = _typed_in(desk, request, row, stored)
    given = desk.admin_site.each_context(request) | {
        "title": _("Unsaved words"),
        "opts": desk.opts,
        "row": row,
        "text": text,
        "back": back,
        "changes": text_values.changes(desk.model, stored, mine),
    }
    return TemplateResponse(request, "admin/guide/unsaved.html", given)


def _form_of(desk: UnsavedAdmin, text: Text | None) -> str:
    if text is None:
        return reverse(f"admin:guide_{desk.opts.model_name}_add")
    return reverse(f"admin:guide_{desk.opts.model_name}_change", args=[text.pk])


def _typed_in(
    desk: UnsavedAdmin, request: HttpRequest, row: UnsavedText, stored: Values
) -> Values:
    desk.fill(request, row)
    is_old = row.text is not None
    form = desk.get_form(request, row.text, change=is_old)(instance=row.text)
    formsets = [
        rows(
            **desk.get_formset_kwargs(
                request, form.instance, inline, rows.get_default_prefix()
            )
        )
        for rows, inline in desk.get_formsets_with_inlines(request, row.text)
    ]
    return typed.values(form, formsets, stored)
