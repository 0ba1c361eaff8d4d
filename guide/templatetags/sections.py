"""A text on its own page: its sections can be pointed at, and paper tells addresses."""

import re
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guide import links
from guide.rendering import link_headings

register = template.Library()
_HERE = re.compile(r'<a href="(/(?!/)[^"]*)"')


@register.filter
def with_section_links(html: str) -> SafeString:
    """``html`` is a text of ours as ``rendering`` makes it, cleaned already."""
    return _linked(html, get_language())


# The links say in words where they lead.
@lru_cache(maxsize=64)
def _linked(html: str, _language: str | None) -> SafeString:
    return mark_safe(link_headings(html))  # noqa: S308


@register.filter
def with_paper_addresses(html: str) -> SafeString:
    """The same, each link within the site with its whole address for the print."""
    return mark_safe(_HERE.sub(_with_whole, html))  # noqa: S308


def _with_whole(link: re.Match[str]) -> str:
    return f'{link[0]} data-whole="{links.whole(link[1])}"'
