"""What waits for who writes, on the admin's front page."""

from typing import Any

from django import template
from django.template import RequestContext

from guide.waiting import waiting_for

register = template.Library()


@register.inclusion_tag("admin/guide/_waiting.html", takes_context=True)
def waiting(context: RequestContext) -> dict[str, Any]:
    user = context["user"]
    return {
        "waiting": waiting_for(user),
        "may_add": user.has_perm("guide.add_post"),
        "may_order": user.has_perm("guide.view_guide"),
    }
