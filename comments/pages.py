"""A conversation's pages: which comments stand on one, and where one comment stands."""

from dataclasses import dataclass

from comments.models import Comment, Status
from comments.querysets import PAGE_SIZE
from comments.threads import Thread, in_threads
from guide.models import Post

# What a writer is told of each status; never the status's own name.
STATES = {
    Status.PENDING: "waiting",
    Status.CONCERN: "waiting",
    Status.APPROVED: "published",
    Status.DECLINED: "not-published",
    Status.SPAM: "not-published",
    Status.WITHDRAWN: "removed",
}
BIGGEST_KEY = 2**63 - 1


def state_of(comment: Comment) -> str:
    """What its writer is told. What a rule alone called spam waits as any other, so
    that nobody learns of a block by looking; so does spam that was edited since.
    """
    if comment.status == Status.SPAM and not comment.is_as_decided():
        return STATES[Status.PENDING]
    return STATES[Status(comment.status)]


@dataclass(frozen=True)
class ConversationPage:
    """``next_url`` and ``first_url`` are empty where there is no such page."""

    threads: list[Thread]
    next_url: str
    first_url: str


def conversation_page(post: Post, after: str) -> ConversationPage:
    """The comments that follow the one with key ``after``; the first ones if it's none.

    ``after`` is what stands in the address, so it may be anything.
    """
    key = key_in(after)
    found = list(Comment.objects.page_after(post, key))
    shown, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    last = shown[-1].pk if more else None
    replies = Comment.objects.replies_on_page(post, key, until=last)
    address = post.get_absolute_url()
    return ConversationPage(
        threads=in_threads(shown, replies),
        next_url=f"{address}?after={last}#comments" if more else "",
        first_url=f"{address}#comments" if key else "",
    )


def key_in(words: str) -> int:
    """The key that ``words`` of an address name, or 0 where they name none."""
    if not (words.isascii() and words.isdecimal() and len(words) < 20):
        return 0
    return min(int(words), BIGGEST_KEY)


def address_of(comment: Comment) -> str:
    """The page on which ``comment`` stands, and its place there.

    On the first page there is room for 50; a later comment begins a page of its own, so
    that finding it costs the same wherever it stands. A reply stands with its parent.
    """
    root = comment.parent_id or comment.pk
    before = Comment.objects.approved().filter(
        post=comment.post, parent=None, pk__lt=root
    )
    keys = list(before.order_by("-pk").values_list("pk", flat=True)[:PAGE_SIZE])
    address = comment.post.get_absolute_url()
    if len(keys) == PAGE_SIZE:
        address += f"?after={keys[0]}"
    return f"{address}#comment-{comment.pk}"
