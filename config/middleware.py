"""What holds for every request and answer: whose word counts, who may keep a page."""

import logging
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.cache import (
    get_conditional_response,
    patch_vary_headers,
    set_response_etag,
)
from django.utils.http import parse_http_date_safe

from comments import answers, ratelimit
from guide import safety

logger = logging.getLogger(__name__)

# Browsers ask each time. What stands between them and us may answer for a second, and
# for a minute where we don't answer. Erased words must not linger, so nothing is
# renewed behind a reader's back (stale-while-revalidate).
SHARED = "public, max-age=0, s-maxage=1, stale-if-error=60"


class BrokenOff(Exception):
    """Ends an answer that had begun; it says nothing."""


class QuietEnds:
    """Let no web server print the text of an error by which an answer breaks off.

    Django has handed such an answer over by then and logs nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _quiet(iter(response))
        return response


def _quiet(parts: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from parts
    except Exception:
        logger.exception("An answer broke off.")
        raise BrokenOff from None


class OnlyTrustedProxies:
    """Drop what a stranger says of who asked and how; only a proxy of ours knows.

    It stands first, so that nobody reads ``X-Forwarded-Proto`` or ``-For`` before. Not
    in ``config/requests.py``, where tests' clients don't pass.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not ratelimit.is_trusted(request.META.get("REMOTE_ADDR", "")):
            for name in list(request.META):
                if name.startswith("HTTP_X_FORWARDED_"):
                    del request.META[name]
        return self.get_response(request)


class TokensStayPrivate:
    """Let nobody keep, index or pass on an address that holds a reader's token, or
    one that sets a password anew.

    Refusals and errors too, whoever makes them. Their forms come without a referrer
    and so with "Origin: null", which nothing there asks for: the token is the
    authority. Invitations aren't meant, whose form signs in and is checked by origin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _holds_token(request):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
            response["Referrer-Policy"] = "no-referrer"
        return response


def _holds_token(request: HttpRequest) -> bool:
    match = request.resolver_match or _match(request.path_info)
    if match is None or "token" not in match.kwargs:
        return False
    return match.app_name in ("comments", "guide") or "uidb64" in match.kwargs


def _match(path: str) -> ResolverMatch | None:
    """Where ``path`` leads, with another slash or without, of what went nowhere."""
    for each in (path, f"{path}/"):
        try:
            return resolve(each)
        except Resolver404:
            pass
    return None


class PagesForEverybody:
    """Say who may keep an answer: anyone a reader's page, nobody anything else.

    A view that knows better sets ``Cache-Control`` itself. Redirects are kept by
    nobody: without a body they have no tag to ask again with, and a comment's moves
    when those before it are approved or removed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        read = request.method in ("GET", "HEAD") and response.status_code in (200, 304)
        if read and not request.path.startswith("/admin/"):
            response.headers.setdefault("Cache-Control", SHARED)
            _speak_as_if_compressed(response)
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _speak_as_if_compressed(response: HttpResponse) -> None:
    """Give a 304 the headers of the page that it stands for.

    GZipWords says these of a page alone, and of its tag only where it compressed;
    a cache that is strict may renew no page by a 304 that differs.
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    tag = response.headers.get("ETag", "")
    if tag.startswith('"'):
        response.headers["ETag"] = f"W/{tag}"


class GZipWords(GZipMiddleware):
    """Pictures are small already; compressed again, they would lose their length."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("image/"):
            return response
        return super().process_response(request, response)


class AskedByTag:
    """Send nobody again what they have. What has a tag is compared by that alone, and
    has the same one for HEAD.

    A date doesn't tell of a renamed author or topic, nor of a post taken back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return response
        if (
            "no-store" not in response.get("Cache-Control", "")
            and "ETag" not in response
        ):
            set_response_etag(response)
        tag = response.get("ETag")
        changed_at = parse_http_date_safe(response.get("Last-Modified", ""))
        if tag:
            request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
        elif changed_at is None:
            return response
        compared = get_conditional_response(request, tag, changed_at, response)
        return compared or response


# Pages of the admin to which files are sent.
TAKE_FILES = ("admin:guide_image_add", "editor:picture", "move_in")


class NothingTooBig:
    """Refuse a body unread that is too big for where it goes.

    Django writes the files in it to the disk, whatever their size and whoever sends
    them, before it looks at a token or a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if request.path in map(reverse, TAKE_FILES):
            most = settings.UPLOAD_MOST_BYTES
        if answers.is_too_big(request, most):
            page = render_to_string("413.html", safety.site(request))
            return HttpResponse(page, status=413)
        return self.get_response(request)


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
        page = render_to_string("503.html", safety.without_database())
        return HttpResponse(page, status=503, headers={"Retry-After": "60"})
