"""A comment comes in, of a reader or the team: stored once, where the rules put it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comments import (
    correspondents,
    evidence,
    fingerprints,
    notifications,
    on_page,
    pins,
    ratelimit,
    replying,
    signatures,
    subscriptions,
    text,
)
from comments.models import (
    Comment,
    DiscussionSettings,
    Status,
)
from comments.moderation import sent_before
from comments.moderation.deciding import approve
from comments.screening.verdict import Verdict, judge, signs_of
from comments.subscriptions import NOTHING, Wishes
from guide.models import Post
from guide.statements import statement

RESEND_WINDOW = timedelta(minutes=15)
# The same words twice are a mistake only where they are too many for chance.
LONG_ENOUGH_TO_COMPARE = 40


class Outcome(Enum):
    STORED = auto()
    RESENT = auto()
    DUPLICATE = auto()
    TOO_FAST = auto()
    NOT_ON_PAGE = auto()


@dataclass(frozen=True)
class Submission:
    """What became of a submit or a reply; ``comment`` where there is one to show.

    ``wait`` says how long until the next one may come, where it was too fast.
    """

    outcome: Outcome
    comment: Comment | None = None
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class Draft:
    """A comment as its form has checked it; ``words`` tidied, ``email`` normal.

    ``parent`` is the key of what it replies to, as it was sent; None for a comment of
    its own. ``wishes`` are the boxes ticked for mail.
    """

    post: Post
    name: str
    words: str
    email: str
    parent: int | None = None
    is_step: bool = False
    filled_trap: bool = False
    good_stamp: bool = True
    wishes: Wishes = NOTHING


def submit(
    draft: Draft,
    senders: Sequence[str],
    at: datetime | None = None,
    settings: DiscussionSettings | None = None,
) -> Submission:
    """Store ``draft`` once, where the rules put it, or say why not.

    ``senders`` are the sender's hashes, today's first; ``settings`` are loaded here
    where that hasn't been done for this request. The statements are the same for a
    known and an unknown address, and whatever the answer, none depends on it. What
    isn't stored leaves no trace, so only stored comments count towards the limit; but
    boxes ticked under a repeat are ticked under the first.
    """
    at = at or timezone.now()
    settings = settings or DiscussionSettings.load()
    ground = evidence.ground(draft.words, settings, at)
    submission = _submit(draft, senders, at, settings, ground)
    first = submission.comment if submission.outcome is Outcome.RESENT else None
    if first and not draft.filled_trap:
        subscriptions.ask_too(first, draft.wishes, at)
    return submission


@transaction.atomic
def _submit(
    draft: Draft,
    senders: Sequence[str],
    at: datetime,
    settings: DiscussionSettings,
    ground: evidence.Ground,
) -> Submission:
    # Submits to one post wait for each other here, which makes the checks below true.
    [_] = _locked(draft.post.pk)
    window = timedelta(minutes=settings.submits_minutes)
    count, began_at = ratelimit.hit(f"submit:{senders[0]}", window, at)

    refusal = _refusal(draft, ground.digests, senders, at)
    if refusal is None and count > settings.submits:
        refusal = Submission(Outcome.TOO_FAST, wait=began_at + window - at)
    parent = None if draft.parent is None else replying.lock(draft.parent)
    if refusal is None and draft.parent is not None and not _takes(parent, draft.post):
        refusal = Submission(Outcome.NOT_ON_PAGE)
    if refusal:
        transaction.set_rollback(True)
        return refusal

    writer = correspondents.remember(draft.email)
    comment = Comment(
        post=draft.post,
        correspondent=writer,
        parent=parent,
        thread=_thread_of(parent),
        name=draft.name,
        text=draft.words,
        html=ground.html,
        is_step=draft.is_step,
        submitted_at=at,
        text_digest=ground.digests[0],
        sender=senders[0],
    )
    stored = _screened(comment, draft, senders, settings, ground)
    return Submission(Outcome.STORED, stored)


@statement
def _locked(post: Any) -> QuerySet:
    rows = Post.objects.select_for_update(no_key=True).filter(pk=post)
    return rows.order_by().values_list("pk")


@transaction.atomic
def follow_up(
    comment: Comment, words: str, senders: Sequence[str], at: datetime | None = None
) -> Comment:
    """Store ``words`` of the writer of ``comment`` beneath it, as any comment.

    For who came by a mailed link: it reaches this one comment and works once, so
    nothing is counted or refused. It waits for a person whoever is trusted.
    """
    writer = comment.correspondent
    assert writer  # noqa: S101 (a comment that is on the page has one)
    draft = Draft(comment.post, comment.name, words, writer.email)
    at = at or timezone.now()
    settings = DiscussionSettings.load()
    ground = evidence.ground(words, settings, at)
    answer = Comment(
        post=comment.post,
        parent=comment,
        thread=_thread_of(comment),
        correspondent=writer,
        name=comment.name,
        text=words,
        html=ground.html,
        submitted_at=at,
        text_digest=ground.digests[0],
        sender=senders[0],
    )
    return _screened(answer, draft, senders, settings, ground)


@transaction.atomic
def reply(
    comment: Comment,
    by: User,
    words: str,
    *,
    approve_too: bool = False,
    at: datetime | None = None,
) -> Submission:
    """Put ``words`` of the team under ``comment``; a repeat within 15 minutes is one.

    Only where ``comment`` is on the page; with ``approve_too`` a waiting one is put
    there first. NOT_ON_PAGE else; ``comment.status`` is what is stored then.
    """
    at = at or timezone.now()
    if approve_too:
        pins.hold_still(comment)
    # Two clicks and an erase wait for each other here.
    stored = replying.lock(comment.pk)
    if stored is None:
        return Submission(Outcome.NOT_ON_PAGE)
    as_seen = stored.status == Status.PENDING and stored.edits == comment.edits
    if approve_too and as_seen and stored.has_place:
        approve(stored, by)
    comment.refresh_from_db(fields=["status", "stands"])
    if not stored.is_on_page:
        return Submission(Outcome.NOT_ON_PAGE)
    same = stored.replies.approved().filter(written_by=by, text=words)
    earlier = same.filter(submitted_at__gt=at - RESEND_WINDOW).first()
    if earlier:
        return Submission(Outcome.RESENT, earlier)
    signed = signatures.signature(by)
    answer = Comment.objects.create(
        post_id=stored.post_id,
        parent=stored,
        thread=_thread_of(stored),
        stands=True,
        written_by=by,
        of_team=True,
        author=signed.author,
        name=signed.name,
        text=words,
        html=text.render(words),
        status=Status.APPROVED,
        submitted_at=at,
        text_digest=text.digests(words)[0],
    )
    on_page.changed(answer)
    subscriptions.decided(answer, at)
    return Submission(Outcome.STORED, answer)


def _screened(
    comment: Comment,
    draft: Draft,
    senders: Sequence[str],
    settings: DiscussionSettings,
    ground: evidence.Ground,
) -> Comment:
    """Store ``comment`` where the rules put it, and tell who wants to know."""
    verdict = _verdict(comment, draft, senders, settings, ground)
    comment.status = Status(verdict.status)
    comment.stands = comment.status == Status.APPROVED
    comment.reasons = [sign.as_json() for sign in verdict.signs]
    comment.save(force_insert=True)
    if comment.stands:
        on_page.changed(comment)
    fingerprints.learn(comment, comment.submitted_at, ground.words)
    evidence.count_hits(verdict.signs)
    subscriptions.ask(comment, draft.wishes, comment.submitted_at)
    notifications.comment_waits(comment, comment.submitted_at)
    return comment


def _takes(parent: Comment | None, post: Post) -> bool:
    """Whether a reader under ``post`` may reply to ``parent``, which is locked."""
    return parent is not None and parent.post_id == post.pk and parent.is_on_page


def _thread_of(parent: Comment | None) -> Comment | None:
    return parent and (parent.thread or parent)


def _verdict(
    comment: Comment,
    draft: Draft,
    senders: Sequence[str],
    settings: DiscussionSettings,
    ground: evidence.Ground,
) -> Verdict:
    """Whoever's address was typed: the form proves nothing, so trust has no say here.
    What proves it is the button of its own mail, by ``show_proved``."""
    candidate = evidence.of_new(
        comment,
        draft.email,
        senders,
        settings,
        ground,
        filled_trap=draft.filled_trap,
        good_stamp=draft.good_stamp,
    )
    return judge(signs_of(candidate, ground.rules, ground.limits))


def _refusal(
    draft: Draft, digests: Sequence[str], senders: Sequence[str], at: datetime
) -> Submission | None:
    earlier, is_here = sent_before.look(draft, digests, senders, at - RESEND_WINDOW)
    if earlier and earlier.status != Status.APPROVED:
        return Submission(Outcome.RESENT, earlier)
    if earlier or (len(draft.words) >= LONG_ENOUGH_TO_COMPARE and is_here):
        return Submission(Outcome.DUPLICATE)
    return None
