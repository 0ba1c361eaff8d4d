"""Accounts, groups and the settings of signing in, in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from config.people import second_factor
from config.people.admin_invitations import InvitationAdmin
from config.people.duties import DUTIES
from config.people.giving import WithinOnesOwn
from config.people.models import Invitation, SignInSettings

admin.site.unregister([User, Group])
# django-otp shows devices with their secrets to whoever may see them.
admin.site.unregister([TOTPDevice, StaticDevice])
admin.site.register(Invitation, InvitationAdmin)


@admin.register(User)
class StaffAdmin(WithinOnesOwn, UserAdmin):
    """An owner who is no superuser makes none and changes none."""

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[Any] | tuple[Any, ...]:
        fields = super().get_readonly_fields(request, obj)
        super_one = getattr(request.user, "is_superuser", False)
        return fields if super_one else [*fields, "is_superuser"]

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        if obj and obj.is_superuser and not getattr(request.user, "is_superuser", 0):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        """An account is switched off. With its row, the log of its looks would go."""
        return False

    # A lost device

    def get_urls(self) -> list[URLPattern]:
        view = require_POST(self.remove_second_factor_view)
        own = path(
            "<int:pk>/second-factor/",
            self.admin_site.admin_view(view),
            name="auth_user_remove_second_factor",
        )
        return [own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        user = kwargs.get("obj")
        is_others = user is not None and user != request.user
        context["has_second_factor"] = is_others and second_factor.device_of(user)
        return super().render_change_form(request, context, *args, **kwargs)

    def remove_second_factor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self.get_queryset(request).filter(pk=pk).first()
        if user is None:
            raise Http404
        # One's own asks for password and code, on its own page.
        if user == request.user or not self.has_change_permission(request, user):
            raise PermissionDenied
        if second_factor.remove(user, by=request.user):
            messages.success(request, _("The second factor was removed."))
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[pk]))


@admin.register(SignInSettings)
class SignInSettingsAdmin(admin.ModelAdmin):
    """One row, so its list leads straight to it, whether it was saved yet or not."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        address = reverse("admin:people_signinsettings_change", args=[1])
        return HttpResponseRedirect(address)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SignInSettings | None:
        stored = super().get_object(request, object_id, from_field)
        return stored or (SignInSettings(pk=1) if object_id == "1" else None)


@admin.register(Group)
class TeamAdmin(WithinOnesOwn, GroupAdmin):  # type: ignore[misc]
    """The groups of ``DUTIES`` are put right at each start, so they are for reading;
    other duties take a group of one's own."""

    def has_change_permission(
        self, request: HttpRequest, obj: Group | None = None
    ) -> bool:
        if obj and obj.name in DUTIES:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Group | None = None
    ) -> bool:
        if obj and obj.name in DUTIES:
            return False
        return super().has_delete_permission(request, obj)
