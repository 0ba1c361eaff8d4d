"""Words that may be hard to read, folded in lists until somebody opens them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from comments.models import Comment, Decision, DiscussionSettings, Status

PUT_AWAY = (Status.DECLINED, Status.SPAM)


def fold(comments: Iterable[Comment]) -> None:
    """Mark those whose words a list keeps folded: a concern, and what a person put away
    as one. Where it is on the page or waits, a person found that it is none.

    Up to two queries, none where nothing in the list can be hard.
    """
    asked = [c for c in comments if c.status in (Status.CONCERN, *PUT_AWAY)]
    ended = ended_as_concerns(c.pk for c in asked if c.status in PUT_AWAY)
    hard = [c for c in asked if c.status == Status.CONCERN or c.pk in ended]
    folds = bool(hard) and DiscussionSettings.load().folds_hard_words
    for comment in hard:
        comment.is_folded = folds


def ended_as_concerns(keys: Iterable[int]) -> set[int]:
    """Which of these comments were put away while they were concerns."""
    asked = set(keys)
    if not asked:
        return set()
    ends = Decision.objects.filter(
        comment__in=asked,
        from_status=Status.CONCERN,
        to_status=F("comment__status"),
    )
    return set(ends.values_list("comment", flat=True))
