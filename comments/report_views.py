"""Telling a moderator about a comment: a page, the same for everybody."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import answers, origins, permalinks, ratelimit, reports
from comments.models import Comment
from comments.report_form import ReportForm
from comments.reports import Outcome

TEMPLATE = "comments/report.html"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, or the answer to what was sent from it."""
    if request.method == "POST":
        return answers.unread(request) or _answer(request, pk)
    comment = _find(request, pk)
    if comment is None:
        raise Http404
    form = ReportForm(action=_address(request))
    response = render(request, TEMPLATE, {"comment": comment, "form": form})
    response["X-Robots-Tag"] = "noindex"
    return response


def _find(request: HttpRequest, pk: int) -> Comment | None:
    return reports.on_the_page(pk, permalinks.asked(request))


def _address(request: HttpRequest) -> str:
    return request.path + permalinks.ending(permalinks.asked(request))


def _answer(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReportForm(request.POST, action=_address(request))
    try:
        return _store(request, pk, form)
    except answers.DATABASE_AWAY as error:
        answers.log_database_away("A report", error)
        problem = _("This could not be stored just now. Please send it in a minute.")
        return _again(request, None, form, HTTPStatus.SERVICE_UNAVAILABLE, problem)


def _store(request: HttpRequest, pk: int, form: ReportForm) -> HttpResponse:
    comment = _find(request, pk)
    if origins.is_cross_site(request):
        problem = _(
            "This came from another website. If you wrote it, look it over and send "
            "it from here."
        )
        return _again(request, comment, form, HTTPStatus.FORBIDDEN, problem)
    if not form.is_valid():
        if comment is None:
            return _not_on_the_page(request, form)
        return _again(request, comment, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    of = permalinks.asked(request)
    answer = reports.report(
        pk,
        form.cleaned_data["reason"],
        form.cleaned_data["words"],
        ratelimit.senders(request),
        of=of,
    )
    if answer.outcome is Outcome.NOT_ON_THE_PAGE:
        return _not_on_the_page(request, form)
    if answer.outcome is Outcome.TOO_FAST:
        minutes = answers.minutes(answer.wait)
        problem = ngettext(
            "Much came from your connection just now. Please send this again in "
            "%(minutes)d minute.",
            "Much came from your connection just now. Please send this again in "
            "%(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}
        refused = _again(request, comment, form, HTTPStatus.TOO_MANY_REQUESTS, problem)
        return answers.too_fast(refused, answer.wait)
    thanks = reverse("comments:reported", args=[pk])
    return answers.see(f"{thanks}{permalinks.ending(of)}")


def _not_on_the_page(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """Alike for a comment that never was, that waits, and that has gone meanwhile."""
    problem = _(
        "There is no such comment on the page, so nobody reads it there. What you "
        "wrote is here for you to copy."
    )
    context = {"problem": problem, "heading": _("This comment isn’t on the page")}
    return answers.form_again(request, TEMPLATE, form, context, HTTPStatus.NOT_FOUND)


def _again(
    request: HttpRequest,
    comment: Comment | None,
    form: ReportForm,
    status: HTTPStatus,
    problem: str = "",
) -> HttpResponse:
    context = {"comment": comment, "problem": problem}
    return answers.form_again(request, TEMPLATE, form, context, status)


@require_safe
def reported(request: HttpRequest, pk: int) -> HttpResponse:
    """Thanks, with a way back to the comment while it is on the page."""
    context = {"comment": _find(request, pk)}
    return answers.private(request, "comments/reported.html", context)
