"""Pages of the admin beside a comment's own, for words to write or to take out.

Each works without script, keeps what was typed through every refusal and says one verb.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments import moderation, signatures
from comments.admin_list import moderator
from comments.models import Comment, Status
from comments.moderation import Outcome
from comments.moderation_forms import ReplyForm

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Desk = ModelAdmin[Comment]
    View = Callable[..., HttpResponse]


def urls(desk: Desk) -> list[URLPattern]:
    """The addresses of these pages, below that of ``desk``, the admin of comments."""
    return [_address(desk, "reply", require_http_methods(["GET", "POST"])(reply_view))]


def _address(desk: Desk, name: str, view: View) -> URLPattern:
    return path(
        f"<int:pk>/{name}/",
        desk.admin_site.admin_view(partial(view, desk=desk)),
        name=f"comments_comment_{name}",
    )


def _find(desk: Desk, request: HttpRequest, pk: int) -> Comment:
    """The comment, for somebody who may change it."""
    found = desk.get_queryset(request).select_related("post").filter(pk=pk).first()
    if found is None:
        raise Http404
    if not desk.has_change_permission(request, found):
        raise PermissionDenied
    return found


def _page(
    desk: Desk,
    request: HttpRequest,
    template: str,
    status: HTTPStatus = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    given = desk.admin_site.each_context(request) | {"opts": desk.opts} | context
    address = f"admin/comments/comment/{template}.html"
    return TemplateResponse(request, address, given, status=status)


# Reply


def reply_view(request: HttpRequest, pk: int, desk: Desk) -> HttpResponse:
    comment = _find(desk, request, pk)
    if request.method != "POST":
        return _reply_page(desk, request, comment, ReplyForm())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _reply_page(desk, request, comment, form, status)
    done = moderation.reply(
        comment,
        moderator(request),
        form.cleaned_data["words"],
        approve_too="approve_too" in request.POST,
    )
    if done.outcome is Outcome.NOT_ON_PAGE or not done.comment:
        return _reply_page(desk, request, comment, form, HTTPStatus.CONFLICT)
    link = format_html(
        '<a href="{}">{}</a>', done.comment.get_absolute_url(), _("See it there")
    )
    sentence = _("Your reply is on the page.")
    messages.success(request, format_html("{} {}.", sentence, link))
    return redirect("admin:comments_comment_changelist")


def _reply_page(
    desk: Desk,
    request: HttpRequest,
    comment: Comment,
    form: ReplyForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    return _page(
        desk,
        request,
        "reply",
        status,
        title=_("Reply"),
        comment=comment,
        replies=comment.replies.approved(),
        form=form,
        signed=signatures.signature(moderator(request)),
        problem=_why_no_reply(comment, tried=status == HTTPStatus.CONFLICT),
        can_approve_too=comment.status == Status.PENDING and not comment.parent_id,
    )


def _why_no_reply(comment: Comment, tried: bool) -> str:
    """The sentence that refuses a reply; empty where there is none to refuse it."""
    if comment.parent_id:
        return _("This is a reply itself. Reply to the comment that it stands under.")
    if tried and comment.status == Status.PENDING:
        return _("This comment went back to waiting, so it isn’t on the page just now.")
    return {
        Status.CONCERN: _(
            "This comment is held as a concern, so nothing is put under it. Approve it "
            "on its own page first, or answer in another way."
        ),
        Status.DECLINED: _("This comment was declined, so a reply would stand alone."),
        Status.SPAM: _("This comment is marked as spam, so a reply would stand alone."),
        Status.WITHDRAWN: _("This comment was erased. A reply would tell of it."),
    }.get(Status(comment.status), "")
