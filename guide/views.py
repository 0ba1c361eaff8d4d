"""The cover, a post and the plain pages. Every page is the same for every reader."""

from contextlib import suppress
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from guide import (
    links,
    old_paths,
    pagecache,
    reading,
    related,
    safety,
    structured_data,
    trails,
)
from guide.models import Guide, Helpline, Page, Post
from guide.neighbours import neighbours

LATEST_SHOWN = 5


@pagecache.kept(elsewhere=old_paths.NUMBERED)
@require_safe
def cover(request: HttpRequest) -> HttpResponse:
    if moved := old_paths.by_number(request.GET):
        return moved
    guide = Guide.objects.cover_first().select_related("author").first()
    listed = Post.objects.listed().for_list()
    beside = listed.exclude(guide=guide) if guide else listed
    context = {
        "guide": guide,
        "chapters": list(listed.filter(guide=guide).in_order()) if guide else [],
        "latest": list(beside.newest_first()[:LATEST_SHOWN]),
    }
    return render(request, "guide/cover.html", context)


@pagecache.kept("after", "order")
@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponse:
    shown = reading.find(slug)
    if shown is None:
        raise Http404
    previous, following = neighbours(shown)
    beside = [each.pk for each in (previous, following) if each]
    trail = trails.to_post(shown)
    context = {
        "post": shown,
        "address": links.whole(shown.get_absolute_url()),
        "trail": trail,
        "structured": structured_data.of_post(
            shown, trail, safety.of(request).names.neutral
        ),
        "text": shown.rendered,
        "previous": previous,
        "next": following,
        "is_last": shown.is_chapter and following is None,
        "similar": related.shown_with(shown, besides=beside),
    }
    return render(request, "guide/post.html", context)


@pagecache.kept()
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    shown = Page.objects.published().filter(slug=slug).first()
    if shown:
        return render(request, "guide/page.html", {"page": shown})
    if slug in Page.FIXED:
        return render(request, "guide/page_missing.html", status=404)
    raise Http404


@pagecache.kept()
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """There is one whatever the database holds."""
    shown = Page.objects.filter(slug="help").first()
    context = {
        "page": shown or Page(title=_("Help"), body=str(safety.EMERGENCY)),
        "countries": safety.by_country(Helpline.objects.all()),
    }
    return render(request, "guide/help.html", context)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own page for this would have neither our name nor our way out."""
    return _problem("400.html", HTTPStatus.BAD_REQUEST)


def nothing_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Unless something stood here before. The page itself needs no database."""
    moved = None
    if request.method in ("GET", "HEAD"):
        with suppress(DatabaseError, InterfaceError):
            moved = old_paths.by_address(request.get_full_path())
    return moved or page_not_found(request, exception)


def something_broke(request: HttpRequest) -> HttpResponse:
    return _problem("500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _problem(template: str, status: HTTPStatus) -> HttpResponse:
    """Whatever went wrong, this asks for as little as can be."""
    page = render_to_string(template, safety.without_database())
    return HttpResponse(page, status=status)
