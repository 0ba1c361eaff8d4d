"""The editor: a plain field of Markdown, to which script adds all that makes it easy.

What script asks of the server is in ``editor_views``. The field keeps Django's id, and
says ``input`` after every change, whoever makes it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.forms import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from guide.formats import Format

PARTS = ("text", "toolbar", "preview", "paste", "pictures")


class MarkdownWidget(AdminTextareaWidget):
    """With ``previewed`` the preview is open from the start where there is room.

    A text ``written_in`` HTML has the preview alone: the rest writes Markdown.
    """

    written_in: str = Format.MARKDOWN

    def __init__(self, rows: int, *, previewed: bool = False) -> None:
        super().__init__({"rows": rows})
        self.previewed = previewed

    class Media:
        css = {"all": ["css/editor.css"]}
        js = [
            *(Script(f"js/editor-{part}.js", defer=True) for part in PARTS),
            Script("js/editor.js", defer=True),
        ]

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        context = {
            "field": field,
            "previewed": self.previewed,
            "written_in": self.written_in,
        }
        return render_to_string("admin/guide/_editor.html", context)


# For ``formfield_overrides`` of what is written in Markdown, at length or in short.
IN_MARKDOWN: dict[type[models.Field], dict[str, Any]] = {
    models.TextField: {"widget": MarkdownWidget(24, previewed=True)}
}
IN_SHORT_MARKDOWN: dict[type[models.Field], dict[str, Any]] = {
    models.TextField: {"widget": MarkdownWidget(10)}
}
