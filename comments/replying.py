"""To what a comment may reply."""

from __future__ import annotations

from comments.models import Comment
from guide.models import Post


def find(post: Post, key: int) -> Comment | None:
    """The comment with this key, if readers see it under ``post``."""
    comment = Comment.objects.on_page().filter(post=post, pk=key).first()
    if comment:
        comment.post = post
    return comment


def lock(key: int) -> Comment | None:
    """The comment with this key; it and the first of its thread stay as they are until
    the transaction ends. None where there is none.

    The first before the others, as everywhere, so that nobody waits in a circle.
    """
    threads = Comment.objects.filter(pk=key).values_list("thread", flat=True)
    rows = Comment.objects.select_for_update(no_key=True)
    keys = [key, *(thread for thread in threads if thread)]
    found = {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}
    comment = found.get(key)
    if comment and comment.thread_id:
        comment.thread = found[comment.thread_id]
    return comment


def what_it_answers(comment: Comment) -> Comment | None:
    """What ``comment`` replies to, if readers see that. A query for a reply alone, and
    one more where that is a reply too."""
    answered = comment.answered
    return answered if answered and answered.is_on_page else None
