"""What follows where readers find other comments than before: the search index has
them, and pages that were kept are forgotten. Within the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Sequence

from comments import findable
from comments.models import Comment
from guide import pagecache


def changed(comment: Comment) -> None:
    """``comment`` came onto a page, left it, or has other words there."""
    findable.keep(comment.pk)
    pagecache.forget(comment.post_id)


def came(comments: Sequence[Comment]) -> None:
    """Many at a time that were just stored, those that stand."""
    findable.keep_all([comment.pk for comment in comments])
    for post in {comment.post_id for comment in comments}:
        pagecache.forget(post)
