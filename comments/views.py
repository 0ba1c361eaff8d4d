"""Sending a comment, its receipt, and taking it back."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from comments import moderation, notifications, origins, pages, ratelimit, tokens
from comments.forms import CommentForm
from comments.models import Comment, DiscussionSettings, MailPreference, Status
from comments.moderation import Outcome
from guide.models import Post

logger = logging.getLogger(__name__)
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@csrf_exempt
@require_POST
def post_comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a submit: 303 to the receipt, or a page with everything typed."""
    if not request.META.get("CONTENT_LENGTH"):
        return render(request, "400.html", status=411)
    if _is_too_big(request):
        return render(request, "413.html", status=413)
    if request.content_type not in FORM_TYPES:
        return render(request, "400.html", status=415)
    form = CommentForm(request.POST, action=request.path)
    try:
        post = get_object_or_404(Post.objects.published(), slug=slug)
        return _answer(request, post, form)
    except (OperationalError, InterfaceError) as error:
        # The class alone: a driver's message may quote what was being stored.
        logger.error("A comment could not be stored (%s).", type(error).__name__)
        return _form_again(
            request,
            None,
            form,
            HTTPStatus.SERVICE_UNAVAILABLE,
            _(
                "Your comment could not be stored just now. It is still here: please "
                "send it again in a minute."
            ),
        )


def _is_too_big(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    # int() gives up on thousands of digits, zeros in front among them.
    return not length.isdecimal() or len(length) > 18 or int(length) > limit


def _answer(request: HttpRequest, post: Post, form: CommentForm) -> HttpResponse:
    if origins.is_cross_site(request):
        problem = _(
            "This came from another website. If you wrote it, look it over and send "
            "it from here."
        )
        return _form_again(request, post, form, HTTPStatus.FORBIDDEN, problem)
    if not post.comments_open:
        problem = _("This conversation is closed. Your words are here for you to copy.")
        return _form_again(request, post, form, HTTPStatus.FORBIDDEN, problem)
    if not form.is_valid():
        return _form_again(request, post, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    draft = moderation.Draft(
        post=post,
        name=form.cleaned_data["name"],
        words=form.cleaned_data["comment"],
        email=form.cleaned_data["email"],
    )
    return _after(
        request, post, form, moderation.submit(draft, ratelimit.senders(request))
    )


def _after(
    request: HttpRequest,
    post: Post,
    form: CommentForm,
    submission: moderation.Submission,
) -> HttpResponse:
    if submission.comment:
        return _see(tokens.receipt_url(submission.comment))
    if submission.outcome is Outcome.DUPLICATE:
        problem = _(
            "These words already stand here or wait to be read. If you meant to add "
            "something, change them and send again."
        )
        return _form_again(request, post, form, HTTPStatus.CONFLICT, problem)
    response = _form_again(
        request,
        post,
        form,
        HTTPStatus.TOO_MANY_REQUESTS,
        _too_fast_sentence(submission.wait),
    )
    response["Retry-After"] = str(max(1, round(submission.wait.total_seconds())))
    return response


def _too_fast_sentence(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return ngettext(
        "Many comments came from your connection just now. Yours is still here: "
        "please send it again in %(minutes)d minute.",
        "Many comments came from your connection just now. Yours is still here: "
        "please send it again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _form_again(
    request: HttpRequest,
    post: Post | None,
    form: CommentForm,
    status: HTTPStatus,
    problem: str = "",
) -> HttpResponse:
    """The form as a page, with everything typed and a fresh stamp."""
    form.renew_stamp()
    context = {
        "post": post,
        "form": form,
        "problem": problem,
        "heading": _("Please look this over") if form.errors else _("Not sent yet"),
    }
    if post:
        context["reading_time"] = DiscussionSettings.load().reading_time
    answer = _private(request, "comments/form_page.html", context, status)
    # Without a referrer browsers send "Origin: null" with the form, and where they say
    # nothing else of its origin (plain http, old ones) it could never be sent again.
    answer["Referrer-Policy"] = "same-origin"
    return answer


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What its writer sees after sending; the words for 30 minutes only."""
    comment = tokens.find("receipt", token)
    if comment is None:
        raise Http404
    fresh = tokens.is_fresh(comment)
    context = {
        "comment": comment if fresh else None,
        "post": comment.post if fresh else None,
        "fresh": fresh,
        "state": pages.STATES[Status(comment.status)] if fresh else "",
        "withdraw_url": tokens.withdraw_url(comment) if fresh else "",
        "reading_time": DiscussionSettings.load().reading_time,
    }
    return _private(request, "comments/receipt.html", context)


@csrf_exempt
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Erase the comment. The token is the authority; where it came from isn't asked."""
    comment = tokens.find("withdraw", token)
    if comment is None:
        raise Http404
    if not tokens.can_withdraw(comment):
        return _private(
            request, "comments/receipt.html", {"fresh": False}, HTTPStatus.GONE
        )
    moderation.withdraw(comment)
    return _see(reverse("comments:removed"))


@require_safe
def removed(request: HttpRequest) -> HttpResponse:
    return _private(request, "comments/removed.html", {})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_off(request: HttpRequest, token: str) -> HttpResponse:
    """Turn a moderator's mail off, also by a mail program's one click (RFC 8058).

    The token is the authority; where a POST came from isn't asked.
    """
    user = tokens.find_moderator(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        notifications.prefer(user, waiting=MailPreference.Often.NEVER, concerns=False)
    is_off = request.method == "POST"
    return _private(request, "comments/mail_off.html", {"is_off": is_off})


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of the conversation where an approved comment stands."""
    found = Comment.objects.approved().select_related("post")
    comment = get_object_or_404(found, pk=pk)
    if not comment.post.is_published():
        raise Http404
    return redirect(pages.address_of(comment))


def _see(address: str) -> HttpResponse:
    """303: what was sent is done, look there. A reload sends nothing again."""
    headers = {"Location": address, "Cache-Control": "no-store"}
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers=headers)


def _private(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """A page for one person: nobody keeps it, indexes it or learns its address."""
    response = render(request, template, dict(context), status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
