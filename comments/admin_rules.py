"""The rules in the admin: a form in plain words, and a try before they hold."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments import fields, hard_words, ratelimit, rejudging
from comments.models import Comment, Correspondent, Rule
from comments.models.looks import TRIED
from comments.querysets import lasting
from comments.rejudging import Trial
from comments.rule_forms import HASHED, OF_ADDRESSES, RuleForm
from comments.screening.listed import Effect, What

SHOWN = 20


class InUse(admin.SimpleListFilter):
    title = _("in use")
    parameter_name = "in_use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No, or past its end"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Rule]
    ) -> QuerySet[Rule]:
        now = timezone.now()
        if self.value() == "yes":
            return queryset.filter(lasting(now), is_active=True)
        if self.value() == "no":
            return queryset.exclude(lasting(now), is_active=True)
        return queryset


class RuleAdmin(admin.ModelAdmin):
    form = RuleForm
    list_display = [
        "shown",
        "effect",
        "what",
        "family",
        "hits",
        "expires_at",
        "is_active",
    ]
    list_filter = ["effect", "what", InUse, "family"]
    search_fields = ["label", "reason", "family"]
    search_help_text = _("Searches words, labels and reasons.")
    show_full_result_count = False
    list_per_page = 100
    readonly_fields = ["hits", "created_at", "family"]
    change_form_template = "admin/comments/rule/change_form.html"

    @admin.display(description=_("rule"))
    def shown(self, rule: Rule) -> str:
        return str(rule)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.may_see_addresses = may_see_addresses(request)
        return form

    def get_fields(self, request: HttpRequest, obj: Rule | None = None) -> Any:
        shown = ["effect", "what", "typed", "label", "reason", "expires_at"]
        if obj and obj.what == What.SENDER:
            shown.remove("typed")
            shown.remove("expires_at")
        shown.append("is_active")
        return [*shown, "hits", "created_at", "family"] if obj else shown

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Rule], search_term: str
    ) -> tuple[QuerySet[Rule], bool]:
        """Also the words themselves, but no hash: that would test for an address."""
        found, distinct = super().get_search_results(
            request, queryset, search_term[:200]
        )
        if search_term:
            words = queryset.exclude(what__in=HASHED)
            found |= words.filter(value__icontains=search_term[:200])
        return found, distinct

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rule]:
        """Rules about addresses only for who may see addresses."""
        rules = super().get_queryset(request)
        return (
            rules
            if may_see_addresses(request)
            else rules.exclude(what__in=OF_ADDRESSES)
        )

    def save_model(
        self, request: HttpRequest, obj: Rule, form: Any, change: bool
    ) -> None:
        """Without ``hits``: a count that came in meanwhile must not be lost."""
        if "typed" in form.changed_data:
            hashed = obj.what == What.ADDRESS
            obj.key_name = fields.key_name() if hashed else ""
        if change:
            obj.save(update_fields=[*RuleForm.Meta.fields, "value", "key_name"])
        else:
            obj.save()

    # Pages of our own

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("try/", wrap(require_POST(self.try_view)), name="comments_rule_try"),
            path(
                "<int:pk>/try/",
                wrap(require_POST(self.try_view)),
                name="comments_rule_try_changed",
            ),
            path(
                "block-connection/<int:comment>/",
                wrap(require_POST(self.block_view)),
                name="comments_rule_block",
            ),
            path(
                "block-address/<int:writer>/",
                wrap(require_POST(self.block_address_view)),
                name="comments_rule_block_address",
            ),
        ]
        return own + super().get_urls()

    def try_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """What the rule as typed would have done to the last decisions; saves nothing.

        It looks into comments, so it is for who may moderate them.
        """
        rule = get_object_or_404(self.get_queryset(request), pk=pk) if pk else None
        may_save = (
            self.has_change_permission(request, rule)
            if rule
            else self.has_add_permission(request)
        )
        if not (may_save and request.user.has_perm("comments.view_comment")):
            raise PermissionDenied
        form = self.get_form(request, rule, change=bool(rule))(
            request.POST, instance=rule
        )
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("What would this have done?"),
            "opts": self.opts,
            "form": form,
            "is_sender": bool(rule and rule.what == What.SENDER),
        }
        if form.is_valid():
            trial = self._trial(request, form, pk)
            found = trial.found[:SHOWN]
            context["is_overlooking"] = form.instance.effect == Effect.OVERLOOK
            hard_words.fold(comment for comment, _decided, _sign in found)
            context |= {
                "trial": trial,
                "decisions": sorted(trial.by_decision().items()),
                "found": found,
            }
        return TemplateResponse(request, "admin/comments/rule/try.html", context)

    def _trial(self, request: HttpRequest, form: Any, pk: int | None) -> Trial:
        rule = form.instance
        if rule.what == What.SENDER:
            return rejudging.try_connection(rule.value)
        if rule.what in OF_ADDRESSES:
            self._log_look(request, rule)
        others = Rule.objects.in_use(timezone.now()).exclude(pk=pk)
        if rule.effect == Effect.OVERLOOK:
            of_words = others.filter(what=What.TEXT).listed()
            return rejudging.try_overlooking(form.as_listed(), of_words)
        overlooking = others.filter(effect=Effect.OVERLOOK).listed()
        return rejudging.try_out(form.as_listed(), overlooking)

    def _log_look(self, request: HttpRequest, rule: Rule) -> None:
        """Whether an address wrote here is a look at addresses, and logged as one."""
        rule.pk = rule.pk or 0
        self.log_change(request, rule, TRIED)

    def block_view(self, request: HttpRequest, comment: int) -> HttpResponse:
        """Block the connection that ``comment`` came from, while its hash is known."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        row = get_object_or_404(Comment, pk=comment)
        ends_at = sender_ends_at(row.submitted_at)
        if not row.sender or ends_at <= timezone.now():
            messages.warning(
                request,
                _("Where this came from isn’t known any more. Nothing was changed."),
            )
        else:
            label = _("The connection of %(comment)s") % {"comment": row}
            defaults = {"label": label, "expires_at": ends_at}
            rule, is_new = self._block(What.SENDER, row.sender, defaults)
            if is_new:
                self.log_addition(request, rule, str(_("Blocked a connection.")))
            messages.success(
                request,
                _(
                    "What comes from that connection is put away until %(when)s. Then "
                    "nothing is left that could recognise it."
                )
                % {"when": timezone.localtime(ends_at).strftime("%Y-%m-%d %H:%M")},
            )
        return redirect("admin:comments_comment_change", comment)

    def block_address_view(self, request: HttpRequest, writer: int) -> HttpResponse:
        """Block one address, by its hash: nobody has to see it for that."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        row = get_object_or_404(Correspondent.objects.defer("email"), pk=writer)
        defaults = {"label": str(row), "key_name": row.key_name, "expires_at": None}
        rule, is_new = self._block(What.ADDRESS, row.lookup, defaults)
        if is_new:
            self.log_addition(request, rule, str(_("Blocked an address.")))
        messages.success(
            request,
            _(
                "What comes with that address is put away from now on, and its writer "
                "isn’t told. An owner can end it under “Rules”."
            ),
        )
        return redirect("admin:comments_correspondent_change", writer)

    def _block(
        self, what: What, value: str, defaults: dict[str, Any]
    ) -> tuple[Rule, bool]:
        """The rule, and whether it blocks only from now on: it was made, or is in use
        again after its end or after somebody had switched it off."""
        rule, made = Rule.objects.get_or_create(
            effect=Effect.BLOCK, what=what, value=value, defaults=defaults
        )
        if made or Rule.objects.in_use(timezone.now()).filter(pk=rule.pk).exists():
            return rule, made
        again = {"is_active": True, "expires_at": defaults["expires_at"]}
        return rule, bool(Rule.objects.filter(pk=rule.pk).update(**again))


def may_see_addresses(request: HttpRequest) -> bool:
    return request.user.has_perm("comments.view_address")


def sender_ends_at(sent_at: datetime) -> datetime:
    """When the key goes under which the sender of that moment was hashed."""
    day = sent_at.astimezone(UTC).date()
    return datetime.combine(day, time(), UTC) + ratelimit.KEYS_KEPT
