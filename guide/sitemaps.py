"""What search engines are shown, and what they are asked to leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guide import links, pagecache
from guide.models import Author, Page, Post, Topic

# A sitemap holds 50,000 addresses at most; what isn't a post is few.
POSTS = 49_000
CLOSED = (
    # The desk, and what anybody may type.
    "/admin/",
    "/search/",
    # What is one person's, or leads on to a form. The feed of comments stays open.
    "/comments/",
    "/posts/*/comments/",
    "/posts/*/reply/",
)
OPEN = ("/comments/feed/",)

Address = tuple[str, date | None]


@pagecache.kept()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    addresses = [(links.whole(path), changed) for path, changed in _addresses()]
    return render(
        request,
        "guide/sitemap.xml",
        {"addresses": addresses},
        content_type="application/xml; charset=utf-8",
    )


@pagecache.kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        *(f"Allow: {path}" for path in OPEN),
        "",
        f"Sitemap: {links.whole(reverse('guide:sitemap'))}",
    ]
    body = "".join(f"{line}\n" for line in lines)
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


def _addresses() -> Iterator[Address]:
    """Paths and the day of their last change where that is known, in four queries."""
    posts = list(_posts())
    latest = _latest(posts)
    for name in ("cover", "archive", "topics"):
        yield reverse(f"guide:{name}"), latest
    if chapters := [post for post in posts if post.guide_id]:
        yield reverse("guide:whole"), _latest(chapters)
    # The conversation's own page: its address alone is known here, as to the header.
    yield reverse("comments:steps"), None
    yield from ((post.get_absolute_url(), post.changed_at.date()) for post in posts)
    listed = Post.objects.listed()
    for topic in Topic.objects.filter(posts__in=listed).distinct():
        yield topic.get_absolute_url(), None
    for author in Author.objects.filter(posts__in=listed).distinct():
        yield author.get_absolute_url(), None
    for page in Page.objects.published().only("slug", "updated_at"):
        yield page.get_absolute_url(), page.updated_at.date()


def _latest(posts: list[Post]) -> date | None:
    return max((post.changed_at.date() for post in posts), default=None)


def _posts() -> Iterator[Post]:
    posts = Post.objects.listed().newest_first()
    return posts.only("slug", "guide", "published_at", "updated_at")[:POSTS].iterator()
