"""What a page reads of its comments: plain rows, since fifty models cost as much as all
else on it, and the statements that find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from comments.badges import badge_of
from comments.models import Comment
from guide.models import Post
from guide.statements import statement

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Rows = QuerySet[Comment, tuple[Any, ...]]


class Row(NamedTuple):
    """A comment. The last ones are known only of some: ``first_left_out`` of the first
    of a thread, the key of the first reply that doesn't fit beneath it; of a reply the
    name and the status of what it replies to.
    """

    pk: int
    thread_id: int | None
    parent_id: int | None
    author_id: int | None
    of_team: bool
    name: str
    html: str
    is_step: bool
    status: str
    pinned_at: datetime | None
    submitted_at: datetime
    first_left_out: int | None = None
    parent_name: str | None = None
    parent_status: str | None = None

    @property
    def badge(self) -> str:
        return badge_of(self)


_OF_PARENT = ("parent_name", "parent_status")
_OF_ITSELF = Row._fields[: Row._fields.index("first_left_out")]


def firsts(post: Post, after: int, *, newest: bool) -> list[Row]:
    """Those of ``threads_after``."""
    found = _firsts(post.pk, after, is_further=bool(after), newest=newest)
    return [Row(*row) for row in found]


def beneath(firsts: Iterable[Row]) -> list[Row]:
    """The replies that a page shows beneath ``firsts``."""
    keys: dict[bool, list[int]] = {True: [], False: []}
    for first in firsts:
        keys[first.first_left_out is None].append(first.pk)
    whole, cut = keys[True], keys[False]
    if not (whole or cut):
        return []
    return _as_replies(_beneath(whole, cut))


def first_of_thread(post: Post, key: int) -> Row | None:
    """The comment with this key, if it begins a thread that stands under ``post``."""
    found = Comment.objects.first_comments(post).filter(pk=key)
    row = found.values_list(*_OF_ITSELF).first()
    return Row(*row) if row else None


def replies_after(first: int, after: int) -> list[Row]:
    """Those of ``replies_after``."""
    found = Comment.objects.replies_after(first, after)
    return _as_replies(found.values_list(*_OF_ITSELF, *_OF_PARENT))


def _as_replies(found: Iterable[Sequence[Any]]) -> list[Row]:
    return [Row._make((*itself, None, name, status)) for *itself, name, status in found]


@statement
def _firsts(post: Any, after: Any, *, is_further: bool, newest: bool) -> Rows:
    place = after if is_further else 0
    found = Comment.objects.threads_after(post, place, newest=newest)
    return found.values_list(*_OF_ITSELF, "first_left_out")


@statement
def _beneath(whole: Any, cut: Any) -> Rows:
    found = Comment.objects.beneath(whole, cut)
    return found.values_list(*_OF_ITSELF, *_OF_PARENT)
