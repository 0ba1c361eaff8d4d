"""Plain pages in the admin."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guide.admin_texts import FoundAdmin, TextAdmin
from guide.admin_unsaved import UnsavedAdmin
from guide.models import Page


@admin.register(Page)
class PageAdmin(UnsavedAdmin, FoundAdmin, TextAdmin):
    list_display = ["title", "slug", "updated_at"]
    fields = ["title", "slug", "summary", "body"]
    actions = ["delete_selected"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Page | None = None
    ) -> list[str]:
        return ["slug"] if obj and obj.is_fixed else []

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
