"""A comment as HTML on a page. Fifty of them are more than half of what a page costs,
so each is remembered under all that it shows: nothing has to forget it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from comments import permalinks
from comments.models import Comment
from comments.threads import Reply
from guide.models import Post

# Those of about twenty full pages, some megabytes.
REMEMBERED = 1024
NO_REPLY = Reply(0, None)


@dataclass(frozen=True)
class Links:
    """What addresses of comments begin with; their keys follow, and ``of`` after what
    begins with ``comment``. Made once for a page, since making each took a third of its
    time. ``reply`` is empty where none is taken.
    """

    comment: str
    reply: str
    of: str

    @classmethod
    def under(cls, post: Post, *, is_open: bool) -> Links:
        reply = reverse("comments:reply", args=[post.slug, 0]) if is_open else ""
        comment = reverse("comments:permalink", args=[0])
        return cls(
            comment.removesuffix("0/"),
            reply.removesuffix("0/"),
            permalinks.named(post),
        )


@dataclass(frozen=True)
class Shown:
    """What templates learn of a comment here, and so all that they can show."""

    id: str
    name: str
    html: str
    submitted_at: datetime
    badge: str
    is_step: bool

    @classmethod
    def of(cls, comment: Comment) -> Shown:
        return cls(
            str(comment.pk),
            comment.name,
            comment.html,
            comment.submitted_at,
            comment.badge,
            comment.is_step,
        )


def article(
    comment: Comment,
    links: Links,
    *,
    reply: Reply = NO_REPLY,
    beneath: str = "",
    is_pinned: bool = False,
) -> SafeString:
    """``comment`` with ``beneath``, the HTML of the replies to it. ``reply`` says what
    it answers, if it is one itself.
    """
    of_itself = replace(reply, comment=None)
    return _rendered(
        Shown.of(comment), links, of_itself, beneath, is_pinned, get_language()
    )


@lru_cache(maxsize=REMEMBERED)
def _rendered(
    comment: Shown,
    links: Links,
    reply: Reply,
    beneath: str,
    is_pinned: bool,
    language: str | None,
) -> SafeString:
    context = {
        "comment": comment,
        "links": links,
        "reply": reply,
        "is_reply": reply != NO_REPLY,
        "beneath": mark_safe(beneath),  # noqa: S308 (made here)
        "is_pinned": is_pinned,
    }
    return render_to_string("comments/_comment.html", context)


def replies(
    found: Sequence[Reply], links: Links, all_url: str = ""
) -> SafeString | str:
    """What stands beneath a thread's first comment; nothing where nobody replied."""
    if not found:
        return ""
    articles = [
        (reply.key, reply.comment and article(reply.comment, links, reply=reply))
        for reply in found
    ]
    context = {"articles": articles, "all_url": all_url}
    return render_to_string("comments/_replies.html", context)
