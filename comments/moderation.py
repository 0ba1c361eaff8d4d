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
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from comments import (
    correspondents,
    evidence,
    notifications,
    ratelimit,
    replying,
    signatures,
    subscriptions,
    text,
    trust,
)
from comments.models import (
    Cause,
    Comment,
    Correspondent,
    Decision,
    DiscussionSettings,
    Redaction,
    Revision,
    Rule,
    Status,
)
from comments.screening.reasons import Reason
from comments.screening.verdict import Outcome as Verdicts
from comments.screening.verdict import Verdict, judge, signs_of
from comments.subscriptions import NOTHING, Wishes
from guide.models import Post

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
    its own. ``proved`` where it came by its own mailed button or with a mailed token.
    The form on the page proves nothing, whatever address was typed into it. ``wishes``
    are the boxes ticked for mail.
    """

    post: Post
    name: str
    words: str
    email: str
    parent: int | None = None
    is_step: bool = False
    filled_trap: bool = False
    good_stamp: bool = True
    proved: bool = False
    wishes: Wishes = NOTHING


@transaction.atomic
def submit(
    draft: Draft, senders: Sequence[str], at: datetime | None = None
) -> Submission:
    """Store ``draft`` once, where the rules put it, or say why not.

    ``senders`` are the sender's hashes, today's first. The statements are the same for
    a known and an unknown address, and whatever the answer, none depends on it. What
    isn't stored leaves no trace, so only stored comments count towards the limit.
    """
    at = at or timezone.now()
    # Submits to one post wait for each other here, which makes the checks below true.
    Post.objects.select_for_update(no_key=True).only("pk").get(pk=draft.post.pk)
    settings = DiscussionSettings.load()
    window = timedelta(minutes=settings.submits_minutes)
    count, began_at = ratelimit.hit(f"submit:{senders[0]}", window, at)
    digests = text.digests(draft.words)

    refusal = _refusal(draft, digests, senders, at)
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
        html=text.render(draft.words),
        is_step=draft.is_step,
        submitted_at=at,
        text_digest=digests[0],
        sender=senders[0],
    )
    return Submission(
        Outcome.STORED, _screened(comment, draft, writer, senders, settings)
    )


@transaction.atomic
def follow_up(
    comment: Comment, words: str, senders: Sequence[str], at: datetime | None = None
) -> Comment:
    """Store ``words`` of the writer of ``comment`` beneath it, as any comment.

    For who came by a mailed link: it reaches this one comment and works once, so
    nothing is counted or refused.
    """
    writer = comment.correspondent
    assert writer  # noqa: S101 (a comment that is on the page has one)
    draft = Draft(comment.post, comment.name, words, writer.email, proved=True)
    answer = Comment(
        post=comment.post,
        parent=comment,
        thread=_thread_of(comment),
        correspondent=writer,
        name=comment.name,
        text=words,
        html=text.render(words),
        submitted_at=at or timezone.now(),
        text_digest=text.digests(words)[0],
        sender=senders[0],
    )
    settings = DiscussionSettings.load()
    return _screened(answer, draft, writer, senders, settings)


def _screened(
    comment: Comment,
    draft: Draft,
    writer: Correspondent,
    senders: Sequence[str],
    settings: DiscussionSettings,
) -> Comment:
    """Store ``comment`` where the rules put it, and tell who wants to know."""
    verdict = _verdict(comment, draft, writer, senders, settings)
    comment.status = Status(verdict.status)
    comment.stands = comment.status == Status.APPROVED
    comment.reasons = [sign.as_json() for sign in verdict.signs]
    comment.save(force_insert=True)
    evidence.keep(comment, verdict.signs)
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
    writer: Correspondent,
    senders: Sequence[str],
    settings: DiscussionSettings,
) -> Verdict:
    at = comment.submitted_at
    candidate = evidence.of_new(
        comment,
        draft.email,
        senders,
        settings,
        filled_trap=draft.filled_trap,
        good_stamp=draft.good_stamp,
    )
    rules = Rule.objects.in_use(at).listed()
    signs = signs_of(candidate, rules, settings.limits(evidence.public_names()))
    standing = evidence.standing(writer, proved=draft.proved)
    return judge(signs, trusted=trust.is_trusted(standing, settings.terms(), at))


def _refusal(
    draft: Draft, digests: Sequence[str], senders: Sequence[str], at: datetime
) -> Submission | None:
    # One that words were taken out of has the digest of what was sent.
    redacted = Exists(Redaction.objects.filter(comment=OuterRef("pk")))
    same = Comment.objects.filter(
        Q(text=draft.words) | redacted,
        post=draft.post,
        parent=draft.parent,
        text_digest__in=digests,
        name=draft.name,
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
def show_proved(comment: Comment, at: datetime) -> bool:
    """Show ``comment``, which its own mailed button has proved, where trust's terms
    hold. Not where anything at all was noticed or a person had a look; ``comment`` is
    locked by the caller.
    """
    writer = comment.correspondent
    if writer is None:
        return False
    # All of it asked whatever the status, so that no time tells who is blocked.
    was_decided = comment.was_decided()
    standing = evidence.standing(writer, proved=True)
    terms = DiscussionSettings.load().terms()
    noticed = [sign for sign in comment.signs if sign.code != Reason.EVERYTHING_WAITS]
    verdict = judge(noticed, trusted=trust.is_trusted(standing, terms, at))
    waits = comment.status == Status.PENDING and not was_decided
    if not (waits and verdict.status is Verdicts.APPROVED):
        return False
    comment.reasons = [sign.as_json() for sign in verdict.signs]
    comment.save(update_fields=["reasons"])
    return _move(comment, Status.APPROVED, None, cause=Cause.PROVED)


def hold_reported(comment: Comment) -> bool:
    """Take ``comment`` off the page until a person has looked: no person's decision,
    so the report that asks for it stays open."""
    return _move(comment, Status.PENDING, None, cause=Cause.REPORT)


@transaction.atomic
def restore(decision: Decision, by: User) -> bool:
    """Undo ``decision``, and open the reports again that it settled.

    False where something came after it, or its words are gone.
    """
    comment = Comment.objects.select_for_update().get(pk=decision.comment_id)
    is_last = comment.decisions.latest("pk") == decision
    is_about_status = decision.undoes_id is None and not decision.cause
    undoable = is_about_status and comment.status != Status.WITHDRAWN
    if not (is_last and undoable):
        return False
    back = decision.from_status
    earlier = comment.decisions.filter(to_status=back).last()
    stands = back == Status.APPROVED
    Comment.objects.filter(pk=comment.pk).update(status=back, stands=stands)
    Decision.objects.create(
        comment=comment,
        by=by,
        from_status=comment.status,
        to_status=back,
        # With the word that its writer had found there.
        why=earlier.why if earlier else "",
        undoes=decision,
    )
    decision.settled_reports.all().reopen()
    return True


def _move(
    comment: Comment, to: Status, by: User | None, why: str = "", cause: str = ""
) -> bool:
    """Change the status only if it and the words still are what the caller has seen.

    True if this very call changed it; afterwards ``comment.status`` is what is stored.
    A person's decision settles what readers have reported.
    """
    seen = comment.status
    if seen in (to, Status.WITHDRAWN):
        return False
    with transaction.atomic():
        rows = Comment.objects.filter(pk=comment.pk, status=seen, edits=comment.edits)
        changed = rows.update(status=to, stands=to == Status.APPROVED)
        if changed:
            decision = Decision.objects.create(
                comment=comment,
                by=by,
                from_status=seen,
                to_status=to,
                why=why,
                cause=cause,
            )
            if by:
                comment.reports.settle(by, decision=decision)
            comment.status = to
            subscriptions.decided(comment, timezone.now())
    comment.refresh_from_db(fields=["status", "stands"])
    return bool(changed)


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
        author=signed.author,
        name=signed.name,
        text=words,
        html=text.render(words),
        status=Status.APPROVED,
        submitted_at=at,
        text_digest=text.digests(words)[0],
    )
    subscriptions.decided(answer, at)
    return Submission(Outcome.STORED, answer)


@transaction.atomic
def withdraw(comment: Comment, by: User | None = None) -> bool:
    """Erase ``comment``: words, name, hashes, what readers said of it and, where no
    other comment has it, the address. ``by`` is None for its writer. False where it was
    erased before.
    """
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if stored.status == Status.WITHDRAWN:
        return False
    _erase(stored, by)
    comment.refresh_from_db()
    return True


@transaction.atomic
def expire(comment: Comment) -> bool:
    """Erase ``comment`` as ``withdraw`` does, because its time has run out.

    ``comment`` as it was found: False where it was decided on since.
    """
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if stored.status != comment.status or stored.status == Status.WITHDRAWN:
        return False
    _erase(stored, None, Cause.CLOCK)
    return True


def _erase(stored: Comment, by: User | None, cause: str = "") -> None:
    """The one way in which words go. ``stored`` is locked by the caller."""
    writer_key = stored.correspondent_id
    Comment.objects.filter(pk=stored.pk).update(
        status=Status.WITHDRAWN,
        stands=stored.stands and _holds_replies(stored),
        pinned_at=None,
        name="",
        text="",
        html="",
        is_step=False,
        reasons=[],
        text_digest="",
        sender="",
        correspondent=None,
        written_by=None,
        author=None,
    )
    stored.decisions.update(why="")
    evidence.forget(stored)
    stored.redactions.update(original="")
    Revision.objects.filter(comment=stored).delete()
    stored.notes.all().delete()
    stored.reports.settle(by)
    stored.reports.erase()
    subscriptions.forget(stored)
    Decision.objects.create(
        comment=stored,
        by=by,
        from_status=stored.status,
        to_status=Status.WITHDRAWN,
        cause=cause,
    )
    correspondents.forget_if_unused(writer_key)


def _holds_replies(stored: Comment) -> bool:
    """Whether anything beneath ``stored`` is on the page or may come there."""
    beneath = stored.replies if stored.thread_id else stored.in_thread
    return beneath.any_living()


def edited(stored: Comment, *, is_concern: bool) -> None:
    """Log that its writer put other words in place of ``stored``'s, off the page.

    What was declined waits again, and what is a concern now comes on top; spam stays
    spam, unknown to its writer. From here on no earlier decision can be undone: it was
    about other words. ``stored`` is locked by the caller.
    """
    to = Status(stored.status)
    if is_concern:
        to = Status.CONCERN
    elif to == Status.DECLINED:
        to = Status.PENDING
    Comment.objects.filter(pk=stored.pk).update(status=to)
    Decision.objects.create(
        comment=stored, from_status=stored.status, to_status=to, cause=Cause.EDIT
    )


@transaction.atomic
def look_again(comment: Comment, verdict: Verdict) -> bool:
    """Give a waiting ``comment`` the reasons that the rules find now, and raise the
    concern that they find; whether anything changed.

    Never approves or puts away. A comment that a person has already sent back to wait
    stays where that person wants it.
    """
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    reasons = [sign.as_json() for sign in verdict.signs]
    if stored.status != Status.PENDING or not stored.text or stored.reasons == reasons:
        return False
    stored.reasons = reasons
    if verdict.status is Verdicts.CONCERN and not stored.was_decided():
        Decision.objects.create(
            comment=stored,
            from_status=stored.status,
            to_status=Status.CONCERN,
            cause=Cause.RULE,
        )
        stored.status = Status.CONCERN
    stored.save(update_fields=["status", "reasons"])
    return True


def withdraw_from(writer: Correspondent, by: User | None, most: int) -> int:
    """Erase up to ``most`` comments of ``writer``, the oldest first; how many it did.

    Each by itself, so that it may be stopped and asked for again, and nobody who sends
    a comment meanwhile has to wait.
    """
    found = Comment.objects.filter(correspondent=writer).only("pk", "status")
    return sum(withdraw(each, by) for each in found.order_by("submitted_at")[:most])
