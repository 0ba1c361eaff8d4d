"""The discussion's settings and the kind words for declining, in the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.models import DiscussionSettings


class DeclineReasonAdmin(admin.ModelAdmin):
    list_display = ["label", "words", "is_for_concerns", "position"]
    list_editable = ["position"]


class DiscussionSettingsAdmin(admin.ModelAdmin):
    """One row, so its list leads straight to it."""

    fieldsets = [
        (None, {"fields": ["reading_time", "folds_hard_words"]}),
        (
            _("Open or closed"),
            {"fields": ["paused", "pause_sentence", "close_after_days"]},
        ),
        (_("What readers report"), {"fields": ["hold_reported"]}),
        (
            _("Asked to wait"),
            {"fields": ["submits", "submits_minutes"]},
        ),
        (_("Mail to commenters"), {"fields": ["mails_hourly"]}),
        (
            _("What a comment is held for"),
            {
                "description": _(
                    "Each is a reason to hold, never to refuse. A change takes effect "
                    "at the next comment. Words and names are under “Rules”."
                ),
                "fields": [
                    "links_held_from",
                    "pause_seconds",
                    "flood_comments",
                    "flood_minutes",
                    "script",
                    *(f"screens_{name}" for name in DiscussionSettings.FAMILIES),
                ],
            },
        ),
        (_("Trust"), {"fields": ["trusts", "trusts_after", "trusts_days"]}),
        (
            _("How long things are kept"),
            {
                "description": _("The privacy page shows these times as they are."),
                "fields": [
                    "spam_days",
                    "declined_days",
                    "decision_words_days",
                    "redaction_days",
                    "report_words_days",
                ],
            },
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not (
            DiscussionSettings.objects.exists()
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        name = "admin:comments_discussionsettings_"
        if DiscussionSettings.objects.exists():
            return HttpResponseRedirect(reverse(f"{name}change", args=[1]))
        return HttpResponseRedirect(reverse(f"{name}add"))

    def save_model(
        self, request: HttpRequest, obj: DiscussionSettings, form: Any, change: bool
    ) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
