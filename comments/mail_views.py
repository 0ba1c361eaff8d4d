"""Where mail to those who wrote leads: GET shows a button, POST is the button.

The token is the authority; where a POST came from isn't asked, since mail programs
send one by themselves where somebody wants no more (RFC 8058).
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import answers, confirmations, mail_tokens, subscriptions, suppressions

LOOK_OR_PRESS = ["GET", "HEAD", "POST"]


def gone(request: HttpRequest) -> HttpResponse:
    """For a link of ours that has had its time, whatever ended it."""
    return answers.private(request, "comments/mail/gone.html", {}, HTTPStatus.GONE)


@csrf_exempt
@require_http_methods(LOOK_OR_PRESS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Was that you? What was asked for holds once the button is pressed."""
    comment = mail_tokens.find_comment("confirm", token)
    if comment is None:
        raise Http404
    if request.method == "POST":
        if not confirmations.confirm(comment):
            return gone(request)
        return answers.see(reverse("comments:confirmed"))
    writer = comment.correspondent
    if writer is None or confirmations.asked_about(comment) is None:
        return gone(request)
    context = {"no_mail_url": mail_tokens.no_mail_url(writer)}
    return answers.private(request, "comments/mail/confirm.html", context)


@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what the history keeps of it reaches nothing."""
    return answers.private(request, "comments/mail/confirmed.html", {})


@csrf_exempt
@require_http_methods(LOOK_OR_PRESS)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End mail about one comment. Answers alike once that is ended or erased."""
    comment = mail_tokens.find_comment("unsubscribe", token)
    if comment is None:
        raise Http404
    is_off = request.method == "POST"
    if is_off:
        subscriptions.end(comment)
    writer = comment.correspondent
    no_mail_url = mail_tokens.no_mail_url(writer) if writer else ""
    context = {"is_off": is_off, "no_mail_url": no_mail_url}
    return answers.private(request, "comments/mail/unsubscribe.html", context)


@csrf_exempt
@require_http_methods(LOOK_OR_PRESS)
def no_mail(request: HttpRequest, token: str) -> HttpResponse:
    """End all mail to an address, for good."""
    found = mail_tokens.find_mailbox(token)
    if found is None:
        return gone(request)
    is_off = request.method == "POST"
    if is_off:
        key, lookup = found
        suppressions.suppress(lookup, key, timezone.now())
    return answers.private(request, "comments/mail/no_mail.html", {"is_off": is_off})
