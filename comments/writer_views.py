"""What a writer does with a comment by its link: change it, save it, renew the link.

The token is the authority; where a POST came from isn't asked. A wrong link, one that
was renewed and one whose comment is gone are answered alike.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import answers, previews, ratelimit, revisions, telling, tokens
from comments.edit_form import EditForm
from comments.models import Comment, DiscussionSettings, Status
from comments.pages import state_of
from comments.revisions import Outcome

LINK_KEY = re.compile(r"[\w-]{12}", re.ASCII)


def _find(token: str) -> Comment | None:
    """The comment, while its words are there and are its writer's own."""
    comment = tokens.find("manage", token)
    is_theirs = comment and comment.status != Status.WITHDRAWN
    return comment if comment and is_theirs and not comment.written_by_id else None


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """The form with what was sent last, or the answer to what was sent from it."""
    if request.method == "POST":
        return answers.unread(request) or _answer(request, token)
    comment = _find(token)
    if comment is None:
        raise Http404
    name, words = revisions.latest(comment)
    form = EditForm(action=request.path, initial={"comment": words, "name": name})
    context = _context(token, comment) | {"form": form}
    return answers.private(request, "comments/edit.html", context)


def _context(token: str, comment: Comment | None) -> dict[str, Any]:
    return {
        "comment": comment,
        "state": state_of(comment) if comment else "",
        "manage_url": reverse("comments:manage", args=[token]) if comment else "",
        "reading_time": DiscussionSettings.load().reading_time if comment else "",
    }


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    form = EditForm(request.POST, action=request.path)
    try:
        return _store(request, token, form)
    except answers.DATABASE_AWAY as error:
        answers.log_database_away("A change", error)
        problem = _(
            "Your change could not be stored just now. It is still here: please send "
            "it again in a minute."
        )
        return _again(request, form, HTTPStatus.SERVICE_UNAVAILABLE, problem=problem)


def _store(request: HttpRequest, token: str, form: EditForm) -> HttpResponse:
    comment = _find(token)
    if comment is None:
        return _gone(request, form)
    context = _context(token, comment)
    if "preview" in request.POST:
        shown = previews.of_form(form, comment.post, is_step=comment.is_step)
        if shown:
            headings = {} if form.errors else {"heading": _("How it will look")}
            context |= {"preview": shown, **headings}
            return _again(request, form, HTTPStatus.OK, **context)
    if not form.is_valid():
        return _again(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, **context)
    answer = revisions.edit(
        comment,
        form.cleaned_data["name"],
        form.cleaned_data["comment"],
        ratelimit.senders(request),
    )
    if answer.outcome is Outcome.GONE:
        return _gone(request, form)
    if answer.outcome is Outcome.TOO_FAST:
        context["problem"] = _too_fast_sentence(answers.minutes(answer.wait))
        refused = _again(request, form, HTTPStatus.TOO_MANY_REQUESTS, **context)
        return answers.too_fast(refused, answer.wait)
    return answers.see(tokens.manage_url(comment))


def _too_fast_sentence(minutes: int) -> str:
    return ngettext(
        "Much came from your connection just now. Your change is still here: please "
        "send it again in %(minutes)d minute.",
        "Much came from your connection just now. Your change is still here: please "
        "send it again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _gone(request: HttpRequest, form: EditForm) -> HttpResponse:
    problem = _(
        "This link leads to no comment, or doesn’t any more. What you wrote is here "
        "for you to copy."
    )
    heading = _("There is no comment here")
    return _again(request, form, HTTPStatus.NOT_FOUND, problem=problem, heading=heading)


def _again(
    request: HttpRequest, form: EditForm, status: HTTPStatus, **context: Any
) -> HttpResponse:
    return answers.form_again(request, "comments/edit.html", form, context, status)


@require_safe
def export(request: HttpRequest, token: str) -> HttpResponse:
    """This one comment as a file, under a name that tells nothing."""
    comment = _find(token)
    if comment is None:
        raise Http404
    return answers.note(telling.as_file(comment))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Asks (GET), or ends every link that was given out and leads on by a new one."""
    if request.method == "POST":
        chosen = request.POST.get("link_key", "")
        key = chosen if LINK_KEY.fullmatch(chosen) else tokens.new_link_key()
        renewed = tokens.renew(token, key)
        if renewed is None:
            raise Http404
        return answers.see(tokens.manage_url(renewed))
    if _find(token) is None:
        raise Http404
    context = {
        # In the page, so that a double click asks for the same link twice.
        "link_key": tokens.new_link_key(),
        "manage_url": reverse("comments:manage", args=[token]),
    }
    return answers.private(request, "comments/new_link.html", context)
