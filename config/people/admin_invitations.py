"""Invitations in the admin: made, shown once, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.people import invitations
from config.people.giving import WithinOnesOwn
from config.people.models import Invitation


class InvitationAdmin(WithinOnesOwn):
    list_display = ["label", "state", "made_by", "made_at", "expires_at", "used_by"]
    list_select_related = ["made_by", "used_by"]
    fields = ["label", "groups"]
    readonly_fields = ["made_by", "made_at", "expires_at", "used_by", "used_at"]

    def formfield_for_manytomany(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*self.fields, *(self.readonly_fields if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is the log of who let whom in. An open one can be taken back."""
        return False

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = {"title": _("Invite somebody"), "show_save_and_add_another": False}
        kwargs["extra_context"] = own | {"show_save_and_continue": False}
        return super().add_view(request, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Invitation, form: Any, change: bool
    ) -> None:
        request.invitation_token = invitations.prepare(  # type: ignore[attr-defined]
            obj, request.user
        )
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Invitation, post_url_continue: Any = None
    ) -> HttpResponse:
        """The link, this once."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invitation for %s") % obj,
            "opts": self.opts,
            "invitation": obj,
            "link": invitations.link(request.invitation_token),  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/people/invitation_made.html", context)

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/revoke/",
            self.admin_site.admin_view(require_POST(self.revoke_view)),
            name="people_invitation_revoke",
        )
        return [own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        found = kwargs.get("obj")
        is_open = found and Invitation.objects.open().filter(pk=found.pk).exists()
        context["can_revoke"] = is_open and self._may_revoke(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def _may_revoke(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.has_perm("people.change_invitation"))

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self._may_revoke(request):
            raise PermissionDenied
        found = self.get_queryset(request).filter(pk=pk).first()
        if found is None:
            raise Http404
        if invitations.revoke(found):
            self.log_change(request, found, str(_("Taken back.")))
        messages.success(request, _("The link opens nothing any more."))
        return HttpResponseRedirect(reverse("admin:people_invitation_changelist"))
