"""The chapters of a guide: their order, which are in it, and that no two share a place.

One at a time changes it, and each change begins with the order as it is then: whoever
looked at an older one moves a chapter, and never drops another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db import transaction
from django.db.models import Max

from guide import ordering, related
from guide.models import Guide, Post

Order = list[int]


def move(guide: Guide, key: int, steps: int) -> bool:
    """Let the chapter with that key go ``steps`` down, or up where that is less than 0;
    False where it isn't one (any more). So below."""

    def moved(order: Order) -> Order:
        place = order.index(key) + steps
        rest = [each for each in order if each != key]
        return _with(rest, key, min(max(place, 0), len(rest)))

    return _change(guide, [key], moved)


def put_before(guide: Guide, key: int, follower: int) -> bool:
    """Let it stand before the chapter ``follower``, or last where there is none."""

    def moved(order: Order) -> Order:
        rest = [each for each in order if each != key]
        place = rest.index(follower) if follower in rest else len(rest)
        return _with(rest, key, place)

    return _change(guide, [key], moved)


def number(guide: Guide, places: Mapping[int, int]) -> bool:
    """Let the chapters with these keys stand at these places, counted from 1."""

    def moved(order: Order) -> Order:
        shown = enumerate(order, start=1)
        return ordering.by_numbers((key, n, places.get(key, n)) for n, key in shown)

    return _change(guide, places, moved)


@transaction.atomic
def bring_in(guide: Guide, key: int) -> bool:
    """Make a post that stands alone the last chapter."""
    related.wait_for_others()
    alone = Post.objects.filter(pk=key, guide=None)
    brought = alone.update(guide=guide, position=behind_all(guide.pk))
    settle([guide.pk])
    return bool(brought)


@transaction.atomic
def take_out(guide: Guide, key: int) -> bool:
    """Let a chapter stand alone."""
    related.wait_for_others()
    gone = Post.objects.filter(pk=key, guide=guide).update(guide=None, position=0)
    settle([guide.pk])
    return bool(gone)


def behind_all(guide: int) -> int:
    """A position that no chapter of it has, nor any after that."""
    last: int | None = Post.objects.filter(guide=guide).aggregate(last=Max("position"))[
        "last"
    ]
    return (last or 0) + 1


def place(post: Post, before: int | None) -> None:
    """Let a post that came from the guide ``before``, or from none, be the last chapter
    where it is now. Once it is saved, ``settle`` both."""
    if post.guide_id != before:
        post.position = behind_all(post.guide_id) if post.guide_id else 0


def settle(guides: Iterable[int | None]) -> None:
    """Number the chapters of these guides from 1 on, without a gap. Whoever changes
    which there are says it afterwards, in the same transaction."""
    for guide in guides:
        if guide is not None:
            _keep(_order(guide))


@transaction.atomic
def _change(guide: Guide, keys: Iterable[int], moved: Callable[[Order], Order]) -> bool:
    related.wait_for_others()
    order = _order(guide.pk)
    if not set(keys) <= set(order):
        return False
    _keep(moved(order))
    return True


def _order(guide: int) -> Order:
    chapters = Post.objects.filter(guide=guide).in_order()
    return list(chapters.values_list("pk", flat=True))


def _with(order: Order, key: int, place: int) -> Order:
    return [*order[:place], key, *order[place:]]


def _keep(order: Order) -> None:
    """The one place that writes positions; only those that are others now."""
    now = dict(Post.objects.filter(pk__in=order).values_list("pk", "position"))
    wrong = [
        Post(pk=key, position=place)
        for place, key in enumerate(order, start=1)
        if now.get(key) != place
    ]
    Post.objects.bulk_update(wrong, ["position"])
