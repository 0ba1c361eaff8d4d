"""The site's addresses, with pages that fail as badly as a page can."""

from collections.abc import Iterator

from django.core.exceptions import SuspiciousFileOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config import urls

handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500


@csrf_exempt
def break_with_words(request: HttpRequest, slug: str) -> HttpResponse:
    """As a mistake of ours would: with all that was sent in its text."""
    try:
        int(request.POST["comment"])
    except ValueError as error:
        raise KeyError(f"{slug} {request.GET} {request.COOKIES}") from error
    return HttpResponse()


@csrf_exempt
def break_in_the_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{request.POST["comment"]}"')  # noqa: S608
    return HttpResponse()


def be_suspicious(request: HttpRequest, slug: str) -> HttpResponse:
    raise SuspiciousFileOperation(f"{slug} is outside")


def break_on_the_way(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    def parts() -> Iterator[bytes]:
        yield b"first"
        raise ValueError(slug)

    return StreamingHttpResponse(parts())


urlpatterns = [
    path("break/<slug:slug>/", break_with_words),
    path("database/", break_in_the_database),
    path("suspicious/<slug:slug>/", be_suspicious),
    path("on-the-way/<slug:slug>/", break_on_the_way),
    *urls.urlpatterns,
]
