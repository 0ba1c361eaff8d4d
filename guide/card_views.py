"""Pictures that go with shared links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from guide import cards, made, naming
from guide.models import Post


@require_safe
def of_post(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published().only("title"), slug=slug)
    return _card(post.title)


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    """Of pages that have none of their own: the site's name alone."""
    return _card("")


def _card(title: str) -> HttpResponse:
    site = naming.load().neutral
    picture = made.once(lambda: cards.card(title, site), "card", title, site)
    return HttpResponse(picture, content_type="image/png")
