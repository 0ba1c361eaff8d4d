"""What keeps a reader safe on every page: the way out, and where help is."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Template context of every page: the site's name and where the exit leads."""
    return {"site_name": settings.SITE_NAME, "exit_url": settings.EXIT_URL}
