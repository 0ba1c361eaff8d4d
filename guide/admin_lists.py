"""Authors in the admin, and what they have in common with topics: readers find a list
of either."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide.admin_editor import IN_SHORT_MARKDOWN
from guide.models import Author, Topic


class ListAdmin(admin.ModelAdmin):
    """Of what readers find a list of, as soon as a list shows a post of it."""

    def get_view_on_site_url(self, obj: Author | Topic | None = None) -> str | None:
        if obj is None or not obj.posts.listed().exists():
            return None
        return super().get_view_on_site_url(obj)


@admin.register(Author)
class AuthorAdmin(ListAdmin):
    formfield_overrides = IN_SHORT_MARKDOWN
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["picture"]
    fields = ["name", "slug", "picture", "portrait", "bio", "account"]
    readonly_fields = ["portrait"]

    class Media:
        css = {"all": ["css/admin.css"]}

    @admin.display(description=gettext_lazy("as it is shown"))
    def portrait(self, author: Author) -> SafeString | str:
        picture = author.picture
        if picture is None:
            return _("No picture yet. The plus sign adds one.")
        return format_html(
            '<img class="picture-portrait" src="{}" alt="{}">',
            picture.smallest_url,
            picture.alt,
        )
