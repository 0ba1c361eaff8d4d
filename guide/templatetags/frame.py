"""What stands around every page: its styles, its feeds, the way out, the footer."""

from copy import copy
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guide.safety import Safety

register = template.Library()

# Each part, before and after an owner changes what it shows, in two languages.
REMEMBERED = 16


@register.simple_tag
def frame(part: str, safety: Safety | None = None) -> SafeString:
    """``frame/_part.html``. It is the same on every page, and half of what one costs
    that shows little, so it is remembered under all that it shows."""
    # While somebody works on templates, a page shows them at once.
    render = _render if settings.DEBUG else remembered
    # A copy, since the lazy one of a page holds its request.
    return render(part, copy(safety) if safety else None, get_language())


def _render(part: str, safety: Safety | None, _language: str | None) -> SafeString:
    return render_to_string(f"frame/_{part}.html", {"safety": safety})


remembered = lru_cache(REMEMBERED)(_render)
