"""The page of the admin on which a moderator keeps a note on a comment."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from comments import notes
from comments.admin_beside import Desk, find, page
from comments.admin_list import moderator
from comments.models import Comment, Status
from comments.moderation_forms import CommentNoteForm


def note_view(request: HttpRequest, pk: int, desk: Desk) -> HttpResponse:
    comment = find(desk, request, pk)
    if request.method != "POST":
        return _show(desk, request, comment, CommentNoteForm())
    form = CommentNoteForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(desk, request, comment, form, status)
    kept = notes.write(
        comment,
        moderator(request),
        form.cleaned_data["words"],
        asks_opinion=form.cleaned_data["asks_opinion"],
    )
    if kept is None:
        comment.refresh_from_db()
        return _show(desk, request, comment, form, HTTPStatus.CONFLICT)
    messages.success(request, _("Your note is kept."))
    address = reverse("admin:comments_comment_change", args=[comment.pk])
    return redirect(f"{address}#notes")


def _show(
    desk: Desk,
    request: HttpRequest,
    comment: Comment,
    form: CommentNoteForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    return page(
        desk,
        request,
        "note",
        status,
        title=_("Note"),
        comment=comment,
        notes=notes.for_comments([comment]).get(comment.pk, []),
        form=form,
        is_erased=comment.status == Status.WITHDRAWN,
    )
