"""A text on its own page, where its sections can be pointed at."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from guide.rendering import link_headings

register = template.Library()


@register.filter
def with_section_links(html: str) -> SafeString:
    """``html`` is a text of ours as ``rendering`` makes it, cleaned already."""
    return mark_safe(link_headings(html))  # noqa: S308
