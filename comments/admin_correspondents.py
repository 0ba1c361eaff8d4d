"""Who wrote, in the admin: one address's comments, and finding it by the address.

The address is shown, asked for and sent in bodies of POSTs alone: it stands in no page
address, message or log.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from comments import addresses, correspondents, hard_words, moderation, notes
from comments.admin_address import address_page
from comments.admin_export import export, may_export
from comments.admin_list import moderator
from comments.admin_looks import looks_at
from comments.admin_trust import SAID, TrustForm, give, trust_context
from comments.models import Comment, Correspondent, Rule, Status
from comments.models.looks import FOUND, NOT_FOUND
from comments.moderation_forms import NoteForm
from comments.querysets import PAGE_SIZE
from comments.screening.listed import Effect, What
from guide.row_keys import key_in

TEMPLATES = "admin/comments/correspondent"
# What one request erases of an address; more are erased by asking again.
ERASED_AT_ONCE = 200


class AddressForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Whole email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        address = addresses.normalise(self.cleaned_data["address"])
        if address is None:
            raise forms.ValidationError(_("This is no whole email address."))
        return address


@admin.register(Correspondent)
class CorrespondentAdmin(admin.ModelAdmin):
    """Its list is a search by address: a list of addresses serves nobody."""

    class Media:
        css = {"all": ["css/admin.css"]}

    # Who may do what

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.view_address")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_comment")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # Pages

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "comments_correspondent_"
        return [
            path("", wrap(self.find_view), name=f"{name}changelist"),
            path("<int:pk>/", wrap(require_safe(self.own_view)), name=f"{name}change"),
            path(
                "<int:pk>/address/",
                wrap(require_POST(self.address_view)),
                name=f"{name}address",
            ),
            path(
                "<int:pk>/erase/",
                wrap(require_POST(self.erase_view)),
                name=f"{name}erase",
            ),
            path(
                "<int:pk>/export/",
                wrap(require_POST(self.export_view)),
                name=f"{name}export",
            ),
            path(
                "<int:pk>/lift/",
                wrap(require_POST(self.lift_view)),
                name=f"{name}lift",
            ),
            path(
                "<int:pk>/note/",
                wrap(require_POST(self.note_view)),
                name=f"{name}note",
            ),
            path(
                "<int:pk>/trust/",
                wrap(require_POST(self.trust_view)),
                name=f"{name}trust",
            ),
        ]

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Lead from an address to its page. What was typed stays in the form."""
        if not request.user.has_perm("comments.view_address"):
            raise PermissionDenied
        form = AddressForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            found = correspondents.find(form.cleaned_data["address"])
            self._log_search(request, found)
            if found:
                return redirect("admin:comments_correspondent_change", found.pk)
            form.add_error("address", _("No comment here was sent with this address."))
        context = {"title": _("Find by address"), "form": form}
        return self._page(request, "find", context)

    def _log_search(self, request: HttpRequest, found: Correspondent | None) -> None:
        if found:
            self.log_change(request, found, FOUND)
            return
        LogEntry.objects.create(
            user=moderator(request),
            content_type=ContentType.objects.get_for_model(Correspondent),
            object_repr=NOT_FOUND,
            action_flag=CHANGE,
        )

    def own_view(
        self, request: HttpRequest, pk: int, form: NoteForm | None = None
    ) -> HttpResponse:
        writer = self._find(request, pk)
        before = key_in(request.GET.get("before", ""))
        found = list(writer.comments.newest_before(before).select_related("post"))
        hard_words.fold(found)
        counts = counts_by_status(writer)
        context = {
            "title": _("Comments from one address"),
            "writer": writer,
            "first": writer.comments.order_by("submitted_at").first(),
            "total": sum(counts.values()),
            "counts": {status.label: counts.get(status, 0) for status in Status},
            "comments": found[:PAGE_SIZE],
            "is_first_page": not before,
            "next_before": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
            "can_export": may_export(request.user),
            "can_erase": request.user.has_perm("comments.delete_comment"),
            "is_blocked": is_blocked(writer),
            "notes": notes.about(writer),
            "looks": looks_at(request, writer),
            **trust_context(writer),
        }
        if request.user.has_perm("comments.change_comment"):
            context["note_form"] = form or NoteForm()
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
        return self._page(request, "own", context, status)

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        writer = self._find(request, pk)
        if not request.user.has_perm("comments.change_comment"):
            raise PermissionDenied
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.own_view(request, pk, form)
        if notes.write(writer, moderator(request), form.cleaned_data["words"]) is None:
            raise Http404
        messages.success(request, _("Your note is kept."))
        return redirect("admin:comments_correspondent_change", pk)

    def trust_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a person's word about trust in it. As for blocking: an owner's act."""
        writer = self._find(request, pk)
        if not request.user.has_perm("comments.add_rule"):
            raise PermissionDenied
        form = TrustForm(request.POST)
        if form.is_valid() and give(writer, form.cleaned_data["given"]):
            said = str(SAID[form.cleaned_data["given"]])
            self.log_change(request, writer, said)
            messages.success(request, said)
        return redirect("admin:comments_correspondent_change", pk)

    def address_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return address_page(self, request, self._find(request, pk), pk)

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return export(self, request, self._find(request, pk))

    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let mail go to an address again that had come back."""
        writer = self._find(request, pk)
        if not request.user.has_perm("comments.view_address"):
            raise PermissionDenied
        Correspondent.objects.filter(pk=pk).update(bounced_at=None)
        self.log_change(request, writer, _("Mail may go to it again."))
        messages.success(request, _("Mail may go to it again."))
        return redirect("admin:comments_correspondent_change", pk)

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Erase its comments, after asking, as many as one request can."""
        writer = self._find(request, pk)
        if not request.user.has_perm("comments.delete_comment"):
            raise PermissionDenied
        if not request.POST.get("asked_twice"):
            context = {
                "title": _("Erase everything from this address?"),
                "writer": writer,
                "total": writer.comments.count(),
                "at_once": ERASED_AT_ONCE,
            }
            return self._page(request, "erase", context)
        erased = moderation.withdraw_from(writer, moderator(request), ERASED_AT_ONCE)
        left = writer.comments.count()
        self._tell_erased(request, writer, erased, left)
        if left:
            return redirect("admin:comments_correspondent_change", pk)
        return redirect("admin:comments_comment_changelist")

    def _tell_erased(
        self, request: HttpRequest, writer: Correspondent, erased: int, left: int
    ) -> None:
        done = ngettext("%d comment is erased.", "%d comments are erased.", erased)
        self.log_change(request, writer, done % erased)
        messages.success(request, done % erased)
        if left:
            more = ngettext(
                "%d is still here: erase again to go on.",
                "%d are still here: erase again to go on.",
                left,
            )
            messages.warning(request, more % left)

    def _find(self, request: HttpRequest, pk: int) -> Correspondent:
        """Without the address, which nobody has asked for; it may be unreadable."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        writer = Correspondent.objects.defer("email").filter(pk=pk).first()
        if writer is None:
            raise Http404
        return writer

    def _page(
        self,
        request: HttpRequest,
        name: str,
        context: dict[str, Any],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        own = {"opts": self.opts, "media": self.media}
        context = self.admin_site.each_context(request) | own | context
        template = f"{TEMPLATES}/{name}.html"
        return TemplateResponse(request, template, context, status=status)


def is_blocked(writer: Correspondent) -> bool:
    rules = Rule.objects.in_use(timezone.now()).filter(effect=Effect.BLOCK)
    return rules.filter(what=What.ADDRESS, value=writer.lookup).exists()


def counts_by_status(writer: Correspondent) -> dict[str, int]:
    found = Comment.objects.filter(correspondent=writer).order_by()
    return dict(found.values_list("status").annotate(many=Count("*")))


def other_comments(comment: Comment) -> int:
    """How many else came from the address of ``comment``."""
    if comment.correspondent_id is None:
        return 0
    return Comment.objects.filter(correspondent=comment.correspondent_id).count() - 1
