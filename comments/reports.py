"""A reader tells a moderator about a comment, and a moderator keeps it as it is.

What else settles a report is a decision that ends the comment's wait: see
``comments.moderation``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import moderation, notifications, permalinks, ratelimit
from comments.models import Comment, DiscussionSettings, Report


class Outcome(Enum):
    STORED = auto()
    REPEATED = auto()
    TOO_FAST = auto()
    NOT_ON_THE_PAGE = auto()


@dataclass(frozen=True)
class Answer:
    """What became of a report; ``wait`` until the next may come if it was too fast."""

    outcome: Outcome
    wait: timedelta = timedelta()


def on_the_page(key: int, of: str) -> Comment | None:
    """The comment with this key, if readers see it and ``of`` leads there."""
    comment = Comment.objects.on_page().select_related("post").filter(pk=key).first()
    if comment is None or not permalinks.leads_to(comment.post, of):
        return None
    return comment if comment.post.is_published() else None


@transaction.atomic
def report(
    key: int,
    reason: str,
    words: str,
    senders: Sequence[str],
    at: datetime | None = None,
    of: str = "",
) -> Answer:
    """Store what a reader says of the comment with this key, once for a sender.

    ``senders`` are the sender's hashes, today's first; ``of`` is the post that the
    address named.
    """
    at = at or timezone.now()
    # Reports, decisions and an erase of one comment wait for each other here, so that
    # none is settled unseen and no word arrives after the erase.
    rows = Comment.objects.select_for_update(no_key=True, of=("self",))
    comment = rows.select_related("post", "thread").filter(pk=key).first()
    if comment and not permalinks.leads_to(comment.post, of):
        return Answer(Outcome.NOT_ON_THE_PAGE)
    if comment and comment.reports.filter(sender__in=senders).exists():
        return Answer(Outcome.REPEATED)
    if comment is None or not comment.is_on_page or not comment.post.is_published(at):
        return Answer(Outcome.NOT_ON_THE_PAGE)

    rules = DiscussionSettings.load()
    window = timedelta(minutes=rules.submits_minutes)
    count, began_at = ratelimit.hit(f"report:{senders[0]}", window, at)
    if count > rules.submits:
        transaction.set_rollback(True)
        return Answer(Outcome.TOO_FAST, wait=began_at + window - at)

    was_looked_at = comment.reports.exclude(settled_at=None).exists()
    told = Report.objects.create(
        comment=comment, reason=reason, words=words, at=at, sender=senders[0]
    )
    notifications.report_waits(told, at)
    if rules.hold_reported and not was_looked_at:
        moderation.hold_reported(comment)
    return Answer(Outcome.STORED)


def open_on(comments: Iterable[Comment]) -> dict[int, list[Report]]:
    """The reports that nobody has looked at, by the comment's key. One query."""
    found: dict[int, list[Report]] = {}
    keys = [comment.pk for comment in comments]
    for each in Report.objects.open().filter(comment__in=keys).order_by("pk"):
        found.setdefault(each.comment_id, []).append(each)
    return found


def nothing_to_keep(comment: Comment) -> str:
    """The sentence for a moderator who came too late to keep it."""
    return _("%s: nothing to keep. Somebody was here before you.") % comment


@transaction.atomic
def keep(comment: Comment, by: User, seen: int | None = None) -> bool:
    """Leave ``comment`` on the page as it is: its reports are looked at.

    Only those up to the one with key ``seen`` (all if None): who comes later may say
    something else. False where it isn't on the page any more, or nothing was open.
    """
    rows = Comment.objects.select_for_update(no_key=True)
    stored = rows.approved().filter(pk=comment.pk).first()
    if stored is None:
        return False
    looked_at = stored.reports.all() if seen is None else stored.reports.up_to(seen)
    return bool(looked_at.settle(by))
