"""A page's comments with the replies beneath them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comments.models import Comment, Status


@dataclass(frozen=True)
class Thread:
    """A comment and its replies. Where ``comment`` is None it was erased, and only its
    place is left, for the replies."""

    key: int
    comment: Comment | None
    replies: Sequence[Comment]


def in_threads(comments: Iterable[Comment], replies: Iterable[Comment]) -> list[Thread]:
    """Each comment with its replies, by key; what replies are to stands among them."""
    standing = {comment.pk: comment for comment in comments}
    beneath: dict[int, list[Comment]] = defaultdict(list)
    for reply in replies:
        # Not one whose comment came onto the page since its comments were read.
        erased = reply.parent_status == Status.WITHDRAWN
        if reply.parent_id and (erased or reply.parent_id in standing):
            beneath[reply.parent_id].append(reply)
    return [
        Thread(key, standing.get(key), beneath.get(key, ()))
        for key in sorted(standing.keys() | beneath.keys())
    ]
