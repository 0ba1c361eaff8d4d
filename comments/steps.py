"""Small steps that people have shared, by post. Words only: nothing is counted here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import unescape

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.html import strip_tags
from django.utils.text import Truncator

from comments.models import Comment, Status
from comments.querysets import PAGE_SIZE
from guide import pagecache
from guide.models import Post
from guide.row_keys import BIGGEST_KEY, key_in

# On the wall: how many posts a page has, and how many steps of each.
POSTS_SHOWN, STEPS_SHOWN = 20, 3
# Longer words are folded, so that the next step is never far away.
LONG_CHARACTERS, BEGINNING_WORDS = 600, 50
SHOWN = ("post", "name", "html", "submitted_at")


@dataclass(frozen=True)
class Step:
    comment: Comment
    # Its first words where the whole is folded, else nothing.
    beginning: str


@dataclass(frozen=True)
class StepsOfPost:
    post: Post
    steps: list[Step]
    has_more: bool


@dataclass(frozen=True)
class Page:
    """``after`` is what the next page's address names; 0 if there is no such page."""

    posts: list[StepsOfPost]
    after: int
    is_first: bool


@transaction.atomic
def mark(comment: Comment, is_step: bool) -> bool:
    """Call ``comment`` a step, or no longer. False where that changes nothing, or its
    words are gone."""
    found = Comment.objects.filter(pk=comment.pk, is_step=not is_step)
    changed = found.exclude(status=Status.WITHDRAWN).update(is_step=is_step)
    if changed:
        pagecache.forget(comment.post_id)
    return bool(changed)


def wall(after: str) -> Page:
    """Posts in the guide's order, those that stand alone behind, each with its latest
    steps; the ones that follow the post whose key is ``after``.

    Three queries, however many steps there are.
    """
    in_order = _posts_with_steps()
    key = key_in(after)
    start = in_order.index(key) + 1 if key in in_order else 0
    groups = _latest_of(in_order[start : start + POSTS_SHOWN])
    is_last = start + POSTS_SHOWN >= len(in_order)
    last = 0 if is_last else in_order[start + POSTS_SHOWN - 1]
    return Page(groups, after=last, is_first=not start)


def _posts_with_steps() -> list[int]:
    """Keys of listed posts under which a step shows. For each the latest is looked
    up in the index of steps: EXISTS drops the order that makes SQLite use it."""
    posts = (
        Post.objects.listed()
        .annotate(step=_latest(0))
        .order_by(F("guide").asc(nulls_last=True), "position", "-published_at", "pk")
    )
    return [post for post, step in posts.values_list("pk", "step") if step]


def _latest(place: int) -> Subquery:
    """The key of a post's latest step, or of the one so many places behind it."""
    steps = Comment.objects.steps().filter(post=OuterRef("pk"))
    return Subquery(steps.values("pk")[place : place + 1])


def _latest_of(keys: list[int]) -> list[StepsOfPost]:
    """The posts with these keys, in that order, each with its latest steps."""
    # One more than is shown says that there are more.
    names = [f"step_{place}" for place in range(STEPS_SHOWN + 1)]
    looked_up = {name: _latest(place) for place, name in enumerate(names)}
    shown_of_post = ("title", "slug", "unlisted")
    posts = Post.objects.only(*shown_of_post).annotate(**looked_up).in_bulk(keys)
    steps_of = {key: [getattr(posts[key], name) for name in names] for key in keys}
    shown = [key for found in steps_of.values() for key in found[:STEPS_SHOWN] if key]
    steps = defaultdict(list)
    for comment in Comment.objects.steps().filter(pk__in=shown).only(*SHOWN):
        post = posts[comment.post_id]
        steps[post.pk].append(_step(comment, post))
    return [
        StepsOfPost(posts[key], steps[key], has_more=bool(steps_of[key][-1]))
        for key in keys
        if steps[key]
    ]


def of_post(post: Post, after: str) -> Page:
    """The steps shared under ``post``, the newest first: those that follow the one
    whose key is ``after``. One query."""
    key = key_in(after)
    steps = Comment.objects.steps().filter(post=post, pk__lt=key or BIGGEST_KEY)
    found = list(steps.only(*SHOWN)[: PAGE_SIZE + 1])
    shown, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    here = StepsOfPost(post, [_step(comment, post) for comment in shown], has_more=more)
    last = shown[-1].pk if more else 0
    return Page([here] if shown else [], after=last, is_first=not key)


def _step(comment: Comment, post: Post) -> Step:
    comment.post = post
    words = " ".join(unescape(strip_tags(comment.html)).split())
    if len(words) <= LONG_CHARACTERS:
        return Step(comment, beginning="")
    # By characters where there are no spaces between words.
    beginning = Truncator(words).words(BEGINNING_WORDS)
    return Step(comment, Truncator(beginning).chars(LONG_CHARACTERS))
