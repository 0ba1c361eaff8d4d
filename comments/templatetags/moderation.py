"""The queue on the admin's front page."""

from typing import Any

from django import template
from django.template import RequestContext

from comments.admin_queue import queue_context

register = template.Library()


@register.inclusion_tag("admin/comments/_queue.html", takes_context=True)
def queue(context: RequestContext) -> dict[str, Any]:
    """What waits, for a moderator who may see it."""
    return {"request": context.request, "csrf_token": context["csrf_token"]} | (
        queue_context(context.request)
    )
