"""What an owner decides for all pages, in the admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from guide.models import SiteSettings

# What an address without a scheme is taken for.
HTTPS: dict[type[models.Field], dict[str, str]] = {
    models.URLField: {"assume_scheme": "https"}
}
# What holds where a field is empty.
AS_SET_UP = {"neutral_name": "SITE_NAME", "exit_url": "EXIT_URL"}


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    """One row, so its list leads straight to it. It needn't be there yet."""

    formfield_overrides = HTTPS
    fieldsets = [
        (
            _("What the site is called"),
            {"fields": ["title", "neutral_name", "tagline"]},
        ),
        (_("For readers’ safety"), {"fields": ["exit_url", "full_titles"]}),
    ]

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **options: Any
    ) -> Any:
        """An empty one shows what it stands for."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and db_field.name in AS_SET_UP:
            value = getattr(settings, AS_SET_UP[db_field.name])
            field.widget.attrs["placeholder"] = value
        return field

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
