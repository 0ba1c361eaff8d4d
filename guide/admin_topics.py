"""Topics in the admin, and several of them merged into one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide import related, topics
from guide.admin_lists import ListAdmin
from guide.models import Post, Topic


@admin.register(Topic)
class TopicAdmin(ListAdmin):
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "posts_about"]
    search_fields = ["name"]
    actions = ["merge"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(number=Count("posts"))

    @admin.display(description=gettext_lazy("posts"), ordering="number")
    def posts_about(self, topic: Topic) -> int:
        number: int = topic.number  # type: ignore[attr-defined]
        return number

    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        self.delete_queryset(request, Topic.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Topic]) -> None:
        related.wait_for_others()
        posts = list(Post.objects.filter(topics__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        related.work_out(posts)

    # Merging

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """It changes one topic and deletes the others."""
        return self.has_change_permission(request) and self.has_delete_permission(
            request
        )

    @admin.action(
        description=gettext_lazy("Merge into one topic"), permissions=["merge"]
    )
    def merge(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """Asks which one remains, then does it."""
        chosen = list(queryset.order_by("-number", "name"))
        if len(chosen) < 2:
            sentence = _("Choose at least two topics to merge.")
            self.message_user(request, sentence, messages.WARNING)
            return None
        wanted = request.POST.get("remains", "")
        into = next((topic for topic in chosen if str(topic.pk) == wanted), None)
        if into is None:
            return self._ask(request, chosen, is_missing=bool(wanted))
        others = [topic for topic in chosen if topic != into]
        topics.merge(others, into)
        names = ", ".join(topic.name for topic in others)
        said = _("Merged with: %s") % names
        self.log_change(request, into, said)
        self.message_user(request, _("“%s” remains. %s.") % (into, said))
        return None

    def _ask(
        self, request: HttpRequest, chosen: list[Topic], is_missing: bool
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge topics"),
            "opts": self.opts,
            "topics": chosen,
            "is_missing": is_missing,
        }
        return render(request, "admin/guide/topic/merge.html", context)
