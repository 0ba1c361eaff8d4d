"""The admin's list of comments: what it shows first, in which order and how much of
it, who reads it, and what they have seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comments import hard_words
from comments.admin_filters import (
    PostFilter,
    SelectFilter,
    SentFilter,
    names_each,
)
from comments.models import Comment, Decision, Report, Status

# A list longer than this is to be narrowed. Nobody pages through more, and to count
# further would take longer the more comments there are.
MOST_LISTED = 1000


class StatusFilter(admin.SimpleListFilter):
    """What waits comes first; a search looks through everything."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("Waiting, concerns too")),
            ("reported", _("Reported by readers")),
            ("changed", _("With a change by its writer")),
            ("opinion", _("A second opinion is asked")),
            *Status.choices,
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Iterator[Any]:
        chosen = self.chosen_in(changelist)
        for value, title in self.lookup_choices:
            yield {
                "selected": chosen == value,
                "query_string": changelist.get_query_string({"status": value}),
                "display": title,
            }

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> QuerySet[Comment]:
        searching = bool(request.GET.get("q")) or names_each(request)
        chosen = self._chosen(searching)
        if chosen == "waiting":
            return queryset.filter(status__in=[Status.PENDING, Status.CONCERN])
        if chosen == "reported":
            return queryset.reported()  # type: ignore[attr-defined, no-any-return]
        if chosen == "changed":
            return queryset.with_a_change()  # type: ignore[attr-defined, no-any-return]
        if chosen == "opinion":
            return queryset.opinion_asked()  # type: ignore[attr-defined, no-any-return]
        return queryset if chosen == "all" else queryset.filter(status=chosen)

    def chosen_in(self, changelist: Any) -> str:
        return self._chosen(searching=bool(changelist.query))

    def _chosen(self, searching: bool) -> str:
        known = {value for value, _title in self.lookup_choices}
        value = self.value()
        return value if value in known else ("all" if searching else "waiting")


def moderator(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else this far."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


class FirstThousand(Paginator):
    """Finds the keys of a list once, 1,000 at most, and each page by its keys.

    So no search runs a second time for its count, and no page costs more than another.
    """

    @cached_property
    def _keys(self) -> list[int]:
        found = cast(QuerySet[Comment], self.object_list)
        return list(found.values_list("pk", flat=True)[: MOST_LISTED + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self._keys), MOST_LISTED)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are counted."""
        return len(self._keys) > MOST_LISTED

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        keys = self._keys[: self.count][(number - 1) * self.per_page :][: self.per_page]
        found = Comment.objects.select_related("post", "revision").in_bulk(keys)
        return Page([found[key] for key in keys if key in found], number, self)


class CommentList(ChangeList):
    """In an order that an index has: what waits from the oldest, else newest first."""

    def get_ordering(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> list[Any]:
        status, narrowed = "all", set()
        for spec in self.filter_specs:
            if isinstance(spec, StatusFilter):
                status = spec.chosen_in(self)
            elif isinstance(spec, SelectFilter) and spec.is_chosen():
                narrowed.add(type(spec))
        if status == "reported":
            return [Comment.objects.all().urgency(), "pk"]
        if status in ("waiting", Status.PENDING, Status.CONCERN):
            return ["pk"]
        if SentFilter in narrowed or (status == "all" and PostFilter in narrowed):
            return ["-submitted_at", "-pk"]
        return ["-pk"]

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:
            self.result_list = self.paginator.page(1).object_list
        hard_words.fold(self.result_list)


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
    return int(key) if _is_key(key) else None


def keep_keys(request: HttpRequest) -> None:
    """Leave out of what is ticked in a list all that is no key: no query takes it."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if not all(map(_is_key, ticked)):
        sent = request.POST.copy()
        sent.setlist(ACTION_CHECKBOX_NAME, [key for key in ticked if _is_key(key)])
        request.POST = sent  # type: ignore[assignment]


def _is_key(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 19


def latest_both() -> tuple[int, int]:
    """The keys of the latest decision and the latest report, 0 for none. One query: of
    a user's row, since wherever somebody asks there is one."""
    keys = [
        Subquery(latest.objects.order_by("-pk").values("pk")[:1])
        for latest in (Decision, Report)
    ]
    decision, report = User.objects.order_by("pk").values_list(*keys).first() or (0, 0)
    return decision or 0, report or 0


class SeenForm(ActionForm):
    """The list's action menu, and up to which decision and which report its reader has
    seen."""

    seen = forms.IntegerField(required=False, label="", widget=forms.HiddenInput)
    report_seen = forms.IntegerField(required=False, label="", widget=forms.HiddenInput)
