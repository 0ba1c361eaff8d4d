"""The page of the admin on which a moderator replies to a comment."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from comments import moderation, signatures
from comments.admin_beside import Desk, find, page
from comments.admin_list import key_in, moderator
from comments.models import Comment, Status
from comments.moderation import Outcome
from comments.moderation_forms import ReplyForm
from comments.orders import other_words


def reply_view(request: HttpRequest, pk: int, desk: Desk) -> HttpResponse:
    comment = find(desk, request, pk)
    if request.method != "POST":
        return _show(desk, request, comment, ReplyForm())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(desk, request, comment, form, status)
    approve_too = "approve_too" in request.POST
    if approve_too and (key_in(request, "edits_seen") or 0) != comment.edits:
        return _show(desk, request, comment, form, HTTPStatus.CONFLICT, edited=True)
    done = moderation.reply(
        comment,
        moderator(request),
        form.cleaned_data["words"],
        approve_too=approve_too,
    )
    if done.outcome is Outcome.NOT_ON_PAGE or not done.comment:
        return _show(desk, request, comment, form, HTTPStatus.CONFLICT)
    link = format_html(
        '<a href="{}">{}</a>', done.comment.get_absolute_url(), _("See it there")
    )
    sentence = _("Your reply is on the page.")
    messages.success(request, format_html("{} {}.", sentence, link))
    return redirect("admin:comments_comment_queue")


def _show(
    desk: Desk,
    request: HttpRequest,
    comment: Comment,
    form: ReplyForm,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    edited: bool = False,
) -> HttpResponse:
    signed = signatures.signature(moderator(request))
    return page(
        desk,
        request,
        "reply",
        status,
        title=_("Reply"),
        comment=comment,
        replies=comment.replies.approved(),
        form=form,
        signed=signed,
        badge=Comment(name=signed.name, author=signed.author, of_team=True).badge,
        problem=other_words(comment)
        if edited
        else _why_no_reply(comment, tried=status == HTTPStatus.CONFLICT),
        can_approve_too=comment.status == Status.PENDING and comment.has_place,
    )


def _why_no_reply(comment: Comment, tried: bool) -> str:
    """The sentence that refuses a reply; empty where there is none to refuse it."""
    if not comment.has_place:
        return _(
            "This comment stands in a thread whose first comment isn’t on the page, so "
            "nobody would read a reply."
        )
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
