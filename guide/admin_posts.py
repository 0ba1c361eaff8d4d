"""Posts in the admin."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from guide import related
from guide.admin_chapters import ChapterAdmin
from guide.admin_publishing import PublishingAdmin
from guide.admin_rows import PickedPostInline, QuestionInline
from guide.admin_texts import FoundAdmin, TextAdmin, is_html
from guide.admin_unsaved import UnsavedAdmin
from guide.models import Author, Post
from guide.querysets import PostQuerySet
from guide.topic_boxes import TopicBoxes


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Post.State.choices)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Post]
    ) -> QuerySet[Post]:
        posts = cast(PostQuerySet, queryset)
        chosen = {
            Post.State.DRAFT.value: posts.drafts,
            Post.State.SCHEDULED.value: posts.scheduled,
            Post.State.PUBLISHED.value: posts.listed,
            Post.State.UNLISTED.value: posts.unlisted,
        }
        return chosen.get(self.value() or "", posts.all)()


@admin.register(Post)
class PostAdmin(UnsavedAdmin, ChapterAdmin, PublishingAdmin, FoundAdmin, TextAdmin):
    list_display = ["title", "state", "guide", "position", "comments"]
    list_select_related = ["guide"]
    list_filter = [StateFilter, "guide", "topics"]
    search_fields = ["title", "body"]
    prepopulated_fields = {"slug": ["title"]}
    # The order in which somebody writes; who can read it comes last.
    fields = [
        "title", "slug", "summary", "body", "format",
        "author", "topics", "guide", "position", "drawing",
    ]  # fmt: skip
    actions = ["publish", "unpublish"]
    inlines = [QuestionInline, PickedPostInline]

    def get_fields(self, request: HttpRequest, obj: Post | None = None) -> Any:
        spared = set() if is_html(obj) else {"format"}
        if obj is None or obj.guide_id is None:
            spared.add("position")
        return [name for name in self.fields if name not in spared]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """By whoever signed in, or by the only author that there is."""
        authors = Author.objects.all()
        own = authors.filter(account=request.user.pk).first()
        only = [own] if own else list(authors[:2])
        given = {"author": only[0].pk} if len(only) == 1 else {}
        return given | super().get_changeform_initial_data(request)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        return super().formfield_for_manytomany(
            db_field, request, widget=TopicBoxes, **options
        )

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        """Beside what a post belongs to is no button that deletes it."""
        form = super().get_form(request, *args, **options)
        for name in {"author", "guide"} & set(form.base_fields):
            form.base_fields[name].widget.can_delete_related = False
        return form

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        related.work_out([form.instance])

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, post: Post) -> str:
        state = post.state()
        if state != Post.State.SCHEDULED:
            return str(state.label)
        when = localize(timezone.localtime(post.published_at))
        return _("scheduled for %s") % when

    @admin.display(description=_("comments"), boolean=True, ordering="comments_open")
    def comments(self, post: Post) -> bool:
        return post.comments_open

    def get_view_on_site_url(self, obj: Post | None = None) -> str | None:
        """Nothing for a post that a stranger may not read: it leads to a 404."""
        if obj is None or not obj.is_published():
            return None
        return super().get_view_on_site_url(obj)
