"""What the desk has in common for whatever is written at length, or searched."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from guide.admin_editor import IN_MARKDOWN
from guide.formats import Format
from guide.models import OldPath, Page, Post, PostTerms, SearchRow, SimilarPost

_NOTED = [model._meta for model in (OldPath, SearchRow, PostTerms, SimilarPost)]

MARKDOWN = _(
    "Markdown: an empty line begins a paragraph, ## a heading, - a line of a list; "
    "*slanted*, **strong**, [words](/help/) are a link."
)


def is_html(text: Post | Page | None) -> bool:
    """Whether it came along as HTML; whoever writes anew is asked for no format."""
    return text is not None and text.format == Format.HTML


class TextAdmin(admin.ModelAdmin):
    """Of what is written at length, by somebody who may not know Markdown."""

    formfield_overrides = IN_MARKDOWN

    class Media:
        css = {"all": ["css/admin.css"]}

    def formfield_for_choice_field(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """A form that says nothing of the format leaves it, or writes Markdown."""
        if db_field.name == "format":
            options["required"] = False
        return super().formfield_for_choice_field(db_field, request, **options)

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,
        **options: Any,
    ) -> Any:
        said = {"body": "" if is_html(obj) else MARKDOWN}
        form = super().get_form(request, obj, change, help_texts=said, **options)
        if is_html(obj) and "body" in form.base_fields:
            form.base_fields["body"].widget.written_in = Format.HTML
        return form


class FoundAdmin(admin.ModelAdmin):
    """Of what a search finds. Who deletes it is asked about what people wrote, not
    about the rows that the site notes by itself."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        shown = without(shown, tuple(f"{capfirst(o.verbose_name)}: " for o in _NOTED))
        for options in _NOTED:
            counts.pop(str(options.verbose_name_plural), None)
        return shown, counts, needed, protected


def without(shown: list[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """The lines of a list of lists, but for those that begin like that."""
    return [
        without(line, beginnings) if isinstance(line, list) else line
        for line in shown
        if isinstance(line, list) or not str(line).startswith(beginnings)
    ]
