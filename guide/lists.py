"""Posts by the page, the newest first; each page is found by the key of the post
before it, so that it costs the same wherever it is."""

from __future__ import annotations

from dataclasses import dataclass

from guide.models import Post
from guide.querysets import PostQuerySet
from guide.row_keys import key_in

PAGE_SIZE = 30


@dataclass(frozen=True)
class Page:
    """``after`` is what the next page's address names; 0 if there is no such page."""

    posts: list[Post]
    after: int
    is_first: bool


def page_of(posts: PostQuerySet, after: str) -> Page:
    """Those of ``posts`` that follow the published one whose key is ``after``; the
    first ones where there is none. One query, two on later pages."""
    before = _post_with(after)
    following = posts.behind(before) if before else posts
    found = list(following.newest_first().for_list()[: PAGE_SIZE + 1])
    shown, has_more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    return Page(shown, after=shown[-1].pk if has_more else 0, is_first=not before)


def _post_with(key: str) -> Post | None:
    number = key_in(key)
    if not number:
        return None
    return Post.objects.published().filter(pk=number).only("published_at").first()
