"""Lists of posts: all of them, a topic's, an author's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide import lists, pagecache, structured_data, trails
from guide.models import Author, Post, Topic


@pagecache.kept("after")
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    page = lists.page_of(Post.objects.listed(), request.GET.get("after", ""))
    return render(request, "guide/archive.html", {"page": page})


@pagecache.kept()
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    trail = trails.to_lists()
    context = {
        "topics": Topic.objects.written_about(),
        "trail": trail,
        "structured": structured_data.of_list(_("Topics"), request.path, trail),
    }
    return render(request, "guide/topics.html", context)


@pagecache.kept("after")
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Topic, slug=slug)
    trail = trails.to_topic()
    name = capfirst(shown.name)
    context = {
        "topic": shown,
        "page": _page_or_404(request, topics=shown),
        "trail": trail,
        "structured": structured_data.of_list(name, shown.get_absolute_url(), trail),
    }
    return render(request, "guide/topic.html", context)


@pagecache.kept("after")
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Author.objects.select_related("picture"), slug=slug)
    trail = trails.to_lists()
    context = {
        "author": shown,
        "page": _page_or_404(request, author=shown),
        "trail": trail,
        "structured": structured_data.of_author(shown, trail),
    }
    return render(request, "guide/author.html", context)


def _page_or_404(request: HttpRequest, **which: Topic | Author) -> lists.Page:
    """A topic or an author of drafts alone isn't there for readers. One of unlisted
    posts is, since these lead there, but shows none."""
    posts = Post.objects.filter(**which)
    page = lists.page_of(posts.listed(), request.GET.get("after", ""))
    if not (page.posts or posts.published().exists()):
        raise Http404
    return page
