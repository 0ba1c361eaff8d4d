"""Saving at the desk: each save is kept, and none goes over somebody else's."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide import admin_history, related, revisions, text_values, typed
from guide.admin_texts import without
from guide.models import TextRevision, UnsavedText
from guide.revisions import Newer
from guide.text_values import ROWS, Text


class RefusedForm(forms.ModelForm):
    """Of a text that somebody else saved after this one was opened."""

    newer: Newer

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.add_error(None, _("Not saved yet: something newer is stored, see above."))
        return cleaned


class RevisedAdmin(admin.ModelAdmin):
    """Of posts and pages. The form says what it began from (``_begun``); where that
    isn't stored any more, it comes back with the difference, and with a box to save it
    all the same (``_over``)."""

    # What a form takes over from the request that it is made for, and how.
    form_parts: ClassVar[dict[str, type[forms.ModelForm]]] = {"newer": RefusedForm}

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["css/revisions.css"]})

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One save of a text at a time. Who works out similar posts comes before that:
        see ``related.wait_for_others``."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            related.wait_for_others()
            text = object_id and self.get_object(request, object_id)
            if text and self.has_change_permission(request, text):
                self._compare(request, revisions.lock(cast(Text, text)))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _compare(self, request: HttpRequest, text: Text) -> None:
        """A form that doesn't say where it began, as of a script, isn't compared."""
        begun, over = request.POST.get("_begun"), request.POST.get("_over")
        if begun:
            request.newer = revisions.newer(text, over or begun)  # type: ignore[attr-defined]
            request.POST = self.with_present_rows(text, request.POST)

    def with_present_rows(self, text: Text, form: Any) -> Any:
        for name in ROWS[type(text)]:
            present = getattr(text, name).values_list("pk", flat=True)
            form = typed.with_present_rows(form, name, present)
        return form

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        for name, part in self.form_parts.items():
            given = getattr(request, name, None)
            if given is not None:
                form = type(form.__name__, (part, form), {name: given})
        return form

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            revisions.keep_found(self.model._default_manager.get(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        revisions.keep(form.instance, cast(User, request.user))

    # The form's own page

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        may = (
            self.has_add_permission(request)
            if obj is None
            else self.has_change_permission(request, obj)
        )
        if may:
            context["saving"] = self.saving(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def saving(
        self, request: HttpRequest, context: dict[str, Any], text: Text | None
    ) -> dict[str, Any]:
        """What the form says of itself and about whoever else writes."""
        newer: Newer | None = getattr(request, "newer", None)
        if newer is None:
            begun = request.POST.get("_over") or request.POST.get("_begun")
            stamp = text_values.stamp(text_values.of(text)) if text else ""
            return {"begun": stamp if begun is None else begun}
        formsets = [shown.formset for shown in context["inline_admin_formsets"]]
        mine = typed.values(context["adminform"].form, formsets, newer.values)
        changes = text_values.changes(self.model, newer.values, mine)
        return {
            "begun": request.POST["_begun"],
            "newer": newer,
            "who": admin_history.name(newer.by),
            "is_own": newer.by == request.user,
            "changes": changes,
        }

    # Pages beside it

    def get_urls(self) -> list[URLPattern]:
        one = self.admin_site.admin_view(self.revision_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_revision"
        return [
            path("<int:pk>/history/<int:key>/", one, name=name),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return admin_history.versions(self, request, object_id)

    def revision_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        return admin_history.version(self, request, pk, key)

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """One line for all versions and one for what isn't saved, which go with it."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        versions = counts.pop(str(TextRevision._meta.verbose_name_plural), 0)
        counts.pop(str(UnsavedText._meta.verbose_name_plural), None)
        for options in (TextRevision._meta, UnsavedText._meta):
            shown = without(shown, (f"{capfirst(str(options.verbose_name))}: ",))
        if versions:
            sentence = ngettext(
                "%d earlier version: it can’t be brought back then",
                "%d earlier versions: they can’t be brought back then",
                versions,
            )
            shown.append(sentence % versions)
        name = f"{self.opts.model_name}__in"
        unsaved = UnsavedText.objects.filter(is_saved=False, **{name: objs})
        if unsaved.exists():
            shown.append(_("What somebody has typed there and not saved yet"))
        return shown, counts, needed, protected
