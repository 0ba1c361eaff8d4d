"""The pages beside a comment's own in the admin, and what its own shows of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from comments import notes
from comments.admin_beside import Desk
from comments.admin_notes import note_view
from comments.admin_redaction import redact_view
from comments.admin_reply import reply_view
from comments.admin_revision import revision_view
from comments.admin_step import step_view
from comments.models import Comment, Status
from comments.moderation_forms import CommentNoteForm

PAGES = {
    "reply": reply_view,
    "redact": redact_view,
    "note": note_view,
    "revision": revision_view,
}
asked_rightly = require_http_methods(["GET", "POST"])


def urls(desk: Desk) -> list[URLPattern]:
    """Their addresses, below that of ``desk``, the admin of comments."""
    wrap = desk.admin_site.admin_view
    pages = [
        path(
            f"<int:pk>/{name}/",
            wrap(asked_rightly(partial(view, desk=desk))),
            name=f"comments_comment_{name}",
        )
        for name, view in PAGES.items()
    ]
    step = wrap(require_POST(partial(step_view, desk=desk)))
    return [*pages, path("<int:pk>/step/", step, name="comments_comment_step")]


def context(comment: Comment) -> dict[str, Any]:
    """What the template of its own page needs of them."""
    return {
        "redactions": comment.redactions.select_related("by"),
        "notes": notes.for_comments([comment]).get(comment.pk, []),
        "note_form": None if comment.status == Status.WITHDRAWN else CommentNoteForm(),
    }
