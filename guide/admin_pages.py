"""Plain pages in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guide.admin_texts import FoundAdmin, TextAdmin, is_html
from guide.admin_unsaved import UnsavedAdmin
from guide.models import Page


@admin.register(Page)
class PageAdmin(UnsavedAdmin, FoundAdmin, TextAdmin):
    list_display = ["title", "slug", "is_published", "at_the_foot", "updated_at"]
    list_filter = ["is_published"]
    prepopulated_fields = {"slug": ["title"]}
    actions = ["delete_selected"]

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> Any:
        """Every page links to a fixed one, so that is always published."""
        texts = ["title", "slug", "summary", "body"]
        if is_html(obj):
            texts.append("format")
        if obj and obj.is_fixed:
            return [(None, {"fields": texts})]
        links = ["in_footer", "footer_title", "footer_place"]
        return [
            (None, {"fields": [*texts, "is_published"]}),
            (_("At the foot of every page"), {"fields": links}),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new one isn't ready before somebody says so."""
        return {"is_published": False} | super().get_changeform_initial_data(request)

    def get_view_on_site_url(self, obj: Page | None = None) -> str | None:
        if obj is None or not obj.is_published:
            return None
        return super().get_view_on_site_url(obj)

    @admin.display(description=_("link at the foot"), boolean=True)
    def at_the_foot(self, page: Page) -> bool:
        return page.is_fixed or (page.in_footer and page.is_published)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Page | None = None
    ) -> list[str]:
        return ["slug"] if obj and obj.is_fixed else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Page | None = None
    ) -> dict[str, Any]:
        return {} if obj and obj.is_fixed else dict(self.prepopulated_fields)

    def has_delete_permission(
        self, request: HttpRequest, obj: Page | None = None
    ) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.is_fixed)

    @admin.action(
        description=_("Delete selected %(verbose_name_plural)s"), permissions=["delete"]
    )
    def delete_selected(
        self, request: HttpRequest, pages: QuerySet[Page]
    ) -> HttpResponse | None:
        """Django's, for those that may go; it would blame the account's permissions."""
        fixed = pages.filter(slug__in=Page.FIXED)
        if fixed:
            self.message_user(
                request,
                _("%s: not deleted, because every page links there.")
                % ", ".join(page.title for page in fixed),
                messages.WARNING,
            )
        others = pages.exclude(slug__in=Page.FIXED)
        return delete_selected(self, request, others) if others else None
