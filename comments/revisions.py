"""A writer puts other words in place of a comment's; on the page they wait first.

Off the page they take the earlier ones' place at once. The comment's row is locked by
all of this, so an edit, a decision and an erase wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import (
    evidence,
    fingerprints,
    hard_words,
    moderation,
    notifications,
    on_page,
    ratelimit,
    subscriptions,
    text,
)
from comments.models import (
    Cause,
    Comment,
    Decision,
    DiscussionSettings,
    Revision,
    Status,
)
from comments.screening.reasons import Reason
from comments.screening.values import Sign
from comments.screening.verdict import MOMENTARY, Verdict, judge, signs_of
from comments.screening.verdict import Outcome as Verdicts

# True of the moment when it came in, and not about words that are others now.
_KEPT = MOMENTARY - {
    Reason.SAME_SHORT_TEXT,
    Reason.LIKE_EARLIER,
    Reason.LIKE_SPAM,
    Reason.EDITED,
}


class Outcome(Enum):
    STORED = auto()
    UNCHANGED = auto()
    TOO_FAST = auto()
    GONE = auto()


@dataclass(frozen=True)
class Answer:
    """What became of an edit; ``wait`` until the next may come if it was too fast."""

    outcome: Outcome
    wait: timedelta = timedelta()


def latest(comment: Comment) -> tuple[str, str]:
    """The name and words that its writer sent last and that an edit begins with.

    What a moderator took out since is out of these, too.
    """
    change = comment.waiting_change
    if change is None or comment.redactions.filter(at__gt=change.at).exists():
        return comment.name, comment.text
    return change.name, change.text


@transaction.atomic
def edit(
    comment: Comment,
    name: str,
    words: str,
    senders: Sequence[str],
    at: datetime | None = None,
) -> Answer:
    """Let ``words`` and ``name``, as the form has checked them, take the place of
    ``comment``'s, or wait for it. The same ones again change nothing.

    ``senders`` are the sender's hashes, today's first; it counts as one more comment
    of theirs. GONE where the comment was erased, or the link that led here ended.
    """
    at = at or timezone.now()
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if stored.status == Status.WITHDRAWN or stored.link_key != comment.link_key:
        return Answer(Outcome.GONE)
    on_page = stored.status == Status.APPROVED
    if (name, words) == (latest(stored) if on_page else (stored.name, stored.text)):
        return Answer(Outcome.UNCHANGED)
    settings = DiscussionSettings.load()
    window = timedelta(minutes=settings.submits_minutes)
    count, began_at = ratelimit.hit(f"submit:{senders[0]}", window, at)
    if count > settings.submits:
        transaction.set_rollback(True)
        return Answer(Outcome.TOO_FAST, wait=began_at + window - at)

    proposed = copy(stored)
    proposed.name, proposed.text, proposed.html = name, words, text.render(words)
    verdict = _verdict(proposed, stored, senders, settings, at)
    if on_page:
        _propose(stored, proposed, verdict, at)
    else:
        _replace(stored, proposed, verdict, at)
    return Answer(Outcome.STORED)


def _verdict(
    proposed: Comment,
    stored: Comment,
    senders: Sequence[str],
    settings: DiscussionSettings,
    at: datetime,
) -> Verdict:
    """By the words as they are now, and by how the comment had come in.

    What is a concern stays one, and what was answered or declined as one is one again:
    who softens such words may not have done so freely.
    """
    candidate = evidence.of_edit(proposed, senders, at)
    rules = evidence.rules_in_use(at)
    signs = signs_of(candidate, rules, settings.limits(evidence.public_names()))
    earlier = [sign for sign in stored.signs if sign.code in _KEPT]
    verdict = judge([*signs, *earlier])
    if verdict.status is Verdicts.CONCERN or not _was_concern(stored):
        return verdict
    told = any(sign.code == Reason.EARLIER_CONCERN for sign in earlier)
    why = () if told else (Sign(Reason.EARLIER_CONCERN),)
    return Verdict(Verdicts.CONCERN, (*why, *verdict.signs))


def _was_concern(stored: Comment) -> bool:
    """Whether it is one, or was answered or declined as one. One query where it was."""
    if stored.status == Status.DECLINED:
        return bool(hard_words.ended_as_concerns([stored.pk]))
    return stored.status == Status.CONCERN


def _propose(
    stored: Comment, proposed: Comment, verdict: Verdict, at: datetime
) -> None:
    """Let the new words wait; the approved ones stay on the page.

    Where the change before it was a concern, this one is, too, even if it takes that
    back: who softens such words may not have done so freely.
    """
    earlier = Revision.objects.filter(comment=stored).first()
    was_concern = bool(earlier and earlier.is_concern)
    Revision.objects.filter(comment=stored).delete()
    is_taken_back = (proposed.name, proposed.text) == (stored.name, stored.text)
    if is_taken_back and not was_concern:
        return
    everything_waits = Reason.EVERYTHING_WAITS
    signs = [sign for sign in verdict.signs if sign.code != everything_waits]
    is_concern = verdict.status is Verdicts.CONCERN
    if was_concern and not is_concern:
        signs.insert(0, Sign(Reason.EARLIER_CONCERN))
    change = Revision.objects.create(
        comment=stored,
        name=proposed.name,
        text=proposed.text,
        html=proposed.html,
        reasons=[sign.as_json() for sign in signs],
        is_concern=is_concern or was_concern,
        at=at,
    )
    evidence.count_hits(verdict.signs)
    notifications.change_waits(change, at)


def _replace(
    stored: Comment, proposed: Comment, verdict: Verdict, at: datetime
) -> None:
    """Nobody reads it on the page, so the earlier words needn't stay."""
    signs = (*verdict.signs, Sign(Reason.EDITED))
    _put(stored, proposed, [sign.as_json() for sign in signs])
    fingerprints.learn(proposed, at)
    evidence.count_hits(signs)
    Revision.objects.filter(comment=stored).delete()
    moderation.edited(stored, is_concern=verdict.status is Verdicts.CONCERN)
    earlier = stored.status
    stored.refresh_from_db(fields=["status"])
    if stored.status != earlier:
        notifications.comment_waits(stored, at)


def _put(stored: Comment, proposed: Comment, reasons: list[dict[str, object]]) -> None:
    Comment.objects.filter(pk=stored.pk).update(
        name=proposed.name,
        text=proposed.text,
        html=proposed.html,
        text_digest=text.digests(proposed.text)[0],
        reasons=reasons,
        edits=F("edits") + 1,
    )
    if stored.stands:
        on_page.changed(stored)
    fingerprints.forget(stored)


@transaction.atomic
def approve(
    comment: Comment, key: int, by: User, *, concern_seen: bool = False
) -> bool:
    """Put the words of the change with this ``key`` on the page in place of
    ``comment``'s. They aren't kept, so this can't be undone.

    False where the change isn't there any more (decided, replaced by another, taken
    back, erased), or its comment isn't on the page; a concern only with
    ``concern_seen``: on its own page, where its moderator was told.
    """
    stored, change = _found(comment, key)
    if change is None or (change.is_concern and not concern_seen):
        return False
    proposed = copy(stored)
    proposed.name, proposed.text, proposed.html = change.name, change.text, change.html
    _put(stored, proposed, change.reasons)
    fingerprints.learn(proposed, timezone.now())
    _decide(stored, change, by, Cause.EDIT)
    return True


@transaction.atomic
def decline(comment: Comment, key: int, by: User, why: str = "") -> bool:
    """Keep ``comment`` on the page as it is; ``why`` is the word its writer finds.

    False as for ``approve``.
    """
    stored, change = _found(comment, key)
    if change is None:
        return False
    _decide(stored, change, by, Cause.EDIT_DECLINED, why)
    return True


def _found(comment: Comment, key: int) -> tuple[Comment, Revision | None]:
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if stored.status != Status.APPROVED:
        return stored, None
    return stored, Revision.objects.filter(comment=stored, pk=key).first()


def _decide(
    stored: Comment, change: Revision, by: User, cause: Cause, why: str = ""
) -> None:
    change.delete()
    Decision.objects.create(
        comment=stored,
        by=by,
        from_status=stored.status,
        to_status=stored.status,
        why=why,
        cause=cause,
    )
    subscriptions.change_decided(stored, timezone.now())


def show_anew(comment: Comment) -> None:
    """Give a change that waits another key: ``comment`` has changed beneath it, so who
    decides on it must look again."""
    change = Revision.objects.filter(comment=comment).first()
    if change:
        change.delete()
        change.save(force_insert=True)


def nothing_to_decide(comment: Comment) -> str:
    """The sentence for a moderator who came too late to decide on a change."""
    return (
        _(
            "%s: this change doesn’t wait any more. It was decided on, or its writer "
            "sent another. Nothing was changed."
        )
        % comment
    )
