"""Moderation in the admin: what waits, the decisions, and their log."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
)
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments import admin_words, moderation, reports
from comments.admin_correspondents import address_page, other_comments
from comments.admin_filters import (
    ConfirmedFilter,
    PostFilter,
    ReasonFilter,
    SentFilter,
)
from comments.admin_list import (
    MOST_LISTED,
    CommentList,
    FirstThousand,
    SeenForm,
    StatusFilter,
    decision_seen,
    key_in,
    latest_decision,
    latest_report,
    moderator,
)
from comments.admin_pins import PinAdmin
from comments.admin_queue import skipped_sentence
from comments.admin_rules import RuleAdmin
from comments.admin_settings import DeclineReasonAdmin, DiscussionSettingsAdmin
from comments.models import (
    Comment,
    Decision,
    DeclineReason,
    DiscussionSettings,
    Report,
    Rule,
    Status,
)
from comments.orders import VERBS, what_came_first
from comments.pages import address_of
from comments.reports import nothing_to_keep


class DecisionInline(admin.TabularInline):
    model = Decision
    fields = readonly_fields = ("at", "who", "from_status", "to_status", "why")
    extra = 0
    can_delete = False
    verbose_name_plural = _("log")

    @admin.display(description=_("who"))
    def who(self, decision: Decision) -> str:
        return decision.who

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).select_related("by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReportInline(admin.StackedInline):
    model = Report
    fields = readonly_fields = ("at", "reason", "words", "settled_at", "settled_by")
    extra = 0
    can_delete = False
    verbose_name_plural = _("what readers told us")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).select_related("settled_by")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see the comment sees what was said of it."""
        return request.user.has_perm("comments.view_comment") or request.user.has_perm(
            "comments.change_comment"
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Comment)
class CommentAdmin(PinAdmin):
    list_display = ["excerpt", "name", "post", "held_because", "submitted_at", "status"]
    list_display_links = ["excerpt"]
    list_filter = [
        StatusFilter,
        PostFilter,
        SentFilter,
        ReasonFilter,
        ConfirmedFilter,
    ]
    list_per_page = 50
    list_max_show_all = 0
    paginator = FirstThousand
    # Sorting by another column, or counting each filter, would read every comment.
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["text", "name"]
    search_help_text = _(
        "Searches words and names in every status, and in changes that wait."
    )
    show_full_result_count = False
    action_form = SeenForm
    actions = [
        "approve",
        "decline",
        "mark_spam",
        "raise_concern",
        "hold",
        "pin",
        "unpin",
    ]
    fields = readonly_fields = (
        "as_it_appears",
        "name",
        "in_context",
        "answered",
        "submitted_at",
        "status",
        "is_step",
        "held_because",
        "same_address",
    )
    inlines = [ReportInline, DecisionInline]

    class Media:
        css = {"all": ["css/admin.css"]}

    # What is shown

    def action_checkbox(self, comment: Comment) -> SafeString:
        """As the stock one, without its template, which took a quarter of the list."""
        tick = _("Select this object for an action - {}")
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" '
            'aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            comment.pk,
            str(tick).format(comment),
        )

    @admin.display(description=_("comment"))
    def excerpt(self, comment: Comment) -> str:
        return Truncator(comment.text).chars(280) or str(_("(erased)"))

    @admin.display(description=_("comment"))
    def as_it_appears(self, comment: Comment) -> SafeString | str:
        # The stored HTML came out of comments.text.render, which makes it safe.
        return mark_safe(comment.html) if comment.html else "–"  # noqa: S308

    @admin.display(description=_("under"))
    def in_context(self, comment: Comment) -> SafeString:
        address = self.view_on_site(comment)
        return format_html('<a href="{}">{}</a>', address, comment.post.title)

    @admin.display(description=_("in reply to"))
    def answered(self, comment: Comment) -> SafeString | str:
        if comment.parent is None:
            return "–"
        template = "admin/comments/_answered.html"
        return render_to_string(template, {"comment": comment.parent})

    def view_on_site(self, comment: Comment) -> str:
        """Its place where it stands on the page, else the conversation it waits for."""
        if comment.is_on_page:
            return address_of(comment)
        return f"{comment.post.get_absolute_url()}#comments"

    @admin.display(description=_("held because"))
    def held_because(self, comment: Comment) -> SafeString | str:
        sentences = comment.reason_sentences
        if comment.waiting_change:
            sentences.append(str(_("A change by its writer waits.")))
        lines = ((sentence,) for sentence in sentences)
        return format_html_join(mark_safe("<br>"), "{}", lines) or "–"

    @admin.display(description=_("address"))
    def same_address(self, comment: Comment) -> SafeString | str:
        """Where its writer's other comments are, without telling the address."""
        if comment.correspondent_id is None:
            return "–"
        page = "admin:comments_correspondent_change"
        sentence = _("Other comments from this address (%d)") % other_comments(comment)
        address = reverse(page, args=[comment.correspondent_id])
        return format_html('<a href="{}">{}</a>', address, sentence)

    # Who may do what

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Comment | None = None
    ) -> bool:
        """Of one comment at a time, so that nothing is erased in bulk."""
        if obj is None or obj.status == Status.WITHDRAWN:
            return False
        return super().has_delete_permission(request, obj)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the list offers: other lookups could test for an address or a
        sender without leaving a trace in the log."""
        return lookup in ("status", "post__id__exact", "sent", "reason", "confirmed")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Comment], search_term: str
    ) -> tuple[QuerySet[Comment], bool]:
        words = search_term[:200]
        found = queryset.holding(words) if words.strip() else queryset  # type: ignore[attr-defined]
        return found, False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CommentList]:
        return CommentList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return super().get_queryset(request).order_by("pk")

    # Decisions

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
            if name == "approve" and comment.status == Status.CONCERN:
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
        """Say the verb unless it was decided on after ``since``; tell if undone."""
        later = comment.decisions.filter(pk__gt=since or 0)
        overtaken = since is not None and later.exists()
        if not overtaken and self._say(request, comment, name):
            return True
        self._tell(request, comment)
        return False

    def _say(self, request: HttpRequest, comment: Comment, name: str) -> bool:
        by = moderator(request)
        if name == "approve" and request.POST.get("asked_twice"):
            return moderation.approve(comment, by, concern_seen=True)
        return VERBS[name].say(comment, by, "")

    def _tell(self, request: HttpRequest, comment: Comment) -> None:
        comment.refresh_from_db(fields=["status"])
        messages.warning(request, what_came_first(comment))

    # Pages of our own

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        own = {"title": _("Comments")}
        return super().changelist_view(request, own | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """For reading. A save from here would write back what it read before."""
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        # Before the page reads them, so that it shows at least what it says was seen.
        kwargs["extra_context"] = {"report_seen": latest_report()}
        return super().change_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        comment = kwargs["obj"]
        verbs = {
            name: verb.label
            for name, verb in VERBS.items()
            if verb.leads_to != comment.status != Status.WITHDRAWN
        }
        is_reported = comment.reports.open().exists()
        own = {
            "title": _("Comment"),
            "verbs": verbs,
            "seen": latest_decision(),
            "can_keep": is_reported and comment.status == Status.APPROVED,
        }
        own |= admin_words.context(comment)
        return super().render_change_form(request, context | own, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/decide/",
                wrap(require_POST(self.decide_view)),
                name="comments_comment_decide",
            ),
            path(
                "<int:pk>/keep/",
                wrap(require_POST(self.keep_view)),
                name="comments_comment_keep",
            ),
            path(
                "<int:pk>/address/",
                wrap(require_POST(self.address_view)),
                name="comments_comment_address",
            ),
        ]
        return own + admin_words.urls(self) + super().get_urls()

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = self._find(request, pk)
        name = request.POST.get("verb", "")
        if name not in VERBS:
            raise Http404
        if not self.has_change_permission(request, comment):
            raise PermissionDenied
        concern = name == "approve" and comment.status == Status.CONCERN
        if concern and not request.POST.get("asked_twice"):
            return self.ask_twice(request, comment, request.POST.get("seen", ""))
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

    def address_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = self._find(request, pk)
        return address_page(self, request, comment, comment.correspondent_id)

    def _find(self, request: HttpRequest, pk: int) -> Comment:
        comment = self.get_queryset(request).filter(pk=pk).first()
        if comment is None:
            raise Http404
        return comment

    # Deleting here means erasing the words; the empty row and its log stay.

    def delete_model(self, request: HttpRequest, obj: Comment) -> None:
        moderation.withdraw(obj, by=moderator(request))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        return [str(comment) for comment in objs], {}, set(), []


admin.site.register(Rule, RuleAdmin)
admin.site.register(DeclineReason, DeclineReasonAdmin)
admin.site.register(DiscussionSettings, DiscussionSettingsAdmin)
