"""Addresses that hold everywhere: in feeds, in files, on paper."""

from collections.abc import Callable
from urllib.parse import urljoin

from django.conf import settings


def whole(path: str) -> str:
    """``path`` of this site behind ``SITE_URL``, whatever host was asked."""
    return f"{settings.SITE_URL}{path}"


def seen_from(path: str) -> Callable[[str], str]:
    """What makes addresses whole that were written on the page at ``path``."""
    page = whole(path)

    def make_whole(address: str) -> str:
        try:
            return urljoin(page, address)
        except ValueError:  # nothing that leads anywhere
            return address

    return make_whole
