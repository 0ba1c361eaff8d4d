"""Words that may be hard to read, folded in lists until somebody opens them."""

from __future__ import annotations

from collections.abc import Iterable

from comments.models import Comment, Decision, DiscussionSettings, Status
from comments.screening.reasons import Reason


def is_hard(comment: Comment) -> bool:
    """A concern, or what was found to be one and has left the queue for good. On the
    page, or put back to waiting, a person has found that it is none."""
    if comment.status in (Status.DECLINED, Status.SPAM):
        return any(sign.code == Reason.CONCERN for sign in comment.signs)
    return comment.status == Status.CONCERN


def fold(comments: Iterable[Comment]) -> None:
    """Mark those whose words a list keeps folded. One query, where any are hard."""
    hard = [comment for comment in comments if is_hard(comment)]
    _mark(hard)


def fold_decided(decisions: Iterable[Decision]) -> None:
    """The same for a list of decisions, each of which knows what it ended."""
    off_page = (Status.DECLINED, Status.SPAM)
    hard = [
        decision.comment
        for decision in decisions
        if is_hard(decision.comment)
        or (decision.from_status == Status.CONCERN and decision.to_status in off_page)
    ]
    _mark(hard)


def _mark(hard: list[Comment]) -> None:
    folds = bool(hard) and DiscussionSettings.load().folds_hard_words
    for comment in hard:
        comment.is_folded = folds
