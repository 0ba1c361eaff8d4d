"""The verbs of moderation: the only code that changes a comment's status.

Each change is one conditional update, so every verb is safe to say twice or from two
places at once: who comes second changes nothing and is told so by the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from comments import correspondents, notifications, ratelimit, text
from comments.models import Comment, Decision, DiscussionSettings, Reason, Status
from guide.models import Post

RESEND_WINDOW = timedelta(minutes=15)
# The same words twice are a mistake only where they are too many for chance.
LONG_ENOUGH_TO_COMPARE = 40
UNUSUALLY_MANY_AN_HOUR = 10


class Outcome(Enum):
    STORED = auto()
    RESENT = auto()
    DUPLICATE = auto()
    TOO_FAST = auto()


@dataclass(frozen=True)
class Submission:
    """What became of a submit; ``comment`` where there is one to show.

    ``wait`` says how long until the next one may come, where it was too fast.
    """

    outcome: Outcome
    comment: Comment | None = None
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class Draft:
    """A comment as its form has checked it; ``words`` tidied, ``email`` normal."""

    post: Post
    name: str
    words: str
    email: str


@transaction.atomic
def submit(
    draft: Draft, senders: Sequence[str], at: datetime | None = None
) -> Submission:
    """Store ``draft`` once, to wait for a person, or say why not.

    ``senders`` are the sender's hashes, today's first. The statements are the same for
    a known and an unknown address, and whatever the answer, none depends on it. What
    isn't stored leaves no trace, so only stored comments count towards the limit.
    """
    at = at or timezone.now()
    # Submits to one post wait for each other here, which makes the checks below true.
    Post.objects.select_for_update(no_key=True).only("pk").get(pk=draft.post.pk)
    rules = DiscussionSettings.load()
    window = timedelta(minutes=rules.submits_minutes)
    count, began_at = ratelimit.hit(f"submit:{senders[0]}", window, at)
    digests = text.digests(draft.words)

    refusal = _refusal(draft, digests, senders, at)
    if refusal is None and count > rules.submits:
        refusal = Submission(Outcome.TOO_FAST, wait=began_at + window - at)
    if refusal:
        transaction.set_rollback(True)
        return refusal

    writer = correspondents.remember(draft.email)
    comment = Comment(
        post=draft.post,
        correspondent=writer,
        name=draft.name,
        text=draft.words,
        html=text.render(draft.words),
        reasons=[Reason.EVERYTHING_WAITS],
        submitted_at=at,
        text_digest=digests[0],
        sender=senders[0],
    )
    if Comment.objects.same_text(draft.post, digests).exists():
        comment.reasons.append(Reason.SAME_SHORT_TEXT)
    lately = writer.comments.filter(submitted_at__gt=at - timedelta(hours=1))
    if lately.count() >= UNUSUALLY_MANY_AN_HOUR:
        comment.reasons.append(Reason.MANY_FROM_ADDRESS)
    comment.save(force_insert=True)
    notifications.comment_waits(comment, at)
    return Submission(Outcome.STORED, comment)


def _refusal(
    draft: Draft, digests: Sequence[str], senders: Sequence[str], at: datetime
) -> Submission | None:
    same = Comment.objects.filter(
        post=draft.post, text_digest__in=digests, name=draft.name, text=draft.words
    )
    earlier = (
        same.sent_by(senders, since=at - RESEND_WINDOW).select_related("post").first()
    )
    if earlier and earlier.status != Status.APPROVED:
        return Submission(Outcome.RESENT, earlier)
    standing = Comment.objects.same_text(draft.post, digests)
    if earlier or (len(draft.words) >= LONG_ENOUGH_TO_COMPARE and standing.exists()):
        return Submission(Outcome.DUPLICATE)
    return None


def approve(comment: Comment, by: User, *, concern_seen: bool = False) -> bool:
    """Show ``comment`` to readers. False where another decision came first.

    A concern only with ``concern_seen``: where its moderator was asked twice, about
    this one alone.
    """
    if comment.status == Status.CONCERN and not concern_seen:
        return False
    return _move(comment, Status.APPROVED, by)


def hold(comment: Comment, by: User) -> bool:
    """Let ``comment`` wait for a person again."""
    return _move(comment, Status.PENDING, by)


def raise_concern(comment: Comment, by: User) -> bool:
    """Hold ``comment`` on top of what waits: somebody may be at risk."""
    return _move(comment, Status.CONCERN, by)


def decline(comment: Comment, by: User, why: str = "") -> bool:
    """Keep ``comment`` off the page; ``why`` is the word that its writer finds."""
    return _move(comment, Status.DECLINED, by, why)


def mark_spam(comment: Comment, by: User) -> bool:
    return _move(comment, Status.SPAM, by)


@transaction.atomic
def restore(decision: Decision, by: User) -> bool:
    """Undo ``decision``. False where something came after it, or its words are gone."""
    comment = Comment.objects.select_for_update().get(pk=decision.comment_id)
    is_last = comment.decisions.latest("pk") == decision
    undoable = decision.undoes_id is None and comment.status != Status.WITHDRAWN
    if not (is_last and undoable):
        return False
    back = decision.from_status
    Comment.objects.filter(pk=comment.pk).update(status=back)
    Decision.objects.create(
        comment=comment,
        by=by,
        from_status=comment.status,
        to_status=back,
        undoes=decision,
    )
    return True


def _move(comment: Comment, to: Status, by: User, why: str = "") -> bool:
    """Change the status only if it still is what the caller has seen.

    True if this very call changed it; afterwards ``comment.status`` is what is stored.
    """
    seen = comment.status
    if seen in (to, Status.WITHDRAWN):
        return False
    with transaction.atomic():
        changed = Comment.objects.filter(pk=comment.pk, status=seen).update(status=to)
        if changed:
            Decision.objects.create(
                comment=comment, by=by, from_status=seen, to_status=to, why=why
            )
    comment.refresh_from_db(fields=["status"])
    return bool(changed)


@transaction.atomic
def withdraw(comment: Comment, by: User | None = None) -> bool:
    """Erase ``comment``: words, name, hashes and, where no other comment has it, the
    address. ``by`` is None for its writer. False where it was erased before.
    """
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if stored.status == Status.WITHDRAWN:
        return False
    writer_key = stored.correspondent_id
    Comment.objects.filter(pk=stored.pk).update(
        status=Status.WITHDRAWN,
        name="",
        text="",
        html="",
        reasons=[],
        text_digest="",
        sender="",
        correspondent=None,
    )
    stored.decisions.update(why="")
    Decision.objects.create(
        comment=stored, by=by, from_status=stored.status, to_status=Status.WITHDRAWN
    )
    correspondents.forget_if_unused(writer_key)
    comment.refresh_from_db()
    return True
