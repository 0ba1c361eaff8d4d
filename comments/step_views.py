"""The wall of small steps, and the card for one's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comments import steps
from guide import pagecache
from guide.models import Post


@pagecache.kept("after")
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    pagecache.shows_conversation()
    page = steps.wall(request.GET.get("after", ""))
    return render(request, "comments/steps.html", {"page": page})


@pagecache.kept("after")
@require_safe
def steps_of_post(request: HttpRequest, slug: str) -> HttpResponse:
    posts = Post.objects.published().only("title", "slug", "unlisted")
    post = get_object_or_404(posts, slug=slug)
    pagecache.shows_conversation(post.pk)
    page = steps.of_post(post, request.GET.get("after", ""))
    context = {"post": post, "page": page}
    return render(request, "comments/steps_of_post.html", context)


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """A page to write on, for oneself. Nothing of it comes back here.

    Where no script empties it, this is what lets *Back* bring up an empty card in most
    browsers. Chromium alone may keep such a page in memory for a while.
    """
    response = render(request, "comments/step_card.html")
    response["Cache-Control"] = "no-store"
    return response
