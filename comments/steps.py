"""Small steps that people have shared, by post. Words only: nothing is counted here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import unescape

from django.db.models import F, OuterRef, Subquery
from django.utils.html import strip_tags
from django.utils.text import Truncator

from comments.models import Comment, Status
from comments.pages import BIGGEST_KEY, key_in
from comments.querysets import PAGE_SIZE
from guide.models import Post

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


def mark(comment: Comment, is_step: bool) -> bool:
    """Call ``comment`` a step, or no longer. False where that changes nothing, or its
    words are gone."""
    found = Comment.objects.filter(pk=comment.pk, is_step=not is_step)
    return bool(found.exclude(status=Status.WITHDRAWN).update(is_step=is_step))


def wall(after: str) -> Page:
    """Posts in the guide's order, those that stand alone behind, each with its latest
    steps; the ones that follow the post whose key is ``after``.

    Two queries, however many steps there are.
    """
    posts = [(post, keys) for post, keys in _posts_and_keys() if keys]
    key = key_in(after)
    places = (place for place, (post, _keys) in enumerate(posts, 1) if post.pk == key)
    start = next(places, 0)
    shown = posts[start : start + POSTS_SHOWN]
    newest = [key for _post, keys in shown for key in keys[:STEPS_SHOWN]]
    by_post = defaultdict(list)
    for comment in Comment.objects.steps().filter(pk__in=newest).only(*SHOWN):
        by_post[comment.post_id].append(_step(comment))
    return Page(
        posts=[
            StepsOfPost(post, by_post[post.pk], len(keys) > STEPS_SHOWN)
            for post, keys in shown
            if by_post[post.pk]
        ],
        after=shown[-1][0].pk if start + POSTS_SHOWN < len(posts) else 0,
        is_first=not start,
    )


def _posts_and_keys() -> list[tuple[Post, list[int]]]:
    """Published posts, each with the keys of its latest steps: up to one more of them
    than are shown. Each key is a look into the index of steps, nothing is counted."""
    steps = Comment.objects.steps().filter(post=OuterRef("pk")).values("pk")
    names = [f"step_{n}" for n in range(STEPS_SHOWN + 1)]
    newest = {name: Subquery(steps[n : n + 1]) for n, name in enumerate(names)}
    posts = Post.objects.published().only("title", "slug").annotate(**newest)
    in_order = posts.order_by(
        F("guide").asc(nulls_last=True), "position", "-published_at", "pk"
    )
    found = [(post, [getattr(post, name) for name in names]) for post in in_order]
    return [(post, [key for key in keys if key]) for post, keys in found]


def of_post(post: Post, after: str) -> Page:
    """The steps shared under ``post``, the newest first: those that follow the one
    whose key is ``after``. One query."""
    key = key_in(after)
    steps = Comment.objects.steps().filter(post=post, pk__lt=key or BIGGEST_KEY)
    found = list(steps.only(*SHOWN)[: PAGE_SIZE + 1])
    shown, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    here = StepsOfPost(post, [_step(comment) for comment in shown], has_more=more)
    last = shown[-1].pk if more else 0
    return Page([here] if shown else [], after=last, is_first=not key)


def _step(comment: Comment) -> Step:
    words = " ".join(unescape(strip_tags(comment.html)).split())
    if len(words) <= LONG_CHARACTERS:
        return Step(comment, beginning="")
    # By characters where there are no spaces between words.
    beginning = Truncator(words).words(BEGINNING_WORDS)
    return Step(comment, Truncator(beginning).chars(LONG_CHARACTERS))
