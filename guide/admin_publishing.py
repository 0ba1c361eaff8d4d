"""Publishing at the desk: on a post's page and in the list, and the link for those who
may see it before."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide import previews, publishing
from guide.models import Post
from guide.publishing_form import PublishingForm

State = Post.State


class PublishingAdmin(admin.ModelAdmin):
    """The part of a post's page, and of the list's actions, that publishes."""

    form = PublishingForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who can read it comes last, behind questions, where the buttons are."""
        sets = super().get_fieldsets(request, obj)
        own = ("state", "publish_anyway", "published_at")
        talk = ("comments_open", "comments_close_after")
        mine = own + talk
        others = [
            (
                name,
                options | {"fields": [f for f in options["fields"] if f not in mine]},
            )
            for name, options in sets
        ]
        may_write = self.has_change_permission(request, obj) if obj else True
        shown = own if may_write else ("state", "published_at")
        return [
            *others,
            (_("Comments"), {"fields": talk, "classes": ["behind-rows"]}),
            (_("Publishing"), {"fields": shown, "classes": ["behind-rows"]}),
        ]

    def save_model(
        self, request: HttpRequest, obj: Post, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if sentence := _said_of(obj, form.before):
            self.message_user(request, sentence)

    # The link for outsiders

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> HttpResponse:
        post = context.get("original")
        more = {"preview": previews.address(post) if post else ""}
        return super().render_change_form(request, context | more, *args, **options)

    def response_add(
        self, request: HttpRequest, obj: Post, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._linked(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponse:
        return self._linked(request, obj) or super().response_change(request, obj)

    def _linked(self, request: HttpRequest, post: Post) -> HttpResponse | None:
        """After its words are saved, so that none is lost and the latest are shown."""
        if "_make_preview" in request.POST:
            previews.make(post)
            sentence = _("Saved. The link to the preview is at the end of this page.")
        elif "_end_preview" in request.POST:
            previews.end(post)
            sentence = _("Saved. The link to the preview works no longer.")
        else:
            return None
        self.message_user(request, sentence, messages.SUCCESS)
        address = reverse("admin:guide_post_change", args=[post.pk])
        return HttpResponseRedirect(f"{address}#preview-link")

    # Many at once

    @admin.action(description=gettext_lazy("Publish now"), permissions=["change"])
    def publish(self, request: HttpRequest, posts: QuerySet[Post]) -> None:
        listed = Post.objects.listed().values("pk")
        done, left = publishing.publish(
            posts.exclude(pk__in=listed), cast(User, request.user)
        )
        self.message_user(request, _("%d published.") % len(done))
        if left:
            sentence = _("Not yet, because there is something to look at: {}.")
            said = format_html(sentence, _links_to(left))
            self.message_user(request, said, messages.WARNING)

    @admin.action(
        description=gettext_lazy("Take back to draft"), permissions=["change"]
    )
    def unpublish(self, request: HttpRequest, posts: QuerySet[Post]) -> None:
        count = publishing.take_back(posts, cast(User, request.user))
        self.message_user(request, _("%d taken back to draft.") % count)


def _said_of(post: Post, before: State) -> str:
    """What the change means for readers; nothing where it means nothing."""
    state = post.state()
    if state == before and state != State.SCHEDULED:
        return ""
    if state == State.SCHEDULED:
        local = timezone.localtime(post.published_at)
        when = f"{date_format(local)}, {date_format(local, 'H:i')}"
        return _("It will appear by itself: %(when)s (%(zone)s).") % {
            "when": when,
            "zone": timezone.get_current_timezone_name(),
        }
    return {
        State.PUBLISHED: _("It is published: everybody can read it now."),
        State.UNLISTED: _("Whoever has its address can read it now."),
        State.DRAFT: ""
        if before == State.DRAFT
        else _("Readers can’t see it any more."),
    }[state]


def _links_to(posts: list[Post]) -> SafeString:
    return format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        (
            (reverse("admin:guide_post_change", args=[post.pk]), f"“{post}”")
            for post in posts
        ),
    )
