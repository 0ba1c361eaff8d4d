"""Feeds of comments: link, name and month. Not the words: what was erased here could
not be called back from where a feed was read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import permalinks
from comments.models import Comment
from guide import naming, pagecache
from guide.models import Post
from guide.xhtml import in_xml

if TYPE_CHECKING:
    from comments.querysets import CommentQuerySet

ENTRIES = 50


class CoarseFeed(Atom1Feed):
    """One that tells no day, also where it is empty."""

    def latest_post_date(self) -> datetime:
        return _month_of(super().latest_post_date())


@pagecache.kept()
@require_safe
def all_comments(request: HttpRequest) -> HttpResponse:
    pagecache.shows_conversation()
    listed = Post.objects.listed().values("pk")
    comments = Comment.objects.on_page().filter(post__in=listed)
    title = _("Comments on %(site)s") % {"site": naming.load().neutral}
    return _feed(request, title, reverse("guide:cover"), comments)


@pagecache.kept()
@require_safe
def comments_of_post(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a closed conversation as well."""
    posts = Post.objects.published().only("title", "slug", "unlisted")
    post = get_object_or_404(posts, slug=slug)
    pagecache.shows_conversation(post.pk)
    comments = Comment.objects.on_page().filter(post=post)
    title = _("Comments on “%(title)s”") % {"title": post.title}
    page = f"{post.get_absolute_url()}#comments"
    feed = _feed(request, title, page, comments, permalinks.named(post))
    if post.unlisted:
        feed["X-Robots-Tag"] = "noindex"
    return feed


def _feed(
    request: HttpRequest,
    title: str,
    page: str,
    comments: CommentQuerySet,
    of: str = "",
) -> HttpResponse:
    """The newest of ``comments``, as links that hold whatever host was asked; ``of`` is
    what they end with."""
    own = f"{settings.SITE_URL}{request.path}"
    feed = CoarseFeed(
        title=in_xml(title),
        link=f"{settings.SITE_URL}{page}",
        description=None,
        language=get_language(),
        feed_url=own,
        feed_guid=own,
    )
    newest = comments.order_by("-submitted_at", "-pk").only("name", "submitted_at")
    for comment in newest[:ENTRIES]:
        address = reverse("comments:permalink", args=[comment.pk])
        link = f"{settings.SITE_URL}{address}{of}"
        name = in_xml(comment.name)
        sent_at = timezone.localtime(comment.submitted_at)
        feed.add_item(
            title=f"{name}, {date_format(sent_at, 'F Y')}",
            link=link,
            description=None,  # type: ignore[arg-type]  # then there is no summary
            unique_id=link,
            author_name=name,
            updateddate=_month_of(sent_at),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _month_of(moment: datetime) -> datetime:
    """The beginning of its month: readers are told no more of when."""
    return datetime(moment.year, moment.month, 1, tzinfo=UTC)
