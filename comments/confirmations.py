"""The button of a mail that asks: was that you?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from comments import moderation, outbox, subscriptions
from comments.mail_tokens import CONFIRM_WORKS
from comments.models import (
    CheckIn,
    Comment,
    Correspondent,
    DiscussionSettings,
    OutboxMail,
    Subscription,
)
from comments.openness import Openness, openness

Kind = OutboxMail.Kind
CHECK_IN_AFTER = timedelta(days=7)


def asked_about(comment: Comment, at: datetime | None = None) -> Subscription | None:
    """What was asked under ``comment``, as long as its mailed button works, and
    afterwards where it was pressed."""
    at = at or timezone.now()
    asked = Subscription.objects.filter(comment=comment).first()
    if asked and (asked.confirmed_at or asked.asked_at + CONFIRM_WORKS > at):
        return asked
    return None


@transaction.atomic
def confirm(comment: Comment, at: datetime | None = None) -> bool:
    """Let what was asked under ``comment`` hold: who reads the address's mail says so.

    False where nothing is asked any more. A second time changes nothing.
    """
    at = at or timezone.now()
    # Two presses, an erase and a decision wait for each other here.
    rows = Comment.objects.select_for_update(no_key=True, of=("self",))
    stored = rows.select_related("post").get(pk=comment.pk)
    asked = asked_about(stored, at)
    if asked is None or asked.confirmed_at or stored.correspondent_id is None:
        return asked is not None
    asked.confirmed_at = at
    asked.save(update_fields=["confirmed_at"])
    Correspondent.objects.filter(pk=stored.correspondent_id).update(confirmed_at=at)
    if openness(stored.post, DiscussionSettings.load(), at) is Openness.OPEN:
        moderation.show_proved(stored, at)
    _begin(asked, stored, at)
    return True


def _begin(asked: Subscription, comment: Comment, at: datetime) -> None:
    if asked.links:
        outbox.queue_to_writers(Kind.LINK, [comment.pk], at)
    if asked.asks_step:
        due_at = at + CHECK_IN_AFTER
        CheckIn.objects.create(comment=comment, due_at=due_at)
        outbox.queue_to_writers(Kind.CHECK_IN, [comment.pk], due_at)
    # What was decided before anybody confirmed.
    subscriptions.decided(comment, at)
