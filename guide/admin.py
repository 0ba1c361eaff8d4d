"""The author's desk: the guide, its posts, plain pages, helplines, site settings."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from guide import related
from guide.admin_images import ImageAdmin
from guide.models import (
    Author,
    Guide,
    Helpline,
    Page,
    PickedPost,
    Post,
    PostTerms,
    Question,
    SearchRow,
    SimilarPost,
    SiteSettings,
    Topic,
)
from guide.querysets import PostQuerySet

__all__ = ["ImageAdmin"]  # registered where it is

admin.site.site_header = admin.site.site_title = _("Footbridge")
admin.site.index_title = _("Desk")


# What an address without a scheme is taken for.
HTTPS: dict[type[models.Field], dict[str, str]] = {
    models.URLField: {"assume_scheme": "https"}
}

_NOTED = [model._meta for model in (SearchRow, PostTerms, SimilarPost)]


MARKDOWN = _(
    "Markdown: an empty line begins a paragraph, ## a heading, - a line of a list; "
    "*slanted*, **strong**, [words](/help/) are a link."
)


class TextAdmin(admin.ModelAdmin):
    """Of what is written at length, by somebody who may not know Markdown."""

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 24})}
    }

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,
        **options: Any,
    ) -> Any:
        said = {"body": MARKDOWN}
        return super().get_form(request, obj, change, help_texts=said, **options)


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
            Post.State.PUBLISHED.value: posts.published,
        }
        return chosen.get(self.value() or "", posts.all)()


class FoundAdmin(admin.ModelAdmin):
    """Of what a search finds. Who deletes it is asked about what people wrote, not
    about the rows that the site notes by itself."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        shown = _without(shown, tuple(f"{capfirst(o.verbose_name)}: " for o in _NOTED))
        for options in _NOTED:
            counts.pop(str(options.verbose_name_plural), None)
        return shown, counts, needed, protected


def _without(shown: list[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """The lines of a list of lists, but for those that begin like that."""
    return [
        _without(line, beginnings) if isinstance(line, list) else line
        for line in shown
        if isinstance(line, list) or not str(line).startswith(beginnings)
    ]


class QuestionInline(admin.StackedInline):
    model = Question
    fields = ["position", "question", "slug", "answer"]
    prepopulated_fields = {"slug": ["question"]}
    extra = 0


class PickedPostInline(admin.StackedInline):
    model = PickedPost
    fk_name = "post"
    autocomplete_fields = ["other"]
    extra = 0


@admin.register(Post)
class PostAdmin(FoundAdmin, TextAdmin):
    list_display = ["title", "guide", "position", "state", "comments"]
    list_select_related = ["guide"]
    list_filter = [StateFilter, "guide", "topics"]
    search_fields = ["title", "body"]
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["topics"]
    actions = ["publish", "unpublish"]
    inlines = [QuestionInline, PickedPostInline]

    def save_model(
        self, request: HttpRequest, obj: Post, form: Any, change: bool
    ) -> None:
        related.wait_for_others()
        super().save_model(request, obj, form, change)

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

    @admin.action(description=_("Publish now"), permissions=["change"])
    def publish(self, request: HttpRequest, posts: QuerySet[Post]) -> None:
        count = posts.exclude(pk__in=Post.objects.published()).update(
            published_at=timezone.now()
        )
        self.message_user(request, _("%d published.") % count)

    @admin.action(description=_("Take back to draft"), permissions=["change"])
    def unpublish(self, request: HttpRequest, posts: QuerySet[Post]) -> None:
        count = posts.exclude(published_at=None).update(published_at=None)
        self.message_user(request, _("%d taken back to draft.") % count)


@admin.register(Guide)
class GuideAdmin(admin.ModelAdmin):
    list_display = ["title", "author"]


class ListAdmin(admin.ModelAdmin):
    """Of what readers find a list of, as soon as a post of it is published."""

    def get_view_on_site_url(self, obj: Author | Topic | None = None) -> str | None:
        if obj is None or not obj.posts.published().exists():
            return None
        return super().get_view_on_site_url(obj)


@admin.register(Author)
class AuthorAdmin(ListAdmin):
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


@admin.register(Page)
class PageAdmin(FoundAdmin, TextAdmin):
    list_display = ["title", "slug", "updated_at"]
    fields = ["title", "slug", "summary", "body"]
    actions = ["delete_selected"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Page | None = None
    ) -> list[str]:
        return ["slug"] if obj and obj.is_fixed else []

    def has_delete_permission(
        self, request: HttpRequest, obj: Page | None = None
    ) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.is_fixed)

    @admin.action(
        description=_("Delete selected %(verbose_name_plural)s"), permissions=["delete"]
    )
    def delete_selected(
        self, request: HttpRequest, pages: QuerySet[Page]
    ) -> HttpResponse | None:
        """Django's, for those that may go; it would blame the account's permissions."""
        fixed = pages.filter(slug__in=Page.FIXED)
        if fixed:
            self.message_user(
                request,
                _("%s: not deleted, because every page links there.")
                % ", ".join(page.title for page in fixed),
                messages.WARNING,
            )
        others = pages.exclude(slug__in=Page.FIXED)
        return delete_selected(self, request, others) if others else None


@admin.register(Helpline)
class HelplineAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS
    list_display = ["name", "country", "kind", "verified_on"]
    list_filter = ["country", "kind"]
    list_editable = ["verified_on"]
    search_fields = ["name", "numbers"]


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    """One row, so its list leads straight to it. It needn't be there yet."""

    formfield_overrides = HTTPS

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,
        **options: Any,
    ) -> Any:
        said = {"exit_url": {"invalid": _("This has to be an https address.")}}
        return super().get_form(request, obj, change, error_messages=said, **options)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: SiteSettings | None = None
    ) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:guide_sitesettings_change", 1)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SiteSettings | None:
        stored: SiteSettings | None = super().get_object(request, object_id, from_field)
        return stored or (SiteSettings(pk=1) if object_id == "1" else None)
