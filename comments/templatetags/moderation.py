"""The queue on the admin's front page."""

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.template import RequestContext
from django.utils import timezone

from comments import admin_cards, outbox, text
from comments.admin_list import CommentList
from comments.admin_queue import queue_context
from comments.admin_rows import rows
from comments.models import MailPreference
from comments.outbox import Trouble
from comments.querysets import MailPreferenceQuerySet

register = template.Library()
register.filter(text.beginning)
register.simple_tag(admin_cards.verbs)


@register.inclusion_tag("admin/comments/_queue.html", takes_context=True)
def queue(context: RequestContext) -> dict[str, Any]:
    """What waits, for a moderator who may see it."""
    return {"request": context.request, "csrf_token": context["csrf_token"]} | (
        queue_context(context.request)
    )


@register.inclusion_tag("admin/comments/comment/_rows.html")
def comment_rows(listed: CommentList) -> dict[str, Any]:
    """The table of the list of comments."""
    return {"headers": list(result_headers(listed)), "rows": rows(listed)}


@register.simple_tag
def mail_troubles() -> list[Trouble]:
    """What keeps mail from going out, for whoever can mend it."""
    return outbox.troubles(timezone.now())


@register.simple_tag
def bounced_wishes() -> MailPreferenceQuerySet:
    """Of moderators whose mail came back, for whoever can ask them about it."""
    return MailPreference.objects.bounced().select_related("user")
