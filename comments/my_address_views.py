"""Everything about an address: only for who reads its mail.

The page that asks answers alike for every address and looks none up; the mail it
causes holds a link that works for an hour. What is behind that lists nothing: somebody
else may read the inbox.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import (
    addresses,
    answers,
    mail_tokens,
    moderation,
    origins,
    outbox,
    ratelimit,
    reader_letters,
)
from comments.forms import EMAIL_MAX, PlainTextField, StampedForm
from comments.mail_views import LOOK_OR_PRESS, gone
from comments.models import Correspondent, OutboxMail

TEMPLATE = "comments/mail/my_address.html"
ASKED_MOST, ASKED_WITHIN = 5, timedelta(hours=1)
# What one request erases; more are erased by asking again.
ERASED_AT_ONCE = 200


class MyAddressForm(StampedForm):
    email = PlainTextField(
        most=EMAIL_MAX,
        too_long=gettext_lazy(
            "This address has %(length)d characters; at most 254 fit."
        ),
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("It isn’t kept."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Enter the address first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_id = "my-address-form"
        self.helper.layout = Layout(
            "email", "stamp", Submit("send", _("Send me a link"))
        )

    def clean_email(self) -> str:
        address = addresses.normalise(self.cleaned_data["email"])
        if address is None:
            raise forms.ValidationError(
                _("This is no complete address. One looks like name@example.org.")
            )
        return address


@csrf_exempt
@require_http_methods(LOOK_OR_PRESS)
def my_address(request: HttpRequest) -> HttpResponse:
    """The form, or the answer to what was sent from it."""
    if request.method == "POST":
        return answers.unread(request) or _answer(request)
    response = render(request, TEMPLATE, {"form": MyAddressForm(action=request.path)})
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    form = MyAddressForm(request.POST, action=request.path)
    if origins.is_cross_site(request):
        problem = _(
            "This came from another website. If you typed it, look it over and send it "
            "from here."
        )
        return _again(request, form, HTTPStatus.FORBIDDEN, problem)
    if not form.is_valid():
        return _again(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        wait = _ask(form.cleaned_data["email"], ratelimit.senders(request)[0])
    except answers.DATABASE_AWAY as error:
        answers.log_database_away("A request for a link", error)
        problem = _("This could not be done just now. Please send it in a minute.")
        return _again(request, form, HTTPStatus.SERVICE_UNAVAILABLE, problem)
    if wait:
        minutes = answers.minutes(wait)
        problem = ngettext(
            "This was asked often from your connection just now. Please send it again "
            "in %(minutes)d minute.",
            "This was asked often from your connection just now. Please send it again "
            "in %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}
        refused = _again(request, form, HTTPStatus.TOO_MANY_REQUESTS, problem)
        return answers.too_fast(refused, wait)
    return answers.see(reverse("comments:address_asked"))


@transaction.atomic
def _ask(address: str, sender: str, at: datetime | None = None) -> timedelta | None:
    """Let the mail go out, should ``address`` be known; or how long to wait.

    That a connection had its number for the day is told to nobody.
    """
    at = at or timezone.now()
    count, began_at = ratelimit.hit(f"my-address:{sender}", ASKED_WITHIN, at)
    if count > ASKED_MOST:
        return began_at + ASKED_WITHIN - at
    if not reader_letters.has_caused_enough(sender, at):
        outbox.queue_to_address(OutboxMail.Kind.ADDRESS, address, at)
    return None


def _again(
    request: HttpRequest, form: MyAddressForm, status: HTTPStatus, problem: str = ""
) -> HttpResponse:
    summary = _("Nothing is sent yet.")
    context = {"problem": problem, "summary": summary}
    return answers.form_again(request, TEMPLATE, form, context, status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return answers.private(request, "comments/mail/my_address_asked.html", {})


@csrf_exempt
@require_http_methods(LOOK_OR_PRESS)
def everything(request: HttpRequest, token: str) -> HttpResponse:
    """What can be done about an address as a whole. The token is the authority."""
    writer = mail_tokens.find_asking_writer(token)
    if writer is None:
        return gone(request)
    if request.method == "POST" and "erase" in request.POST:
        return _erase(request, writer)
    context = {"no_mail_url": mail_tokens.no_mail_url(writer)}
    return answers.private(request, "comments/mail/everything.html", context)


def _erase(request: HttpRequest, writer: Correspondent) -> HttpResponse:
    """Everything that was sent with the address, after asking once more."""
    erased = 0
    if request.POST["erase"] == "asked-twice":
        erased = moderation.withdraw_from(writer, None, ERASED_AT_ONCE)
        if not writer.comments.exists():
            return answers.see(reverse("comments:address_erased"))
    context = {"erased": erased}
    return answers.private(request, "comments/mail/erase_everything.html", context)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return answers.private(request, "comments/mail/everything_erased.html", {})
