"""The guide as one: on a page, as an e-book."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from guide import book, epub, naming, pagecache, whole
from guide.book import Book


@pagecache.kept()
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    loaded = _book_or_404()
    context = {"guide": loaded.guide, "parts": whole.parts(loaded)}
    return render(request, "guide/whole.html", context)


@require_safe
def e_book(request: HttpRequest) -> HttpResponse:
    loaded = _book_or_404()
    site = naming.load().neutral
    headers = {
        "Content-Disposition": f'attachment; filename="{epub.file_name(site)}"',
        "Last-Modified": http_date(loaded.changed_at.timestamp()),
    }
    file = epub.of(loaded, site)
    return HttpResponse(file, content_type=epub.CONTENT_TYPE, headers=headers)


def _book_or_404() -> Book:
    loaded = book.load()
    if loaded is None:
        raise Http404
    return loaded
