"""Pinning comments in the admin, from the list or from a comment's own page."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comments import pins
from comments.admin_queue import QueueAdmin
from comments.models import Comment
from comments.pins import MOST_PINNED, Outcome

ACTS = {"pin": pins.pin, "unpin": pins.unpin}


class PinAdmin(QueueAdmin):
    """What pins, for the comments' own admin to inherit."""

    @admin.action(
        description=gettext_lazy("Pin on top of their posts"), permissions=["change"]
    )
    def pin(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._pin_all(request, comments, "pin")

    @admin.action(description=gettext_lazy("Pin no longer"), permissions=["change"])
    def unpin(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._pin_all(request, comments, "unpin")

    def _pin_all(
        self, request: HttpRequest, comments: QuerySet[Comment], name: str
    ) -> None:
        # No post has room for more than a few, so these are enough to be told of it.
        for comment in comments[: 10 * MOST_PINNED]:
            self._say_pin(request, comment, name)

    def _say_pin(self, request: HttpRequest, comment: Comment, name: str) -> None:
        outcome = ACTS[name](comment)
        self.message_user(request, told(comment, name, outcome), LEVELS[outcome])
        if outcome is Outcome.DONE:
            self.log_change(
                request, comment, _("Pinned") if name == "pin" else _("Unpinned")
            )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                f"<int:pk>/{name}/",
                wrap(require_POST(partial(self.pin_view, name=name))),
                name=f"comments_comment_{name}",
            )
            for name in ACTS
        ]
        return own + super().get_urls()

    def pin_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        comment = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, comment):
            raise PermissionDenied
        self._say_pin(request, comment, name)
        return redirect("admin:comments_comment_change", pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        comment = kwargs["obj"]
        own = {
            "can_pin": comment.can_be_pinned and comment.pinned_at is None,
            "can_unpin": comment.pinned_at is not None,
        }
        return super().render_change_form(request, context | own, *args, **kwargs)


LEVELS = {
    Outcome.DONE: messages.SUCCESS,
    Outcome.NOTHING_TO_DO: messages.WARNING,
    Outcome.NO_ROOM: messages.WARNING,
}


def told(comment: Comment, name: str, outcome: Outcome) -> str:
    """The sentence for the moderator."""
    if outcome is Outcome.NO_ROOM:
        sentence = _(
            "%(comment)s: at most %(most)d are pinned on a post. Unpin one first."
        )
    elif outcome is Outcome.DONE and name == "pin":
        sentence = _("%(comment)s: pinned on top of its post.")
    elif outcome is Outcome.DONE:
        sentence = _("%(comment)s: not pinned any more.")
    elif name == "pin":
        sentence = _(
            "%(comment)s: not pinned. It is, or it’s a reply, or not on the page."
        )
    else:
        sentence = _("%(comment)s: it wasn’t pinned.")
    return sentence % {"comment": comment, "most": MOST_PINNED}
