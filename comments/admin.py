"""Comments in the admin: their list, and one comment's own page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments import admin_words, hard_words, moderation, rejudging, text
from comments.admin_address import address_page
from comments.admin_correspondents import other_comments
from comments.admin_decisions import DecisionAdmin
from comments.admin_filters import (
    ConfirmedFilter,
    PostFilter,
    ReasonFilter,
    SentFilter,
)
from comments.admin_inlines import DecisionInline, ReportInline
from comments.admin_list import (
    CommentList,
    FirstThousand,
    SeenForm,
    StatusFilter,
    keep_keys,
    latest_both,
    latest_decision,
    latest_report,
    moderator,
)
from comments.admin_rules import RuleAdmin
from comments.admin_settings import DeclineReasonAdmin, DiscussionSettingsAdmin
from comments.models import (
    Comment,
    DeclineReason,
    DiscussionSettings,
    Rule,
    Status,
)
from comments.orders import VERBS
from comments.pages import address_of


@admin.register(Comment)
class CommentAdmin(DecisionAdmin):
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
        if comment.is_folded:
            return str(_("Words that may be hard to read. Open it to see them."))
        return text.beginning(comment.text, 280) or str(_("(erased)"))

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
        answered = comment.answered
        if answered is None:
            return "–"
        template = "admin/comments/_answered.html"
        hard_words.fold([answered])
        return render_to_string(template, {"comment": answered})

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

    # Pages of our own

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        own = {"title": _("Comments")}
        keep_keys(request)
        # Before the list is read, as for a comment's own page.
        seen = latest_both() if request.method != "POST" else None
        answer = super().changelist_view(request, own | (extra_context or {}))
        form = getattr(answer, "context_data", {}).get("action_form")
        if form and seen:
            form.initial["seen"], form.initial["report_seen"] = seen
        return answer

    def change_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """For reading. A save from here would write back what it read before."""
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        # Before the page reads them, so that it shows at least what it says was seen.
        kwargs["extra_context"] = {
            "seen": latest_decision(),
            "report_seen": latest_report(),
        }
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
            "can_keep": is_reported and comment.status == Status.APPROVED,
        }
        if comment.sender and request.user.has_perm("comments.add_rule"):
            own["connection"] = rejudging.count_connection(comment.sender)
        own |= admin_words.context(comment)
        return super().render_change_form(request, context | own, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        address = path(
            "<int:pk>/address/",
            self.admin_site.admin_view(require_POST(self.address_view)),
            name="comments_comment_address",
        )
        return [address, *admin_words.urls(self), *super().get_urls()]

    def address_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = self._find(request, pk)
        return address_page(self, request, comment, comment.correspondent_id)

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
