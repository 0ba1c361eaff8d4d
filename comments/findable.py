"""Comments in the search index: those that readers may see, and no word of another.

``moderation`` says ``keep`` with each change of a status, and so does whatever changes
the words of one that is on the page, within the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from comments import text
from comments.models import Comment, Status
from comments.querysets import CommentQuerySet
from guide import search
from guide.search_entries import Entry

Kind = search.Kind


def keep(key: int) -> None:
    """Have the comment with this ``key`` found as it is stored now, or not at all."""
    comment = _shown().filter(pk=key).first()
    if comment:
        search.put([_entry(comment)])
    else:
        search.take_out(Kind.COMMENT, [key])


def keep_all(keys: Collection[int]) -> None:
    """``keep`` for many that were just stored: none of them was found before."""
    search.put(map(_entry, _shown().filter(pk__in=keys)))


def rewrite() -> int:
    """All of them anew; how many there are."""
    return search.rewrite(
        Kind.COMMENT, _shown(), lambda batch: search.put(map(_entry, batch))
    )


def _shown() -> CommentQuerySet:
    """What stands on a page, or holds a place there: then without words, so that the
    replies beneath it are found."""
    fields = ("name", "html", "status", "stands", "post", "thread")
    return Comment.objects.filter(stands=True).only(*fields)


def _entry(comment: Comment) -> Entry:
    is_there = comment.status == Status.APPROVED
    return Entry(
        Kind.COMMENT,
        comment.pk,
        # Without its post: one that is unlisted is found by no search.
        reverse("comments:permalink", args=[comment.pk]),
        text=text.in_a_row(comment.html) if is_there else "",
        byline=comment.name if is_there else "",
        post=comment.post_id,
        under=comment.thread_id,
    )
