"""What keeps a reader safe on every page: the way out, and where help is."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# The help page's text, in Markdown, where the site has none of its own.
EMERGENCY = _(
    "**If you are in danger now, call your emergency number:** [112](tel:112) in India "
    "and in much of Europe, [911](tel:911) in the United States and Canada, "
    "[999](tel:999) in the United Kingdom, [000](tel:000) in Australia, "
    "[111](tel:111) in New Zealand, [10111](tel:10111) in South Africa, or the one "
    "you know."
)


def site(request: HttpRequest) -> dict[str, str]:
    """Template context of every page: the site's name and address, and where the exit
    leads."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "exit_url": settings.EXIT_URL,
    }
