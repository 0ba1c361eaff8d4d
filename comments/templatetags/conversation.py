"""Where the guide's pages meet the conversation."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from comments import stamps
from comments.articles import article, articles
from comments.forms import CommentForm
from comments.models import DiscussionSettings
from comments.openness import Openness, closes_at, days_open, openness
from comments.pages import conversation_page
from comments.reply_views import conversation_context
from guide.models import Post

register = template.Library()


@register.filter
def month(at: datetime) -> str:
    """Such as "November 2026": all that readers learn of when a comment was sent."""
    local = timezone.localtime(at)
    return _month(local.year, local.month, get_language() or "")


@cache
def _month(year: int, month: int, language: str) -> str:
    # Kept, because a page asks for few of them, fifty times each.
    return date_format(date(year, month, 1), "F Y")


@register.inclusion_tag("comments/_open_until.html")
def open_until(post: Post) -> dict[str, Any]:
    """What an author is told of how long ``post`` takes comments."""
    rules = DiscussionSettings.load()
    return {
        "is_open": openness(post, rules) is not Openness.CLOSED,
        "is_out": post.is_published(),
        "days": days_open(post, rules),
        "closes_at": closes_at(post, rules),
        "is_own": post.comments_close_after is not None,
    }


register.simple_tag(article)
register.simple_tag(articles)


@register.inclusion_tag("comments/_conversation.html", takes_context=True)
def conversation(context: RequestContext, post: Post) -> dict[str, Any]:
    """The approved comments of ``post``, a page of them, and the form beneath."""
    asked = context.request.GET
    page = conversation_page(post, asked.get("after", ""), asked.get("order", ""))
    action = reverse("comments:post_comment", args=[post.slug])
    return conversation_context(post) | {"page": page, "action": action}


@register.simple_tag
def respond(action: str, reading_time: str) -> SafeString:
    """The form as it is before anybody has written into it, and what stands above."""
    return _respond(action, reading_time, stamps.make_stamp(), get_language())


# With the stamp of the day it is the same for everybody, and a sixth of a page's time.
@lru_cache(maxsize=128)
def _respond(
    action: str, reading_time: str, stamp: str, language: str | None
) -> SafeString:
    form = CommentForm(action=action, initial={"stamp": stamp})
    rendered = render_crispy_form(form, context={"reading_time": reading_time})
    return render_to_string("comments/_respond.html", {"form": SafeString(rendered)})
