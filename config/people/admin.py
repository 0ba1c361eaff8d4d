"""Accounts and groups in the admin. Nobody gives away more than they have."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from config.people.duties import DUTIES

admin.site.unregister([User, Group])


def held_permissions(user: Any) -> QuerySet[Permission]:
    if user.is_superuser:
        return Permission.objects.all()
    held = Q(pk__in=Permission.objects.filter(group__user=user).values("pk"))
    return Permission.objects.filter(held | Q(user=user)).distinct()


def groups_within(user: Any) -> QuerySet[Group]:
    """Groups that may do nothing which ``user`` may not."""
    beyond = Permission.objects.exclude(pk__in=held_permissions(user).values("pk"))
    return Group.objects.exclude(permissions__in=beyond)


class WithinOnesOwn(admin.ModelAdmin):
    """Offers groups and permissions up to what the one who gives them has."""

    def formfield_for_manytomany(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        user = request.user
        if db_field.related_model is Permission:
            kwargs["queryset"] = held_permissions(user)
        elif db_field.related_model is Group:
            kwargs["queryset"] = groups_within(user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


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
