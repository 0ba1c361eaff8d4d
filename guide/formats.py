"""How a text is written: nearly always in Markdown. Pure."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from markdown_it.token import Token

from guide import html_text, rendering
from guide.rendering import Rendered


class Format(models.TextChoices):
    MARKDOWN = "markdown", _("Markdown")
    # Of texts from elsewhere that Markdown would lose a part of.
    HTML = "html", _("HTML")


WRITTEN_IN = _(
    "Markdown for whatever you write. HTML is for texts that were brought along and "
    "hold what Markdown can’t show, such as tables with joined cells."
)


def parse(text: str, written_in: str) -> list[Token]:
    """What ``text`` consists of, as far as its format tells."""
    if written_in == Format.HTML:
        return html_text.parse(text)
    return rendering.parse(text)


def render(
    text: str, written_in: str, *, within: str = "", taken: frozenset[str] = frozenset()
) -> Rendered:
    """``text`` as pages show it, see ``rendering.render``."""
    if written_in == Format.HTML:
        return html_text.render(text, within=within, taken=taken)
    return rendering.render(text, within=within, taken=taken)
