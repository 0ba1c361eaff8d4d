"""How the conversation's pages answer: to one person, and never with words lost."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comments.forms import StampedForm

logger = logging.getLogger(__name__)
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
DATABASE_AWAY = (OperationalError, InterfaceError)


def unread(request: HttpRequest) -> HttpResponse | None:
    """The answer to a body that isn't even read, if this has such a one."""
    if not request.META.get("CONTENT_LENGTH"):
        return render(request, "400.html", status=411)
    if is_too_big(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
        return render(request, "413.html", status=413)
    if request.content_type not in FORM_TYPES:
        return render(request, "400.html", status=415)
    return None


def is_too_big(request: HttpRequest, most: int) -> bool:
    """Whether the body says that it has more than ``most`` bytes."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    # int() gives up on thousands of digits, zeros in front among them.
    return not length.isdecimal() or len(length) > 18 or int(length) > most


def log_database_away(what: str, error: Exception) -> None:
    # The class alone: a driver's message may quote what was being stored.
    logger.error("%s could not be stored (%s).", what, type(error).__name__)


def see(address: str) -> HttpResponse:
    """303: what was sent is done, look there. A reload sends nothing again."""
    headers = {"Location": address, "Cache-Control": "no-store"}
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers=headers)


def private(
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


def note(content: Mapping[str, Any]) -> HttpResponse:
    """``content`` as a file to save, under a name that tells nothing."""
    readable = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(dict(content), json_dumps_params=readable)
    response["Content-Disposition"] = 'attachment; filename="note.json"'
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def form_again(
    request: HttpRequest,
    template: str,
    form: StampedForm,
    context: Mapping[str, Any],
    status: HTTPStatus,
) -> HttpResponse:
    """The form as a page, with everything typed and a fresh stamp.

    ``context`` may hold the page's ``heading``, the summary's (``summary``), and the
    ``problem`` that isn't one of a field.
    """
    form.renew_stamp()
    kept = _("Your words are kept. They are not sent yet.")
    own = {
        "form": form,
        "heading": _("Please look this over") if form.errors else _("Not sent yet"),
        "summary": kept if form.holds_words() else _("Nothing is sent yet."),
    }
    answer = private(request, template, own | dict(context), status)
    # Without a referrer browsers send "Origin: null" with the form, and where they say
    # nothing else of its origin (plain http, old ones) it could never be sent again.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def too_fast(answer: HttpResponse, wait: timedelta) -> HttpResponse:
    """``answer`` (429), and after how many seconds the next one may come."""
    answer["Retry-After"] = str(max(1, round(wait.total_seconds())))
    return answer


def minutes(wait: timedelta) -> int:
    """Whole minutes, at least 1."""
    return max(1, -(-int(wait.total_seconds()) // 60))
