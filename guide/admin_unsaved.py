"""Words that save themselves at the desk, and are offered when somebody is back."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guide import admin_history, admin_unsaved_page, unsaved
from guide.admin_revisions import RevisedAdmin
from guide.models import UnsavedText
from guide.row_keys import key_in
from guide.text_values import Text
from guide.unsaved import Sheet


class FilledForm(forms.ModelForm):
    """With words that were typed earlier, right or wrong."""

    typed: QueryDict

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"data": self.typed} | kwargs)


class UnsavedAdmin(RevisedAdmin):
    """Each form that is served is a sheet (``_sheet``), whose words a script sends here
    now and then. ``?unsaved=`` fills it with those of an earlier one."""

    form_parts: ClassVar = RevisedAdmin.form_parts | {"typed": FilledForm}

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "add/unsaved/": ("keep_new", require_POST(self.keep_view)),
            "<int:pk>/unsaved/": ("keep", require_POST(self.keep_view)),
            "unsaved/<int:key>/": ("unsaved", partial(admin_unsaved_page.show, self)),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=self._name(name))
            for address, (name, view) in views.items()
        ]
        return [*own, *super().get_urls()]

    def _name(self, view: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    @property
    def _kind(self) -> str:
        return str(self.opts.model_name)

    def find(self, request: HttpRequest, pk: int | None) -> Text | None:
        """For somebody who may save it; None for something new."""
        if pk is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        text = self.get_object(request, str(pk))
        if text is None:
            raise Http404
        if not self.has_change_permission(request, text):
            raise PermissionDenied
        return cast(Text, text)

    # Keeping them

    def keep_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        text = self.find(request, pk)
        sheet, at = Sheet.of(request.POST), timezone.now()
        if sheet is None:
            return JsonResponse({}, status=400)
        words, by = unsaved.words_in(request.POST), cast(User, request.user)
        unsaved.keep(by, sheet, self._kind, text, words, at)
        when = time_format(localtime(at), "TIME_FORMAT")
        said = _("What you typed is kept (%s). Only you see it.") % when
        return JsonResponse({"said": said})

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        sheet, by = Sheet.of(request.POST), cast(User, request.user)
        if sheet and sheet.turn:
            unsaved.saved(by, sheet, self._kind, form.instance)
        taken = self.own_words(request, request.POST.get("_taken", ""))
        if taken:
            taken.delete()

    # Offering them

    def saving(
        self, request: HttpRequest, context: dict[str, Any], text: Text | None
    ) -> dict[str, Any]:
        name, arguments = ("keep", [text.pk]) if text else ("keep_new", [])
        taken: UnsavedText | None = getattr(request, "taken", None)
        own: dict[str, Any] = {
            "address": reverse(f"admin:{self._name(name)}", args=arguments),
            "taken": taken,
            "taken_key": taken.pk if taken else request.POST.get("_taken", ""),
        }
        if request.method == "POST":
            own |= {"sheet": self._refused(request, text)}
        else:
            own |= {"sheet": Sheet(secrets.token_urlsafe(12))}
            own |= self._offered(request, text, taken)
        found = super().saving(request, context, text) | own
        return found | {"begun": taken.begun} if taken else found

    def _refused(self, request: HttpRequest, text: Text | None) -> Sheet:
        """Words that the form couldn't save are kept at once, also without script."""
        sheet = Sheet.of(request.POST)
        if sheet is None:
            return Sheet(secrets.token_urlsafe(12))
        following = replace(sheet, turn=sheet.turn + 1)
        words, by = unsaved.words_in(request.POST), cast(User, request.user)
        unsaved.keep(by, following, self._kind, text, words)
        return following

    def _offered(
        self, request: HttpRequest, text: Text | None, taken: UnsavedText | None
    ) -> dict[str, Any]:
        """One's own that wait, and of others that they write here now, but not what."""
        rows = UnsavedText.objects.filter(kind=self._kind, is_saved=False)
        rows = rows.filter(**{"post": None, "page": None} | ({self._kind: text}))
        rows = rows.select_related("by").defer("fields")
        mine = [row for row in rows if row.by == request.user and row != taken]
        if text is None:
            return {"mine": mine}
        since = timezone.now() - unsaved.LATELY
        theirs = [row for row in rows if row.by != request.user and row.at > since]
        # The newest of each.
        names = {admin_history.name(row.by): row for row in reversed(theirs)}
        return {"mine": mine, "theirs": names}

    def own_words(self, request: HttpRequest, key: str) -> UnsavedText | None:
        """Nobody gets at another one's, whoever they are."""
        rows = UnsavedText.objects.filter(by=cast(User, request.user), kind=self._kind)
        found: UnsavedText | None = rows.filter(pk=key_in(key), is_saved=False).first()
        return found

    # Taking them over

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if request.method == "GET" and "unsaved" in request.GET:
            row = self.own_words(request, request.GET["unsaved"])
            if row and str(row.text.pk if row.text else None) == str(object_id):
                self.fill(request, row)
            else:
                gone = _("These words aren’t here any more: saved, or dropped.")
                messages.warning(request, gone)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def fill(self, request: HttpRequest, row: UnsavedText) -> None:
        """Have the forms that are made for ``request`` hold what is in ``row``."""
        words = QueryDict(mutable=True)
        for name, value in row.fields:
            words.appendlist(name, value)
        if row.text:
            words = self.with_present_rows(row.text, words)
        request.taken, request.typed = row, words  # type: ignore[attr-defined]

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        words = getattr(request, "typed", None)
        # Rows that the form didn't have then stay as they are.
        is_typed = words is not None and f"{prefix}-TOTAL_FORMS" in words
        return given | {"data": words} if is_typed else given
