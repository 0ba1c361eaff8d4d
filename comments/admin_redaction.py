"""The page of the admin on which a moderator takes words out of a comment."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comments import redaction, text
from comments.admin_beside import Desk, find, page
from comments.admin_list import decision_seen, latest_decision, moderator
from comments.models import Comment, Status
from comments.moderation_forms import RedactionForm


def redact_view(request: HttpRequest, pk: int, desk: Desk) -> HttpResponse:
    """Shows the difference, or stores it, as the button says that was pressed."""
    # Before what is read, so that the page shows at least what it says was seen.
    seen = latest_decision()
    comment = find(desk, request, pk)
    show = partial(_show, desk, request, comment, seen)
    if request.method != "POST":
        return show(RedactionForm(initial={"words": comment.text}))
    form = RedactionForm(request.POST)
    if not form.is_valid():
        return show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not _is_as_seen(request, comment):
        return show(form, HTTPStatus.CONFLICT)
    wish, edited = request.POST.get("wish"), form.cleaned_data["words"]
    try:
        if wish not in ("save", "approve"):
            return show(form, difference=redaction.take_out(comment.text, edited))
        done = redaction.redact(
            comment,
            moderator(request),
            edited,
            redaction.fingerprint(comment.text),
            approve_too=wish == "approve",
        )
    except redaction.NotOnlyTakenOut as problem:
        form.add_error("words", str(problem))
        return show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not done:
        seen = latest_decision()
        comment.refresh_from_db()
        return _show(desk, request, comment, seen, form, HTTPStatus.CONFLICT)
    return _done(request, comment)


def _is_as_seen(request: HttpRequest, comment: Comment) -> bool:
    """Whether nobody decided on it, or took words out, since the page was served."""
    words = redaction.fingerprint(comment.text)
    later = comment.decisions.filter(pk__gt=decision_seen(request) or 0)
    return request.POST.get("words_seen") == words and not later.exists()


def _done(request: HttpRequest, comment: Comment) -> HttpResponse:
    sentence = _("%(comment)s: words were taken out. It is “%(status)s” now.")
    status = comment.get_status_display()
    messages.success(request, sentence % {"comment": comment, "status": status})
    if comment.status == Status.CONCERN:
        # It is decided on its own page, where one is asked twice.
        return redirect("admin:comments_comment_change", comment.pk)
    return redirect("admin:comments_comment_queue")


def _show(
    desk: Desk,
    request: HttpRequest,
    comment: Comment,
    seen: int,
    form: RedactionForm,
    status: HTTPStatus = HTTPStatus.OK,
    difference: redaction.Difference | None = None,
) -> HttpResponse:
    own: dict[str, Any] = {
        "title": _("Take words out"),
        "comment": comment,
        "form": form,
        "difference": difference,
        "preview": text.render(difference.text) if difference else "",
        "problem": _problem(comment, is_overtaken=status == HTTPStatus.CONFLICT),
        "seen": seen,
        "words_seen": redaction.fingerprint(comment.text),
        "is_waiting": comment.status in (Status.PENDING, Status.CONCERN),
        "can_approve": comment.status in (Status.PENDING, Status.DECLINED, Status.SPAM),
    }
    return page(desk, request, "redact", status, **own)


def _problem(comment: Comment, is_overtaken: bool) -> str:
    if comment.status == Status.WITHDRAWN:
        return _("This comment was erased, so nothing is left to take out.")
    if not is_overtaken:
        return ""
    sentence = _(
        "It changed after this page was opened, so nothing was stored just now. It is "
        "“%(status)s”, with the words below; your own version stands in the field."
    )
    return sentence % {"status": comment.get_status_display()}
