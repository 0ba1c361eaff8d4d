"""Deciding in the admin, on one comment or on all that are ticked in the list."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments import moderation, reports
from comments.admin_list import MOST_LISTED, decision_seen, key_in, moderator
from comments.admin_pins import PinAdmin
from comments.admin_queue import skipped_sentence
from comments.models import Comment, Status
from comments.orders import FOR_MANY_CONCERNS, VERBS, what_came_first, word_for
from comments.reports import nothing_to_keep


class DecisionAdmin(PinAdmin):
    """What decides, for the comments' own admin to inherit."""

    @admin.action(description=_("Approve: show on the page"), permissions=["change"])
    def approve(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._decide_all(request, comments, "approve")

    @admin.action(description=_("Decline: not published"), permissions=["change"])
    def decline(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._decide_all(request, comments, "decline")

    @admin.action(description=_("Mark as spam"), permissions=["change"])
    def mark_spam(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._decide_all(request, comments, "mark_spam")

    @admin.action(
        description=_("Raise a concern: somebody may be at risk"),
        permissions=["change"],
    )
    def raise_concern(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._decide_all(request, comments, "raise_concern")

    @admin.action(description=_("Put back to waiting"), permissions=["change"])
    def hold(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._decide_all(request, comments, "hold")

    def _decide_all(
        self, request: HttpRequest, comments: QuerySet[Comment], name: str
    ) -> None:
        since = decision_seen(request)
        done = skipped = 0
        # "Select all" means what the list counts, not what it doesn't.
        for comment in comments[:MOST_LISTED]:
            if comment.status == Status.CONCERN and name not in FOR_MANY_CONCERNS:
                skipped += 1
            else:
                done += self._decide(request, comment, name, since)
        if done:
            sentence = ngettext("%d comment: %s.", "%d comments: %s.", done)
            self.message_user(request, sentence % (done, VERBS[name].leads_to.label))
        if skipped:
            self.message_user(request, skipped_sentence(skipped), messages.WARNING)

    def _decide(
        self, request: HttpRequest, comment: Comment, name: str, since: int | None
    ) -> bool:
        """Say the verb unless it was decided on after ``since``, or reported after what
        the page had shown; tell if undone."""
        later = comment.decisions.filter(pk__gt=since or 0)
        overtaken = since is not None and later.exists()
        seen, report = comment.status, key_in(request, "report_seen")
        if not overtaken and self._say(request, comment, name, report):
            return True
        comment.refresh_from_db(fields=["status"])
        messages.warning(
            request, what_came_first(comment, seen, None if overtaken else report)
        )
        return False

    def _say(
        self, request: HttpRequest, comment: Comment, name: str, report: int | None
    ) -> bool:
        by = moderator(request)
        if name == "approve" and request.POST.get("asked_twice"):
            return moderation.approve(
                comment, by, concern_seen=True, report_seen=report
            )
        # Nobody chose a word here, so it is the first of the reasons.
        is_concern = comment.status == Status.CONCERN
        word = word_for("", "", is_concern=is_concern) if name == "decline" else ""
        return VERBS[name].say(comment, by, word, report)

    def get_urls(self) -> list[URLPattern]:
        views = {"decide": self.decide_view, "keep": self.keep_view}
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"comments_comment_{name}",
            )
            for name, view in views.items()
        ]
        return own + super().get_urls()

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = self._find(request, pk)
        name = request.POST.get("verb", "")
        if name not in VERBS:
            raise Http404
        if not self.has_change_permission(request, comment):
            raise PermissionDenied
        concern = name == "approve" and comment.status == Status.CONCERN
        if concern and not request.POST.get("asked_twice"):
            seen, report = request.POST.get("seen", ""), key_in(request, "report_seen")
            return self.ask_twice(request, comment, seen, report)
        if self._decide(request, comment, name, decision_seen(request)):
            messages.success(request, f"{comment}: {comment.get_status_display()}.")
        return redirect("admin:comments_comment_queue")

    def keep_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A reported comment is fine as it is. Reports not yet seen stay open."""
        comment = self._find(request, pk)
        if not self.has_change_permission(request, comment):
            raise PermissionDenied
        if reports.keep(comment, moderator(request), key_in(request, "report_seen")):
            messages.success(request, _("%s: kept as it is.") % comment)
        else:
            messages.warning(request, nothing_to_keep(comment))
        return redirect("admin:comments_comment_queue")

    def _find(self, request: HttpRequest, pk: int) -> Comment:
        comment: Comment | None = self.get_queryset(request).filter(pk=pk).first()
        if comment is None:
            raise Http404
        return comment
