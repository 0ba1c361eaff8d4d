"""A post as it will look, for whom its author has sent the link."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from guide import previews


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Neither kept nor indexed nor told to others: ``TokensStayPrivate`` sees to it."""
    post = previews.find(token)
    if post is None:
        raise Http404
    if post.is_published():
        return redirect(post)
    context = {"post": post, "text": post.rendered, "until": post.preview_until}
    response = render(request, "guide/preview.html", context)
    response["Cache-Control"] = "no-store"
    return response
