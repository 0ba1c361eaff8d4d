"""Threads as HTML on a page. Fifty of them are more than half of what a page costs, so
each is remembered under all that it shows: nothing has to forget it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from comments import permalinks
from comments.threads import Thread
from guide.models import Post

# Those of five full pages: a few megabytes, and thirty at most, since a thread of which
# more characters are shown is rendered each time.
REMEMBERED, LONG = 256, 20_000


@dataclass(frozen=True)
class Links:
    """What addresses of comments begin with; their keys follow, and ``of`` after what
    begins with ``comment``. Made once for a page, since making each took a third of its
    time. ``reply`` is empty where none is taken.
    """

    comment: str
    thread: str
    reply: str
    of: str

    @classmethod
    def under(cls, post: Post, *, is_open: bool) -> Links:
        reply = reverse("comments:reply", args=[post.slug, 0]) if is_open else ""
        return cls(
            reverse("comments:permalink", args=[0]).removesuffix("0/"),
            reverse("comments:thread", args=[post.slug, 0]).removesuffix("0/"),
            reply.removesuffix("0/"),
            permalinks.named(post),
        )


def articles(
    threads: Iterable[Thread], links: Links, *, are_pinned: bool = False
) -> SafeString:
    """``threads``, each comment with the replies to it."""
    language = get_language()
    rendered = [_html(thread, links, are_pinned, language) for thread in threads]
    return mark_safe(b"".join(rendered).decode())  # noqa: S308 (made here)


def article(thread: Thread, links: Links) -> SafeString:
    html = _html(thread, links, False, get_language())
    return mark_safe(html.decode())  # noqa: S308 (made here)


def _html(thread: Thread, links: Links, is_pinned: bool, language: str | None) -> bytes:
    render = _remembered if thread.length <= LONG else _rendered
    return render(thread, links, is_pinned, language)


def _rendered(
    thread: Thread, links: Links, is_pinned: bool, language: str | None
) -> bytes:
    context = {"thread": thread, "links": links, "is_pinned": is_pinned}
    html = render_to_string("comments/_thread.html", context)
    # In a string one emoji would make every letter take four bytes.
    return html.encode()


_remembered = lru_cache(REMEMBERED)(_rendered)
