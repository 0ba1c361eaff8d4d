"""Replying on a page of its own, and a whole thread. Both the same for everybody."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comments import pages, replying
from comments.articles import Links
from comments.forms import CommentForm
from comments.models import DiscussionSettings
from comments.openness import Openness, closes_at, openness
from guide import pagecache
from guide.models import Post


@require_safe
def reply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form beneath the comment that it answers, for readers without script."""
    post = get_object_or_404(Post.objects.published(), slug=slug)
    comment = replying.find(post, pk)
    if comment is None:
        raise Http404
    context = conversation_context(post) | {"comment": comment}
    if context["is_open"]:
        action = reverse("comments:post_comment", args=[post.slug])
        context["form"] = CommentForm(action=action, parent=comment.pk)
    status = HTTPStatus.OK if context["is_open"] else HTTPStatus.FORBIDDEN
    response = render(request, "comments/reply.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


@pagecache.kept("after")
@require_safe
def thread(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A comment with all replies, a page of them at a time."""
    post = get_object_or_404(Post.objects.published(), slug=slug)
    page = pages.thread_page(post, pk, request.GET.get("after", ""))
    if page is None:
        raise Http404
    context = conversation_context(post) | {"page": page}
    return render(request, "comments/thread.html", context)


def conversation_context(post: Post) -> dict[str, Any]:
    """What templates need to know of the conversation under ``post``."""
    rules = DiscussionSettings.load()
    state = openness(post, rules)
    pagecache.shows_conversation(post.pk)
    if state is not Openness.CLOSED:
        pagecache.lasts_until(closes_at(post, rules))
    return {
        "post": post,
        "is_open": state is Openness.OPEN,
        "is_paused": state is Openness.PAUSED,
        "pause_words": rules.pause_words,
        "reading_time": rules.reading_time,
        "links": Links.under(post, is_open=state is Openness.OPEN),
    }
