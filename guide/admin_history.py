"""The pages of the admin on which earlier versions are read and brought back."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guide import revisions, text_values
from guide.models import TextRevision
from guide.text_values import ROWS, Text

if TYPE_CHECKING:
    from guide.admin_revisions import RevisedAdmin

PER_PAGE = 50


def moment(at: datetime) -> str:
    """Day and time, as the site's clock has them."""
    return date_format(localtime(at), "DATETIME_FORMAT")


def name(by: User | None) -> str:
    return by.get_full_name() or by.get_username() if by else ""


def versions(desk: RevisedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """All that are kept of a text, the newest first."""
    text = _find(desk, request, object_id)
    rows = TextRevision.objects.of(text).select_related("by").defer("values")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    for row in page:
        row.labels = text_values.labels(desk.model, row.changed)
    title = _("Earlier versions")
    return _answer(desk, request, text, "versions", title=title, page=page)


def version(
    desk: RevisedAdmin, request: HttpRequest, pk: int, key: int
) -> HttpResponse:
    """Shows one (GET); brings back what is ticked of it (POST)."""
    text = _find(desk, request, str(pk))
    revision = TextRevision.objects.of(text).select_related("by").filter(pk=key).first()
    if revision is None:
        raise Http404
    if request.method != "POST":
        return _show(desk, request, text, revision)
    if not desk.has_change_permission(request, text):
        raise PermissionDenied
    return _bring_back(desk, request, text, revision)


def _find(desk: RevisedAdmin, request: HttpRequest, object_id: str) -> Text:
    found = desk.get_object(request, object_id)
    if found is None:
        raise Http404
    if not desk.has_view_or_change_permission(request, found):
        raise PermissionDenied
    return cast(Text, found)


def _bring_back(
    desk: RevisedAdmin, request: HttpRequest, text: Text, revision: TextRevision
) -> HttpResponse:
    names = _editable(desk, request, text) & set(request.POST.getlist("field"))
    if not names:
        problem = _("Nothing is ticked, so nothing was brought back.")
        return _show(desk, request, text, revision, problem)
    try:
        seen, by = request.POST.get("seen", ""), cast(User, request.user)
        newer = revisions.restore(revision, names, seen, by)
    except ValidationError as error:
        problem = " ".join([_("Nothing was brought back."), *error.messages])
        return _show(
            desk, request, _find(desk, request, str(text.pk)), revision, problem
        )
    if newer:
        problem = _("It was changed on %s. Please look again.") % moment(newer.at)
        return _show(
            desk, request, _find(desk, request, str(text.pk)), revision, problem
        )
    desk.log_change(request, text, _("Brought back an earlier version."))
    what = ", ".join(text_values.labels(desk.model, sorted(names)))
    sentence = _("Brought back: %s. What stood there before is kept, too.") % what
    messages.success(request, sentence)
    return redirect(f"admin:guide_{desk.opts.model_name}_change", text.pk)


def _show(
    desk: RevisedAdmin,
    request: HttpRequest,
    text: Text,
    revision: TextRevision,
    problem: str = "",
) -> HttpResponse:
    now = text_values.of(text)
    before = TextRevision.objects.of(text).filter(pk__lt=revision.pk).first()
    editable = _editable(desk, request, text)
    changes = text_values.changes(desk.model, now, revision.values)
    own = {
        "title": _("Version of %s") % moment(revision.at),
        "revision": revision,
        "seen": text_values.stamp(now),
        "changes": [change for change in changes if change.name in editable],
        "ticked": _ticked(desk.model, request),
        "then": text_values.changes(desk.model, before.values, revision.values)
        if before
        else [],
        "whole": text_values.changes(
            desk.model, text_values.blank(desk.model), revision.values
        ),
        "problem": problem,
        "can_restore": desk.has_change_permission(request, text),
    }
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    return _answer(desk, request, text, "version", status, **own)


def _ticked(model: type[Text], request: HttpRequest) -> set[str]:
    """At first what is words; where it stands, from when on and for whom stays as it is
    unless somebody wants that back, too."""
    if request.method == "POST":
        return set(request.POST.getlist("field"))
    words = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, models.SlugField)
        and not field.choices
    }
    topics = {field.name for field in model._meta.many_to_many}
    return words | topics | set(ROWS[model])


def _editable(desk: RevisedAdmin, request: HttpRequest, text: Text) -> set[str]:
    """Names of what this person may change of it, here or in its form."""
    if not desk.has_change_permission(request, text):
        return {field.name for field in desk.model._meta.get_fields()}
    fields = set(desk.get_form(request, text, change=True).base_fields)
    fields |= set(text_values.CHOSEN) if "state" in fields else set()
    rows = {
        inline.get_formset(request, text).get_default_prefix()
        for inline in desk.get_inline_instances(request, text)
        if inline.has_add_permission(request, text)
        and inline.has_change_permission(request, text)
        and inline.has_delete_permission(request, text)
    }
    return fields | rows & set(ROWS[desk.model])


def _answer(
    desk: RevisedAdmin,
    request: HttpRequest,
    text: Text,
    template: str,
    status: HTTPStatus = HTTPStatus.OK,
    **own: Any,
) -> HttpResponse:
    given = desk.admin_site.each_context(request) | {"opts": desk.opts, "text": text}
    address = f"admin/guide/{template}.html"
    return TemplateResponse(request, address, given | own, status=status)
