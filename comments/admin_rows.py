"""The rows of the admin's list of comments.

Django asks of each cell what it is and how that is shown: that took almost half of the
list's time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from comments.models import Comment, Status

if TYPE_CHECKING:
    from comments.admin import CommentAdmin
    from comments.admin_list import CommentList

# As Django makes them: the list's styles and script know cells by their classes.
CELLS = {
    "action_checkbox": '<td class="action-checkbox">{action_checkbox}</td>',
    "excerpt": (
        '<th class="field-excerpt">'
        '<a href="{list}{pk}/change/{filters}">{excerpt}</a></th>'
    ),
    "name": '<td class="field-name">{name}</td>',
    "post": '<td class="field-post nowrap">{post}</td>',
    "held_because": '<td class="field-held_because">{held_because}</td>',
    "submitted_at": '<td class="field-submitted_at nowrap">{submitted_at}</td>',
    "status": '<td class="field-status">{status}</td>',
}


def rows(listed: CommentList) -> SafeString:
    """Of the page that is shown, with the columns in the order of its head."""
    row = "".join(CELLS[str(name)] for name in listed.list_display)
    admin = cast("CommentAdmin", listed.model_admin)
    given = {
        "list": reverse("admin:comments_comment_changelist"),
        "filters": f"?{listed.preserved_filters}" if listed.preserved_filters else "",
    }
    made = (
        format_html(f"<tr>{row}</tr>", **given, **_shown(admin, comment))
        for comment in listed.result_list
    )
    return mark_safe("\n".join(made))  # noqa: S308 (each is)


def _shown(admin: CommentAdmin, comment: Comment) -> dict[str, SafeString | str | int]:
    sent_at = timezone.localtime(comment.submitted_at)
    return {
        "pk": comment.pk,
        "action_checkbox": admin.action_checkbox(comment),
        "excerpt": admin.excerpt(comment),
        "name": comment.name or "–",
        "post": comment.post.title,
        "held_because": admin.held_because(comment),
        "submitted_at": date_format(sent_at, "DATETIME_FORMAT"),
        "status": str(Status(comment.status).label),
    }
