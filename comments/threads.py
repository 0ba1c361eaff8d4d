"""A page's comments with the replies beneath them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comments.models import Status
from comments.rows import Row


@dataclass(frozen=True)
class Reply:
    """A reply in its thread. Where ``comment`` is None it was erased, and its place is
    left for the replies to it.

    ``to`` is the key of the reply that it answers, and ``to_name`` whose that is, empty
    where it was removed; both are None where it answers the thread's first comment.
    ``to_is_near`` where that one stands in the same list.
    """

    key: int
    comment: Row | None
    to: int | None = None
    to_name: str | None = None
    to_is_near: bool = False


@dataclass(frozen=True)
class Thread:
    """A comment and its replies. Where ``comment`` is None it was erased, and only its
    place is left, for the replies."""

    key: int
    comment: Row | None
    replies: tuple[Reply, ...] = ()
    has_more: bool = False

    @property
    def length(self) -> int:
        """How many characters of HTML its comments have."""
        shown = (self.comment, *(reply.comment for reply in self.replies))
        return sum(len(comment.html) for comment in shown if comment)


def in_threads(firsts: Iterable[Row], replies: Iterable[Row]) -> list[Thread]:
    """Each of ``firsts``, with its replies."""
    beneath: dict[int | None, list[Row]] = defaultdict(list)
    for reply in replies:
        beneath[reply.thread_id].append(reply)
    threads = [
        Thread(
            first.pk,
            first if first.status == Status.APPROVED else None,
            as_replies(beneath[first.pk]),
            has_more=first.first_left_out is not None,
        )
        for first in firsts
    ]
    return [thread for thread in threads if thread.comment or thread.replies]


def as_replies(rows: Sequence[Row]) -> tuple[Reply, ...]:
    """``rows`` of one thread, in the same order.

    An erased one without a reply here is left out: nothing says that it was there.
    """
    shown = [row for row in rows if row.status == Status.APPROVED]
    answered = {row.parent_id for row in shown}
    near = {row.pk for row in shown} | answered & {row.pk for row in rows}
    return tuple(_as_reply(row, near) for row in rows if row.pk in near)


def _as_reply(row: Row, near: set[int | None]) -> Reply:
    if row.status != Status.APPROVED:
        return Reply(row.pk, None)
    if row.parent_id == row.thread_id:
        return Reply(row.pk, row)
    return Reply(
        row.pk,
        row,
        to=row.parent_id,
        to_name=row.parent_name if row.parent_status == Status.APPROVED else "",
        to_is_near=row.parent_id in near,
    )
