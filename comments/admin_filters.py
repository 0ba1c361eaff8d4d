"""What the admin's list of comments can be narrowed to, beside the status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Status
from comments.screening.reasons import Reason
from guide.models import Post
from guide.row_keys import key_in

MONTHS_OFFERED = 24


def names_each(request: HttpRequest) -> bool:
    """Whether an action is for ticked comments, not for all that the list shows.

    One that has left the list meanwhile must be found, so that its moderator is told.
    """
    return request.method == "POST" and request.POST.get("select_across") != "1"


class SelectFilter(admin.SimpleListFilter):
    """A select and a button rather than links, since there may be thousands."""

    template = "admin/comments/comment/filter_select.html"

    def choices(self, changelist: Any) -> Iterator[Any]:
        """One: the select's options, and what else the list is narrowed to."""
        others = dict(changelist.params)
        others.pop(self.parameter_name, None)
        yield {"options": self._options(), "others": others}

    def _options(self) -> SafeString:
        """As HTML: a template takes half a page's time for two thousand of them."""
        chosen = self.value() or ""
        parts = [
            f'<option value="{escape(str(value))}"{" selected" * (value == chosen)}>'
            f"{escape(str(title))}</option>"
            for value, title in [("", _("All")), *self.lookup_choices]
        ]
        return mark_safe("".join(parts))  # noqa: S308 (escaped above)

    def is_chosen(self) -> bool:
        return bool(self.value())


class PostFilter(SelectFilter):
    title = gettext_lazy("post")
    parameter_name = "post__id__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        posts = Post.objects.order_by("title", "pk").values_list("pk", "title")
        return [(str(key), title) for key, title in posts]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> QuerySet[Comment]:
        key = key_in(self.value() or "")
        return queryset.filter(post=key) if key else queryset


class SentFilter(SelectFilter):
    title = gettext_lazy("sent")
    parameter_name = "sent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("today", _("Today")),
            ("7", _("In the last 7 days")),
            ("30", _("In the last 30 days")),
            *months_before(timezone.now()),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> QuerySet[Comment]:
        span = span_of(self.value() or "", timezone.now())
        if span is None:
            return queryset
        return queryset.filter(submitted_at__gte=span[0], submitted_at__lt=span[1])


def span_of(value: str, at: datetime) -> tuple[datetime, datetime] | None:
    """From when until before when: ``today``, 7 or 30 days, or a month as 2026-11.

    None where ``value`` is nothing of these.
    """
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    if value == "today":
        return midnight, tomorrow
    if value in ("7", "30"):
        return at - timedelta(days=int(value)), tomorrow
    found = re.fullmatch("(20[0-9][0-9])-(0[1-9]|1[0-2])", value)
    if found is None:
        return None
    first = midnight.replace(year=int(found[1]), month=int(found[2]), day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def months_before(at: datetime) -> Iterator[tuple[str, str]]:
    """The month of ``at`` and those before it, newest first."""
    month = timezone.localtime(at).date().replace(day=1)
    for _number in range(MONTHS_OFFERED):
        yield f"{month:%Y-%m}", date_format(month, "YEAR_MONTH_FORMAT")
        month = (month - timedelta(days=1)).replace(day=1)


WAITING = (Status.PENDING, Status.CONCERN)
# To read all that was ever approved would take a second.
OFF_PAGE = (*WAITING, Status.DECLINED, Status.SPAM)
# No index holds reasons. Spam of three years would take a tenth of a second.
MOST_LOOKED_THROUGH = 2000


class ReasonFilter(SelectFilter):
    title = gettext_lazy("reason (of the latest 2,000 that aren’t on the page)")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Reason.choices)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> QuerySet[Comment]:
        code = self.value()
        if code not in Reason.values or names_each(request):
            return queryset
        off_page = queryset.filter(status__in=OFF_PAGE).order_by("-pk")
        latest = queryset.filter(pk__in=off_page.values("pk")[:MOST_LOOKED_THROUGH])
        # As text, since SQLite can't be asked what a JSON list contains.
        as_text = latest.alias(reasons_text=Cast("reasons", TextField()))
        return as_text.filter(reasons_text__contains=f'"code": "{code}"')


class ConfirmedFilter(SelectFilter):
    """Whether whoever reads the address's mail has shown so."""

    title = gettext_lazy("address (of what waits)")
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Confirmed")), ("no", _("Not confirmed"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> QuerySet[Comment]:
        chosen = self.value()
        if chosen not in ("yes", "no") or names_each(request):
            return queryset
        confirmed = Q(correspondent__confirmed_at__isnull=False)
        # Not the one is the other: a comment without an address is not confirmed.
        waiting = queryset.filter(status__in=WAITING)
        return waiting.filter(confirmed if chosen == "yes" else ~confirmed)
