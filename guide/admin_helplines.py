"""Helplines in the admin, and who has checked them when."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from guide.admin_site import HTTPS
from guide.models import Helpline
from guide.models.helplines import HelplineQuerySet

STALE = "?checked=stale"


class CheckedFilter(admin.SimpleListFilter):
    title = gettext_lazy("checked")
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("stale", _("Not for half a year"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Helpline]
    ) -> QuerySet[Helpline]:
        lines = cast(HelplineQuerySet, queryset)
        return lines.stale() if self.value() == "stale" else lines


@admin.register(Helpline)
class HelplineAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS
    list_display = ["name", "country", "kind", "verified_on", "right"]
    list_filter = [CheckedFilter, "country", "kind"]
    search_fields = ["name", "numbers"]
    empty_value_display = gettext_lazy("never")
    actions = ["checked_today"]

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = list(super().get_list_display(request))
        return shown if self.has_change_permission(request) else shown[:-1]

    @admin.display(description=gettext_lazy("right as it is?"))
    def right(self, line: Helpline) -> SafeString | str:
        if line.verified_on == timezone.localdate():
            return _("Checked today")
        return format_html(
            '<button type="submit" class="button list-button" formnovalidate '
            'formaction="{}" aria-label="{}">{}</button>',
            reverse("admin:guide_helpline_checked", args=[line.pk]),
            _("Checked today: %s") % line.name,
            _("Checked today"),
        )

    @admin.action(description=gettext_lazy("Checked today"), permissions=["change"])
    def checked_today(self, request: HttpRequest, lines: QuerySet[Helpline]) -> None:
        for line in lines:
            self._check(request, line)
        self._tell(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.checked_view))
        own = path("<int:pk>/checked/", view, name="guide_helpline_checked")
        return [own, *super().get_urls()]

    def checked_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        self._check(request, get_object_or_404(Helpline, pk=pk))
        left = self._tell(request)
        return redirect(
            reverse("admin:guide_helpline_changelist") + (STALE if left else "")
        )

    def _check(self, request: HttpRequest, line: Helpline) -> None:
        line.verified_on = timezone.localdate()
        line.save(update_fields=["verified_on", "stamp"])
        self.log_change(request, line, _("Checked today."))

    def _tell(self, request: HttpRequest) -> int:
        """Also how many are left to be checked."""
        left = Helpline.objects.stale().count()
        said = (
            _("Thank you. Left to be checked: %d.")
            if left
            else _("Thank you. All are checked.")
        )
        self.message_user(request, said % left if left else said)
        return left
