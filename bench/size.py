"""How much of everything a site has that is filled, and where its comments go. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

BUSY, QUIET, DEEP = "busy-post", "quiet-post", "deep-post"
# The keys of a comment's post, of the first in its thread, and of what it replies to.
Place = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class Size:
    """How much of everything stands beside ``comments`` comments.

    A blog has ten times the posts, each about as long as a chapter and with topics.
    """

    comments: int
    is_blog: bool = False

    @property
    def posts(self) -> int:
        return max(10, self.comments // (50 if self.is_blog else 500))

    @property
    def topics(self) -> int:
        return min(40, self.posts // 2) if self.is_blog else 0

    @property
    def has_articles(self) -> bool:
        return self.is_blog

    @property
    def writers(self) -> int:
        return max(2, self.comments // 5)

    @property
    def waiting(self) -> int:
        return min(500, self.comments // 4)

    @property
    def mark(self) -> str:
        """The name of the moderator who is made last, when all the rest is there."""
        what = "blog" if self.is_blog else "threads"
        return f"bench-{what}-{self.comments}"

    def places(self, posts: Sequence[int]) -> Places:
        return Places(posts)


class Pair(Size):
    """All comments stand beneath one post, but for 50 beneath another.

    Posts are as long as a chapter, ten in all.
    """

    posts = 10
    has_articles = True

    @property
    def mark(self) -> str:
        return f"bench-pair-{self.comments}"

    def places(self, posts: Sequence[int]) -> Places:
        return PairPlaces(posts)


def size_of(arguments: Sequence[str]) -> Size:
    """As on a command line: the number of comments, then the kind of site."""
    comments = int(arguments[0])
    return (
        Pair(comments)
        if "--pair" in arguments
        else Size(comments, "--blog" in arguments)
    )


class Places:
    """The busy post gets a tenth of all, the deep one a tenth as a single thread, each
    in reply to the one before; the quiet one is the first to fill."""

    quiet_holds = 100

    def __init__(self, posts: Sequence[int]) -> None:
        self.busy, self.quiet, self.deep, *self.others = posts
        self.left_in_quiet = self.quiet_holds
        self.first: int | None = None
        self.last: int | None = None

    def place(self, random: Random, number: int, *, is_approved: bool) -> Place:
        post = self.choose(random)
        if not is_approved and post == self.deep:
            post = self.busy
        elif is_approved and self.left_in_quiet and self.may_be_quiet(post):
            post, self.left_in_quiet = self.quiet, self.left_in_quiet - 1
        if post != self.deep:
            return post, None, None
        found = post, self.first, self.last
        self.first, self.last = self.first or number, number
        return found

    def choose(self, random: Random) -> int:
        chance = random.random()
        if chance < 0.2:
            return self.busy if chance < 0.1 else self.deep
        return random.choice(self.others)

    def may_be_quiet(self, post: int) -> bool:
        return post in self.others


class PairPlaces(Places):
    quiet_holds = 50

    def choose(self, random: Random) -> int:
        return self.busy

    def may_be_quiet(self, post: int) -> bool:
        return True
