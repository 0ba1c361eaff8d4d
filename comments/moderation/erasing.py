"""Words go: by their writer, by a moderator, or because their time has run out."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from comments import (
    correspondents,
    fingerprints,
    on_page,
    subscriptions,
)
from comments.models import (
    Cause,
    Comment,
    Correspondent,
    Decision,
    Revision,
    Status,
)


@transaction.atomic
def withdraw(comment: Comment, by: User | None = None) -> bool:
    """Erase ``comment``: words, name, hashes, what readers said of it and, where no
    other comment has it, the address. ``by`` is None for its writer. False where it was
    erased before.
    """
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if stored.status == Status.WITHDRAWN:
        return False
    _erase(stored, by)
    comment.refresh_from_db()
    return True


def withdraw_from(writer: Correspondent, by: User | None, most: int) -> int:
    """Erase up to ``most`` comments of ``writer``, the oldest first; how many it did.

    Each by itself, so that it may be stopped and asked for again, and nobody who sends
    a comment meanwhile has to wait.
    """
    found = Comment.objects.filter(correspondent=writer).only("pk", "status")
    return sum(withdraw(each, by) for each in found.order_by("submitted_at")[:most])


@transaction.atomic
def expire(comment: Comment) -> bool:
    """Erase ``comment`` as ``withdraw`` does, because its time has run out.

    ``comment`` as it was found: False where it was decided on since.
    """
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if stored.status != comment.status or stored.status == Status.WITHDRAWN:
        return False
    _erase(stored, None, Cause.CLOCK)
    return True


def _erase(stored: Comment, by: User | None, cause: str = "") -> None:
    """The one way in which words go. ``stored`` is locked by the caller."""
    writer_key = stored.correspondent_id
    Comment.objects.filter(pk=stored.pk).update(
        status=Status.WITHDRAWN,
        stands=stored.stands and _holds_replies(stored),
        pinned_at=None,
        name="",
        text="",
        html="",
        is_step=False,
        reasons=[],
        text_digest="",
        sender="",
        correspondent=None,
        written_by=None,
        of_team=False,
        author=None,
    )
    if stored.stands:
        on_page.changed(stored)
    stored.decisions.update(why="")
    fingerprints.forget(stored)
    stored.redactions.update(original="")
    Revision.objects.filter(comment=stored).delete()
    stored.notes.all().delete()
    stored.reports.settle(by)
    stored.reports.erase()
    subscriptions.forget(stored)
    Decision.objects.create(
        comment=stored,
        by=by,
        from_status=stored.status,
        to_status=Status.WITHDRAWN,
        cause=cause,
    )
    correspondents.forget_if_unused(writer_key)


def _holds_replies(stored: Comment) -> bool:
    """Whether anything beneath ``stored`` is on the page or may come there."""
    beneath = stored.replies if stored.thread_id else stored.in_thread
    return beneath.any_living()
