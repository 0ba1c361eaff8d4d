"""What stands beneath a comment in the admin: its log, and what readers told us."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import Decision, Report


class DecisionInline(admin.TabularInline):
    model = Decision
    fields = readonly_fields = ("at", "who", "from_status", "to_status", "why")
    extra = 0
    can_delete = False
    verbose_name_plural = _("log")

    @admin.display(description=_("who"))
    def who(self, decision: Decision) -> str:
        return decision.who

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).select_related("by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReportInline(admin.StackedInline):
    model = Report
    fields = readonly_fields = ("at", "reason", "words", "settled_at", "settled_by")
    extra = 0
    can_delete = False
    verbose_name_plural = _("what readers told us")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).select_related("settled_by")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see the comment sees what was said of it."""
        return request.user.has_perm("comments.view_comment") or request.user.has_perm(
            "comments.change_comment"
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
