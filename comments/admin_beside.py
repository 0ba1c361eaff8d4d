"""What the pages beside a comment's own in the admin share.

Each works without script, keeps what was typed through every refusal and says one verb.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, TypeAlias

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from comments.models import Comment

Desk: TypeAlias = "ModelAdmin[Comment]"


def find(desk: Desk, request: HttpRequest, pk: int) -> Comment:
    """The comment, for somebody who may change it."""
    found = desk.get_queryset(request).select_related("post").filter(pk=pk).first()
    if found is None:
        raise Http404
    if not desk.has_change_permission(request, found):
        raise PermissionDenied
    return found


def page(
    desk: Desk,
    request: HttpRequest,
    template: str,
    status: HTTPStatus = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    given = desk.admin_site.each_context(request) | {"opts": desk.opts} | context
    address = f"admin/comments/comment/{template}.html"
    return TemplateResponse(request, address, given, status=status)
