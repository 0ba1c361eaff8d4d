"""The discussion's settings and the kind words for declining, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments import comparing, evidence, hard_words
from comments.models import DiscussionSettings

SHOWN = 20


class PositionForm(forms.ModelForm):
    """A row of the list, in which one box stands beneath another without a label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = _("Position of “%s”") % self.instance
        self.fields["position"].widget.attrs["aria-label"] = name


class DeclineReasonAdmin(admin.ModelAdmin):
    list_display = ["label", "words", "is_for_concerns", "position"]
    list_editable = ["position"]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=PositionForm, **kwargs)

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """As many rows as the list has at most: each that is sent takes time."""
        most = self.list_max_show_all
        return super().get_changelist_formset(
            request, max_num=most, absolute_max=most, **kwargs
        )


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

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """For the sidebar, which every page has: the list leads to the one row, so
        nothing need be asked of the database for a link that adds it."""
        return super().get_model_perms(request) | {"add": False}

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if DiscussionSettings.objects.exists():
            raise PermissionDenied
        return super().add_view(request, *args, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        one_row = {"show_save_and_add_another": False}
        return super().changeform_view(
            request, object_id, form_url, one_row | (extra_context or {})
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

    def get_urls(self) -> list[URLPattern]:
        tried = self.admin_site.admin_view(require_POST(self.try_view))
        name = "comments_discussionsettings_try"
        return [path("try/", tried, name=name), *super().get_urls()]

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """What the settings as typed would have done to the last decisions; saves
        nothing. It looks into comments, so it is for who may see them."""
        may_see = request.user.has_perm("comments.view_comment")
        if not (may_see and self.has_change_permission(request)):
            raise PermissionDenied
        form = self.get_form(request, None, change=True)(
            request.POST, instance=DiscussionSettings.load()
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("What would this have done?"),
            "opts": self.opts,
            "form": form,
        }
        if form.is_valid():
            context |= compared(DiscussionSettings.load(), form.instance)
        template = "admin/comments/discussionsettings/try.html"
        return TemplateResponse(request, template, context)

    def save_model(
        self, request: HttpRequest, obj: DiscussionSettings, form: Any, change: bool
    ) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)


def compared(stored: DiscussionSettings, typed: DiscussionSettings) -> dict[str, Any]:
    """What the page of a try shows of settings that differ from those stored."""
    now, names = timezone.now(), evidence.public_names()
    comparison = comparing.compare(stored.limits(names), typed.limits(names), now)
    found = comparison.differences[:SHOWN]
    hard_words.fold(each.comment for each in found)
    before, after = stored.terms(), typed.terms()
    context = {
        "comparison": comparison,
        "come": comparison.come(),
        "gone": comparison.gone(),
        "put_away": comparison.put_away(),
        "spared": comparison.spared(),
        "found": found,
        "trust_changes": before != after,
    }
    if before != after:
        context["trusted_now"] = comparing.count_trusted(before, now)
        context["trusted_then"] = comparing.count_trusted(after, now)
    return context
