"""Who looked at which address, and when: a list for owners. Nobody can change it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.models import AddressLook, Comment, Correspondent

# More than these are on the list for owners.
SHOWN_BESIDE = 20


@admin.register(AddressLook)
class AddressLookAdmin(admin.ModelAdmin):
    list_display = ["action_time", "user", "what", "whose"]
    list_display_links = None
    list_filter = [("user", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    sortable_by = ()
    fields = ["action_time", "user", "what", "whose"]

    class Media:
        css = {"all": ["css/admin.css"]}

    @admin.display(description=_("what"))
    def what(self, look: AddressLook) -> str:
        return look.what

    @admin.display(description=_("whose address"))
    def whose(self, look: AddressLook) -> SafeString | str:
        """A link to the comment or the address; erased ones have no page any more."""
        model = look.content_type.model_class() if look.content_type else None
        if model not in (Comment, Correspondent) or not look.object_id:
            return look.object_repr if look.object_repr != look.what else "–"
        return format_html(
            '<a href="{}">{}</a>', look.get_admin_url(), look.object_repr
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[AddressLook]:
        return AddressLook.looks.of_all_kinds()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        own = {"title": _("Looks at addresses")}
        return super().changelist_view(request, own | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def looks_at(request: HttpRequest, writer: Correspondent) -> list[AddressLook] | None:
    """The latest at the address of ``writer``; None for who may not read that."""
    if not request.user.has_perm("comments.view_addresslook"):
        return None
    return list(AddressLook.looks.at(writer)[:SHOWN_BESIDE])
