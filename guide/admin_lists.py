"""Authors and topics in the admin: what readers find lists of."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from guide import related
from guide.admin_editor import IN_SHORT_MARKDOWN
from guide.models import Author, Post, Topic


class ListAdmin(admin.ModelAdmin):
    """Of what readers find a list of, as soon as a post of it is published."""

    def get_view_on_site_url(self, obj: Author | Topic | None = None) -> str | None:
        if obj is None or not obj.posts.published().exists():
            return None
        return super().get_view_on_site_url(obj)


@admin.register(Author)
class AuthorAdmin(ListAdmin):
    formfield_overrides = IN_SHORT_MARKDOWN
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Topic)
class TopicAdmin(ListAdmin):
    prepopulated_fields = {"slug": ["name"]}

    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        self.delete_queryset(request, Topic.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Topic]) -> None:
        related.wait_for_others()
        posts = list(Post.objects.filter(topics__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        related.work_out(posts)
