"""The admin's list of comments: what comes first, who reads, what they have seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Decision, Report, Status


class StatusFilter(admin.SimpleListFilter):
    """What waits comes first; a search looks through everything."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("Waiting, concerns too")),
            ("reported", _("Reported by readers")),
            *Status.choices,
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Iterator[Any]:
        chosen = self._chosen(searching=bool(changelist.query))
        for value, title in self.lookup_choices:
            yield {
                "selected": chosen == value,
                "query_string": changelist.get_query_string({"status": value}),
                "display": title,
            }

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> QuerySet[Comment]:
        # Ticked comments are named one by one: one that has left the list meanwhile
        # must be found, so that its moderator is told. "Select all" means the list.
        ticked = request.method == "POST" and request.POST.get("select_across") != "1"
        chosen = self._chosen(searching=bool(request.GET.get("q")) or ticked)
        if chosen == "waiting":
            return queryset.filter(status__in=[Status.PENDING, Status.CONCERN])
        if chosen == "reported":
            return queryset.reported()  # type: ignore[attr-defined, no-any-return]
        return queryset if chosen == "all" else queryset.filter(status=chosen)

    def _chosen(self, searching: bool) -> str:
        known = {value for value, _title in self.lookup_choices}
        value = self.value()
        return value if value in known else ("all" if searching else "waiting")


def moderator(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else this far."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def latest_decision() -> int:
    return Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def latest_report() -> int:
    return Report.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def decision_seen(request: HttpRequest) -> int | None:
    """The key of the last decision made when the moderator's page was served."""
    return key_in(request, "seen")


def key_in(request: HttpRequest, name: str) -> int | None:
    """The key that a hidden field of a moderator's page holds."""
    key = request.POST.get(name, "")
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else None


class SeenForm(ActionForm):
    """The list's action menu, and up to which decision its reader has seen."""

    seen = forms.IntegerField(
        required=False, label="", widget=forms.HiddenInput, initial=latest_decision
    )
