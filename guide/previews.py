"""A link by which an outsider sees a post before it is published.

It is signed, works for a week and ends when its author says so, or makes another. It
says nothing of the post, and leads on to its real address once that is there; from then
on it shows no draft any more, also where the post is taken back.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from guide import links
from guide.models import Post

WORKS_FOR = timedelta(days=7)


def make(post: Post, at: datetime | None = None) -> None:
    """A new link to ``post``; the one before it ends."""
    until = (at or timezone.now()) + WORKS_FOR
    post.keep_preview(secrets.token_urlsafe(9), until)


def end(post: Post) -> None:
    post.keep_preview("", None)


def address(post: Post, at: datetime | None = None) -> str:
    """The whole address of its link; "" where none works."""
    if not _works(post, at or timezone.now()):
        return ""
    token = _signer().sign(f"{post.pk}.{post.preview_key}")
    return links.whole(reverse("guide:preview", args=[token]))


def find(token: str, at: datetime | None = None) -> Post | None:
    """The post that ``token`` shows at ``at``, or that is published by now."""
    at = at or timezone.now()
    try:
        number, _dot, key = _signer().unsign(token).partition(".")
    except signing.BadSignature:
        return None
    posts = Post.objects.select_related("author", "guide")
    post = posts.filter(pk=number, preview_key=key).first()
    return post if post and (post.is_published(at) or _works(post, at)) else None


def _works(post: Post, at: datetime) -> bool:
    until = post.preview_until
    return bool(post.preview_key) and until is not None and at < until


def _signer() -> signing.Signer:
    return signing.Signer(salt="guide.preview")
