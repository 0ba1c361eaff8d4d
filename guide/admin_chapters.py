"""The guide in the admin, and the page on which its chapters get their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide import chapters
from guide.admin_editor import IN_SHORT_MARKDOWN
from guide.models import Guide, Post
from guide.row_keys import key_in

# Where a button moves a chapter; a handle (see order.js) says before which one instead.
STEPS = {"up": -1, "down": 1}
PAGE = "admin/guide/guide/chapters.html"


@dataclass(frozen=True)
class Row:
    """A chapter as shown: ``number`` is what its box holds, ``focus`` which of its
    buttons is ready to be pressed (again)."""

    post: Post
    place: int
    number: str
    is_last: bool
    focus: str


class ChapterAdmin(admin.ModelAdmin):
    """Of posts that may be chapters: what is saved, added or deleted here leaves no gap
    in the order, and never sets an older one in force again."""

    def get_readonly_fields(
        self, request: HttpRequest, obj: Post | None = None
    ) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "position"]

    def save_model(
        self, request: HttpRequest, obj: Post, form: Any, change: bool
    ) -> None:
        before = form.initial.get("guide") if change else None
        if change:
            obj.refresh_from_db(fields=["position"])
        chapters.place(obj, before)
        super().save_model(request, obj, form, change)
        if obj.guide_id != before:
            chapters.settle([before, obj.guide_id])

    def delete_model(self, request: HttpRequest, obj: Post) -> None:
        guide = obj.guide_id
        super().delete_model(request, obj)
        chapters.settle([guide])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        guides = set(queryset.order_by().values_list("guide", flat=True))
        super().delete_queryset(request, queryset)
        chapters.settle(guides)


@admin.register(Guide)
class GuideAdmin(admin.ModelAdmin):
    formfield_overrides = IN_SHORT_MARKDOWN
    list_display = ["title", "author", "order"]

    @admin.display(description=gettext_lazy("chapters"))
    def order(self, guide: Guide) -> SafeString:
        address = reverse("admin:guide_guide_chapters", args=[guide.pk])
        return format_html('<a href="{}">{}</a>', address, _("Put in order"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.chapters_view)
        own = path("<int:pk>/chapters/", view, name="guide_guide_chapters")
        return [own, *super().get_urls()]

    def chapters_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        guide = get_object_or_404(Guide, pk=pk)
        if request.method != "POST":
            return self._shown(request, guide)
        if not _may_order(request):
            raise PermissionDenied
        act, _colon, key = request.POST.get("act", "").partition(":")
        if act == "numbers":
            return self._number(request, guide)
        done = _act(guide, act, key_in(key), request.POST)
        self._tell(request, guide, done)
        return _back_to(guide, f"?{urlencode({'moved': key, 'by': act})}")

    def _number(self, request: HttpRequest, guide: Guide) -> HttpResponse:
        typed = _typed(request.POST)
        places = {key: key_in(number) for key, number in typed.items()}
        if not all(places.values()):
            sentence = _("Nothing was moved: a place is a whole number from 1 on.")
            self.message_user(request, sentence, messages.ERROR)
            return self._shown(request, guide, typed, status=422)
        self._tell(request, guide, chapters.number(guide, places))
        return _back_to(guide)

    def _tell(self, request: HttpRequest, guide: Guide, done: bool) -> None:
        if done:
            self.log_change(request, guide, _("Put the chapters in order."))
            self.message_user(request, _("Saved: this is the order now."))
        else:
            sentence = _(
                "Somebody changed the chapters meanwhile. This is how they are."
            )
            self.message_user(request, sentence, messages.WARNING)

    def _shown(
        self,
        request: HttpRequest,
        guide: Guide,
        typed: Mapping[int, str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        few = Post.objects.only("title", "guide", "published_at", "unlisted")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Chapters"),
            "guide": guide,
            "rows": _rows(few.filter(guide=guide).in_order(), typed or {}, request.GET),
            "alone": few.standing_alone() if _may_order(request) else [],
            "may_order": _may_order(request),
        }
        return render(request, PAGE, context, status=status)


def _rows(
    posts: Iterable[Post], typed: Mapping[int, str], asked: Mapping[str, str]
) -> list[Row]:
    shown = list(posts)
    moved, by = key_in(asked.get("moved", "")), asked.get("by", "")
    return [
        Row(
            post,
            place,
            number=typed.get(post.pk, str(place)),
            is_last=place == len(shown),
            focus=_ready(by, place, len(shown)) if post.pk == moved else "",
        )
        for place, post in enumerate(shown, start=1)
    ]


def _ready(by: str, place: int, last: int) -> str:
    """The button that was pressed, or the other one where it leads no further."""
    up = by == "up" if 1 < place < last else place > 1
    return "up" if up else "down"


def _may_order(request: HttpRequest) -> bool:
    return request.user.has_perm("guide.change_post")


def _act(guide: Guide, act: str, key: int, sent: Mapping[str, str]) -> bool:
    if act in STEPS:
        return chapters.move(guide, key, STEPS[act])
    if act == "put":
        return chapters.put_before(guide, key, key_in(sent.get("before", "")))
    if act == "in":
        return chapters.bring_in(guide, key_in(sent.get("post", "")))
    return act == "out" and chapters.take_out(guide, key)


def _typed(sent: Mapping[str, str]) -> dict[int, str]:
    """What is in the boxes for numbers that isn't what was shown in them."""
    boxes = {name.partition("-")[2]: name for name in sent if name.startswith("place-")}
    return {
        key_in(key): sent[name].strip()
        for key, name in boxes.items()
        if key_in(key) and sent[name].strip() != sent.get(f"was-{key}", "")
    }


def _back_to(guide: Guide, query: str = "") -> HttpResponse:
    return redirect(reverse("admin:guide_guide_chapters", args=[guide.pk]) + query)
