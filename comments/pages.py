"""A conversation's pages: which comments stand on one, and where one comment stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from comments import rows
from comments.models import Comment, Status
from comments.querysets import PAGE_SIZE, REPLIES_SHOWN
from comments.rows import Row
from comments.threads import Thread, as_replies, in_threads
from guide.models import Post
from guide.row_keys import key_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What a writer is told of each status; never the status's own name.
STATES = {
    Status.PENDING: "waiting",
    Status.CONCERN: "waiting",
    Status.APPROVED: "published",
    Status.DECLINED: "not-published",
    Status.SPAM: "not-published",
    Status.WITHDRAWN: "removed",
}
# What the address says for the other order.
NEWEST = "newest"


def state_of(comment: Comment) -> str:
    """What its writer is told. What a rule alone called spam waits as any other, so
    that nobody learns of a block by looking; so does spam that was edited since.
    """
    if comment.status == Status.SPAM and not comment.is_as_decided():
        return STATES[Status.PENDING]
    return STATES[Status(comment.status)]


@dataclass(frozen=True)
class ConversationPage:
    """``pinned`` stand on top; only the first page has them, and not once more below.

    ``next_url`` and ``first_url`` are empty where there is no such page, ``turned_url``
    where there is nothing to put in the other order.
    """

    threads: list[Thread]
    pinned: list[Thread]
    is_newest_first: bool
    next_url: str
    first_url: str
    turned_url: str


def conversation_page(post: Post, after: str, order: str = "") -> ConversationPage:
    """The threads that follow the one with key ``after``; the first ones if it's none.

    ``after`` and ``order`` are what stands in the address, so they may be anything.
    """
    key, newest = key_in(after), order == NEWEST
    found = rows.firsts(post, key, newest=newest)
    shown, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    on_top = [] if key else sorted(filter(is_pinned, found), key=pinned_at)
    below = [first for first in shown if first not in on_top]
    replies = rows.beneath([*on_top, *below])
    address = post.get_absolute_url()
    turned = "" if newest else NEWEST
    return ConversationPage(
        threads=in_threads(below, replies),
        pinned=in_threads(on_top, replies),
        is_newest_first=newest,
        next_url=_url(address, order=order, after=shown[-1].pk) if more else "",
        first_url=_url(address, order=order) if key else "",
        turned_url=_url(address, order=turned) if key or len(found) > 1 else "",
    )


def is_pinned(first: Row) -> bool:
    return first.pinned_at is not None and first.status == Status.APPROVED


def pinned_at(first: Row) -> tuple[datetime | None, int]:
    """For sorting."""
    return first.pinned_at, first.pk


def _url(address: str, *, order: str = "", after: int = 0) -> str:
    asked = {"order": order if order == NEWEST else "", "after": after}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{address}?{query}#comments" if query else f"{address}#comments"


@dataclass(frozen=True)
class ThreadPage:
    """One thread with 50 of its replies; urls as in ``ConversationPage``."""

    thread: Thread
    next_url: str
    first_url: str


def thread_page(post: Post, key: int, after: str) -> ThreadPage | None:
    """The thread under ``post`` whose first comment has this key; None if none stands.

    ``after`` is what stands in the address, so it may be anything.
    """
    first = rows.first_of_thread(post, key)
    if first is None:
        return None
    last = key_in(after)
    found = rows.replies_after(first.pk, last)
    shown, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    comment = first if first.status == Status.APPROVED else None
    thread = Thread(first.pk, comment, as_replies(shown))
    if not (comment or thread.replies or last):
        return None
    address = thread_url(post, first.pk)
    return ThreadPage(
        thread,
        next_url=_url(address, after=shown[-1].pk) if more else "",
        first_url=_url(address) if last else "",
    )


def thread_url(post: Post, key: int) -> str:
    return reverse("comments:thread", args=[post.slug, key])


def address_of(comment: Comment) -> str:
    """The page on which ``comment`` stands, and its place there.

    On the first page there is room for 50; a later comment begins a page of its own, so
    that finding it costs the same wherever it stands. A reply stands beneath the first
    of its thread where it fits, else on the thread's page.
    """
    post, first = comment.post, comment.pk
    address = post.get_absolute_url()
    if comment.thread_id:
        first = comment.thread_id
        replies = Comment.objects.filter(stands=True, thread=first)
        earlier = _keys_before(comment.pk, replies)
        if len(earlier) >= REPLIES_SHOWN:
            return _place(thread_url(post, first), earlier, comment)
    earlier = _keys_before(first, Comment.objects.first_comments(post))
    return _place(address, earlier, comment)


def _keys_before(key: int, found: QuerySet[Comment]) -> list[int]:
    """Of the last ones in ``found`` before ``key``, the latest first."""
    earlier = found.filter(pk__lt=key).order_by("-pk")
    return list(earlier.values_list("pk", flat=True)[:PAGE_SIZE])


def _place(address: str, earlier: list[int], comment: Comment) -> str:
    query = f"?after={earlier[0]}" if len(earlier) == PAGE_SIZE else ""
    return f"{address}{query}#comment-{comment.pk}"
