"""What holds for every answer: who may keep it, and what happens without a database."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

from guide import safety

logger = logging.getLogger(__name__)


class PagesForEverybody:
    """Say who may keep an answer: anyone a reader's page, nobody anything else.

    A view that knows better sets ``Cache-Control`` itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        read = request.method in ("GET", "HEAD") and response.status_code == 200
        if read and not request.path.startswith("/admin/"):
            response.headers.setdefault("Cache-Control", "public, max-age=0")
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PlainCookies:
    """Drop cookies with characters that none of ours has, NUL among them: PostgreSQL
    refuses to look for a session with one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name, value in list(request.COOKIES.items()):
            if not (value.isascii() and value.isprintable()):
                del request.COOKIES[name]
        return self.get_response(request)


class WrongMethod:
    """A page in our voice for 405, which Django answers with nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", safety.site(request))
            response["Content-Length"] = str(len(response.content))
        return response


class DatabaseAway:
    """A calm page and 503 where the database doesn't answer, instead of an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        if not isinstance(error, (OperationalError, InterfaceError)):
            return None
        # The class alone: a driver's message may quote what was being stored.
        logger.error("The database doesn't answer (%s).", type(error).__name__)
        page = render_to_string("503.html", safety.site(request))
        return HttpResponse(page, status=503, headers={"Retry-After": "60"})
