"""Helplines, and what an owner decides for all pages, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from guide.models import Helpline, SiteSettings

# What an address without a scheme is taken for.
HTTPS: dict[type[models.Field], dict[str, str]] = {
    models.URLField: {"assume_scheme": "https"}
}


@admin.register(Helpline)
class HelplineAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS
    list_display = ["name", "country", "kind", "verified_on"]
    list_filter = ["country", "kind"]
    list_editable = ["verified_on"]
    search_fields = ["name", "numbers"]


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    """One row, so its list leads straight to it. It needn't be there yet."""

    formfield_overrides = HTTPS

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,
        **options: Any,
    ) -> Any:
        said = {"exit_url": {"invalid": _("This has to be an https address.")}}
        return super().get_form(request, obj, change, error_messages=said, **options)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: SiteSettings | None = None
    ) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:guide_sitesettings_change", 1)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SiteSettings | None:
        stored: SiteSettings | None = super().get_object(request, object_id, from_field)
        return stored or (SiteSettings(pk=1) if object_id == "1" else None)
