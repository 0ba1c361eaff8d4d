"""What readers may see, in the order in which a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

if TYPE_CHECKING:
    from guide.models import Post
    from guide.statements import Asked

PAGE_SIZE = 50
# Beneath a comment on its post's page; the others are on the thread's own.
REPLIES_SHOWN = 20


class PageQuerySet(models.QuerySet["Comment"]):  # type: ignore[name-defined]
    def approved(self) -> Self:
        return self.filter(status=self.model.Status.APPROVED)

    def on_page(self) -> Self:
        """Comments that readers may see: approved, and in a thread that stands.

        Where the first comment of a thread was taken off the page, or was erased
        elsewhere, its replies went along; one that was erased from the page left them
        its place.
        """
        in_place = Q(thread=None) | Q(thread__stands=True)
        return self.approved().filter(in_place, stands=True)

    def any_living(self) -> bool:
        """Whether one of them is on the page or may come there as it is."""
        status = self.model.Status
        waiting = self.filter(stands=False, status__in=[status.PENDING, status.CONCERN])
        return self.filter(stands=True).exists() or waiting.exists()

    def steps(self) -> Self:
        """Small steps that readers may see, replies among them; the newest first."""
        return self.on_page().filter(is_step=True).order_by("-pk")

    def first_comments(self, post: Post | Asked) -> Self:
        """What begins a thread under ``post`` and stands there, erased or not."""
        return self.filter(post=post, thread=None, stands=True)

    def threads_after(
        self, post: Post | Asked, after: int | Asked, *, newest: bool = False
    ) -> Self:
        """Up to 51 first comments whose keys follow ``after``, in the order asked for.

        50 are a page; one more says that another page follows. By key, never by offset,
        so that every page costs the same. Without ``after`` those pinned come too,
        wherever they stand: no page has room before its 51st for one that stands later.
        """
        order = "-pk" if newest else "pk"
        firsts = self.first_comments(post).order_by(order)
        if after:
            firsts = firsts.filter(**{"pk__lt" if newest else "pk__gt": after})
        on_top = self.none() if after else self.pinned(post)
        replies = self.filter(stands=True, thread=OuterRef("pk")).order_by("pk")
        left_out = replies.values("pk")[REPLIES_SHOWN : REPLIES_SHOWN + 1]
        found: Self = self.one_of(firsts[: PAGE_SIZE + 1], on_top)
        found = found.annotate(first_left_out=Subquery(left_out))
        return found.order_by(order)

    def one_of(self, *lists: Self) -> Self:
        """Comments in any of ``lists``, which may be cut: SQLite unites none that are,
        so each is asked for within another one.

        Keys first, since those the index alone tells; asked for whole rows, PostgreSQL
        likes to walk the table in the order of its keys until it has found enough.
        """
        keys = [
            self.filter(pk__in=each.values("pk")).order_by().values("pk")
            for each in lists
        ]
        together = keys[0].union(*keys[1:]) if keys[1:] else keys[0]
        found: Self = self.filter(pk__in=together)
        return found

    def pinned(self, post: Post | Asked) -> Self:
        # Not ``approved()``, which an erased one isn't pinned without: SQLite would go
        # by an index that begins with the status, and walk all that are.
        return self.first_comments(post).filter(pinned_at__isnull=False).order_by()

    def beneath(self, whole: Sequence[int | Asked], cut: Sequence[int | Asked]) -> Self:
        """All replies that stand in the threads ``whole``, 20 in each of ``cut``.

        Keys of first comments. None of the others is looked at, however many there are.
        """
        standing = self.filter(stands=True).order_by("pk")
        parts = [standing.filter(thread=key)[:REPLIES_SHOWN] for key in cut]
        return self.one_of(standing.filter(thread__pk__in=whole), *parts).with_parents()

    def replies_after(self, first: int, after: int) -> Self:
        """Up to 51 that stand in the thread of ``first`` and follow ``after``."""
        found = self.filter(stands=True, thread=first, pk__gt=after).order_by("pk")
        return self.one_of(found[: PAGE_SIZE + 1]).with_parents()

    def with_parents(self) -> Self:
        """By key, each with the name and the status of what it replies to."""
        found: Self = self.order_by("pk").annotate(
            parent_name=F("parent__name"), parent_status=F("parent__status")
        )
        return found
