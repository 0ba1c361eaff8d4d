"""The page of the admin on which a moderator decides on a writer's change."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comments import revisions, text
from comments.admin_beside import Desk, find, page
from comments.admin_list import key_in, moderator
from comments.models import Comment, Status
from guide import differences
from guide.models import Helpline


def revision_view(request: HttpRequest, pk: int, desk: Desk) -> HttpResponse:
    """Here a change that may show somebody at risk can be approved, too: the page says
    so above its buttons."""
    comment = find(desk, request, pk)
    if request.method != "POST":
        return _show(desk, request, comment)
    key, by = key_in(request, "change") or 0, moderator(request)
    word = text.tidy(request.POST.get("word", ""))
    if request.POST.get("wish") == "approve":
        done = revisions.approve(comment, key, by, concern_seen=True)
        sentence = _("%s: its new words are on the page.")
    else:
        done = revisions.decline(comment, key, by, word)
        sentence = _("%s: left as it was on the page.")
    if not done:
        return _show(desk, request, find(desk, request, pk), word, HTTPStatus.CONFLICT)
    messages.success(request, sentence % comment)
    return redirect("admin:comments_comment_queue")


def _show(
    desk: Desk,
    request: HttpRequest,
    comment: Comment,
    word: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    change = comment.waiting_change
    is_hard = bool(change and change.is_concern)
    own: dict[str, Any] = {
        "title": _("A change by its writer"),
        "comment": comment,
        "change": change,
        "difference": differences.parts(comment.text, change.text) if change else [],
        "helplines": Helpline.objects.filter(kind__in=["abuse", "crisis"])
        if is_hard
        else [],
        "can_decide": change and comment.status == Status.APPROVED,
        "problem": revisions.nothing_to_decide(comment)
        if status == HTTPStatus.CONFLICT
        else "",
        "word": word,
    }
    return page(desk, request, "revision", status, **own)
