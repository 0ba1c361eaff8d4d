"""Links to one comment, and to telling a moderator about it, by its number.

Numbers can be counted through. So beneath an unlisted post such a link names the post
as well (``?of=its-slug``), and leads nowhere for who doesn't know it.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from guide.models import Post

OF = "of"


def address(view: str, key: int, post: Post) -> str:
    """Of the comment with ``key`` under ``post``; ``view`` is such as "permalink"."""
    return reverse(f"comments:{view}", args=[key]) + named(post)


def named(post: Post) -> str:
    """What such an address ends with; "" under a post that is listed."""
    return ending(post.slug if post.unlisted else "")


def ending(of: str) -> str:
    return f"?{urlencode({OF: of})}" if of else ""


def asked(request: HttpRequest) -> str:
    """Which post the address names, right or wrong; "" where it names none."""
    return request.GET.get(OF, "")


def leads_to(post: Post, of: str) -> bool:
    """Whether an address that names ``of`` may tell what stands under ``post``."""
    return not post.unlisted or of == post.slug
