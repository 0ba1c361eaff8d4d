"""Whether a conversation takes new comments. Pure."""

from datetime import datetime, timedelta
from enum import Enum, auto

from django.utils import timezone

from comments.models import DiscussionSettings
from guide.models import Post


class Openness(Enum):
    OPEN = auto()
    PAUSED = auto()
    CLOSED = auto()


def openness(
    post: Post, rules: DiscussionSettings, at: datetime | None = None
) -> Openness:
    """How the conversation under ``post`` stands at ``at`` (now if None).

    A pause ends, so where both hold the conversation is closed.
    """
    if not post.comments_open or _is_over(post, rules, at or timezone.now()):
        return Openness.CLOSED
    return Openness.PAUSED if rules.paused else Openness.OPEN


def _is_over(post: Post, rules: DiscussionSettings, at: datetime) -> bool:
    end = closes_at(post, rules)
    return end is not None and at >= end


def closes_at(post: Post, rules: DiscussionSettings) -> datetime | None:
    """When its days are over; None where they never are, or haven't begun."""
    days = days_open(post, rules)
    if not days or post.published_at is None:
        return None
    try:
        return post.published_at + timedelta(days=days)
    except OverflowError:
        # Later than there are years, for a post that is to come in 9999.
        return None


def days_open(post: Post, rules: DiscussionSettings) -> int:
    """After how many days it closes, by the post's own word or the site's; 0: never."""
    own = post.comments_close_after
    return rules.close_after_days if own is None else own
