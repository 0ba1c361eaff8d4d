"""Where the guide's pages meet the conversation."""

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse

from comments.forms import CommentForm
from comments.pages import conversation_page
from comments.reply_views import how_open
from guide.models import Post

register = template.Library()


@register.inclusion_tag("comments/_conversation.html", takes_context=True)
def conversation(context: RequestContext, post: Post) -> dict[str, Any]:
    """The approved comments of ``post``, a page of them, and the form beneath."""
    asked = context.request.GET
    page = conversation_page(post, asked.get("after", ""), asked.get("order", ""))
    given = how_open(post)
    action = reverse("comments:post_comment", args=[post.slug])
    return given | {
        "page": page,
        "form": CommentForm(action=action) if given["is_open"] else None,
    }
