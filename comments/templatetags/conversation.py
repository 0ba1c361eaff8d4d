"""Where the guide's pages meet the conversation."""

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse

from comments.forms import CommentForm
from comments.models import DiscussionSettings
from comments.openness import Openness, openness
from comments.pages import conversation_page
from guide.models import Post

register = template.Library()


@register.inclusion_tag("comments/_conversation.html", takes_context=True)
def conversation(context: RequestContext, post: Post) -> dict[str, Any]:
    """The approved comments of ``post``, a page of them, and the form beneath."""
    after = context.request.GET.get("after", "")
    page = conversation_page(post, after)
    rules = DiscussionSettings.load()
    state = openness(post, rules)
    is_open = state is Openness.OPEN
    action = reverse("comments:post_comment", args=[post.slug])
    return {
        "post": post,
        "threads": page.threads,
        "next_page_url": page.next_url,
        "first_page_url": page.first_url,
        "form": CommentForm(action=action) if is_open else None,
        "is_open": is_open,
        "is_paused": state is Openness.PAUSED,
        "pause_words": rules.pause_words,
        "reading_time": rules.reading_time,
    }
