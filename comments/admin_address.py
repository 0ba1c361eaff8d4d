"""Looking at the address of a writer: for few, and each look is logged."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.fields import UnreadableAddress
from comments.models import Correspondent
from comments.models.looks import LOOKED


def address_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, subject: Model, key: int | None
) -> HttpResponse:
    """The address of correspondent ``key``, for who may see it. Each look is logged.

    ``subject`` is what it is the address of: the log names it, and so does the way
    back.
    """
    if not request.user.has_perm("comments.view_address"):
        raise PermissionDenied
    model_admin.log_change(request, subject, LOOKED)
    address = stored_address(key)
    back = f"admin:{subject._meta.label_lower.replace('.', '_')}_change"
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Address of the writer"),
        "opts": model_admin.opts,
        "address": address,
        "is_readable": address is not None,
        "back_url": reverse(back, args=[subject.pk]),
    }
    return TemplateResponse(
        request, "admin/comments/correspondent/address.html", context
    )


def stored_address(key: int | None) -> str | None:
    """Of correspondent ``key``; "" where none is, None where no key reads it."""
    stored = Correspondent.objects.filter(pk=key or 0).values_list("email", flat=True)
    try:
        return stored.first() or ""
    except UnreadableAddress:
        return None
