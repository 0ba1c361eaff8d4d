"""How did the step go? Asked once, a week later, and answered by a comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import moderation
from comments.models import CheckIn, Comment

Answer = CheckIn.Answer
# Counted from the mail. Not to answer ends it.
WORKS = timedelta(days=30)
# What is asked on the page, and what stands in the answer.
LABELS = {
    Answer.DID_IT: _("I did it"),
    Answer.ON_MY_WAY: _("Still on my way"),
    Answer.ANOTHER: _("I chose another one"),
}
SENTENCES = {
    Answer.DID_IT: _("A week later: I did it."),
    Answer.ON_MY_WAY: _("A week later: I am still on my way."),
    Answer.ANOTHER: _("A week later: I chose another step."),
}


@dataclass(frozen=True)
class Told:
    """Whether anything is asked (still), and the comment that an answer has become."""

    is_asked: bool
    follow_up: Comment | None = None


def open_one(comment: Comment, at: datetime | None = None) -> CheckIn | None:
    """The question about ``comment``, while it can be answered or was.

    None before it is due, when its time is over, and while readers can't see the
    comment.
    """
    at = at or timezone.now()
    asked = CheckIn.objects.filter(
        comment__in=Comment.objects.on_page().filter(pk=comment.pk),
        due_at__lte=at,
        due_at__gt=at - WORKS,
    ).first()
    return asked if asked and comment.post.is_published(at) else None


@transaction.atomic
def answer(
    comment: Comment,
    answered: str,
    words: str,
    senders: Sequence[str],
    at: datetime | None = None,
) -> Told:
    """Put the answer and ``words``, if any, under ``comment`` to wait for a person.

    Once; a second answer changes nothing.
    """
    at = at or timezone.now()
    # Two presses, an erase and a decision wait for each other here.
    rows = Comment.objects.select_for_update(no_key=True, of=("self",))
    stored = rows.select_related("post").get(pk=comment.pk)
    asked = open_one(stored, at)
    if asked is None:
        return Told(is_asked=False)
    if asked.answered_at is None:
        asked.answer, asked.answered_at = answered, at
        asked.save(update_fields=["answer", "answered_at"])
        said = "\n\n".join(
            part for part in (str(SENTENCES[Answer(answered)]), words) if part
        )
        return Told(True, moderation.follow_up(stored, said, senders, at))
    return Told(True)


def forget_old(at: datetime) -> int:
    """Delete what was asked long before ``at``, answered or not."""
    return CheckIn.objects.filter(due_at__lt=at - WORKS).delete()[0]
