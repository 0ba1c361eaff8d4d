"""The page that asks how the step went: GET shows it, POST answers, once."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import answers, check_ins, mail_tokens, ratelimit, tokens
from comments.forms import DetailsAskedForm, PlainTextField
from comments.mail_views import LOOK_OR_PRESS, gone
from comments.models import Comment, DiscussionSettings
from comments.openness import Openness, openness

TEMPLATE = "comments/mail/check_in.html"
WORDS_MAX = 1000


class CheckInForm(DetailsAskedForm):
    """Its three buttons say which answer it is; the token is its authority."""

    words = PlainTextField(
        most=WORDS_MAX,
        too_long=_(
            "This has %(length)d characters; 1,000 fit. Nothing is cut off: please "
            "shorten it."
        ),
        label=_("A line to add, if you like"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    answer = forms.ChoiceField(
        choices=check_ins.LABELS.items(),
        error_messages={"required": _("Press one of the three buttons.")},
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        self.ask_about_details(words)
        return words

    def clean(self) -> dict[str, Any]:
        # Not its age: the page is reached by a link, and may stay open for long.
        return self.cleaned_data


@csrf_exempt
@require_http_methods(LOOK_OR_PRESS)
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    comment = mail_tokens.find_comment("check_in", token)
    if comment is None:
        raise Http404
    if request.method == "POST":
        return answers.unread(request) or _answer(request, comment)
    asked = check_ins.open_one(comment)
    if asked is None:
        return gone(request)
    if asked.answered_at:
        return answers.private(request, "comments/mail/check_in_thanks.html", {})
    context = _context(comment) | {"form": CheckInForm(action=request.path)}
    return answers.private(request, TEMPLATE, context)


def _context(comment: Comment) -> dict[str, Any]:
    """An answer comes from who was asked, so it is taken where new comments aren't."""
    state = openness(comment.post, DiscussionSettings.load())
    return {"labels": check_ins.LABELS, "is_open": state is Openness.OPEN}


def _answer(request: HttpRequest, comment: Comment) -> HttpResponse:
    form = CheckInForm(request.POST, action=request.path)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return answers.form_again(request, TEMPLATE, form, _context(comment), status)
    said, words = form.cleaned_data["answer"], form.cleaned_data["words"]
    try:
        senders = ratelimit.senders(request)
        told = check_ins.answer(comment, said, words, senders)
    except answers.DATABASE_AWAY as error:
        answers.log_database_away("An answer to a check-in", error)
        status = HTTPStatus.SERVICE_UNAVAILABLE
        problem = _("This could not be stored just now. Please send it in a minute.")
        # Nothing that would ask the database again.
        context = {"labels": check_ins.LABELS, "is_open": True, "problem": problem}
        return answers.form_again(request, TEMPLATE, form, context, status)
    if not told.is_asked:
        return gone(request)
    if told.follow_up:
        return answers.see(tokens.receipt_url(told.follow_up))
    return answers.see(reverse("comments:check_in_thanks"))


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return answers.private(request, "comments/mail/check_in_thanks.html", {})
