"""Giving groups and permissions: nobody gives away more than they have."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet


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
