"""Where a comment comes to be: what a person decides, and what comes about by itself.

Each change is one conditional update, so every verb is safe to say twice or from two
places at once: who comes second changes nothing and is told so by the result.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from comments import (
    evidence,
    notifications,
    on_page,
    pins,
    subscriptions,
    trust,
)
from comments.models import (
    Cause,
    Comment,
    Decision,
    DiscussionSettings,
    Status,
)
from comments.screening.reasons import Reason
from comments.screening.verdict import Outcome as Verdicts
from comments.screening.verdict import Verdict, judge


def approve(
    comment: Comment,
    by: User,
    *,
    concern_seen: bool = False,
    report_seen: int | None = None,
) -> bool:
    """Show ``comment`` to readers. False where another decision came first.

    A concern only with ``concern_seen``: where its moderator was asked twice, about
    this one alone. ``report_seen`` here and below is the key of the last report that
    was shown: False where a reader has said something since. None asks for none.
    """
    if comment.status == Status.CONCERN and not concern_seen:
        return False
    return _move(comment, Status.APPROVED, by, report_seen=report_seen)


def hold(comment: Comment, by: User) -> bool:
    """Let ``comment`` wait for a person again."""
    return _move(comment, Status.PENDING, by)


def raise_concern(comment: Comment, by: User) -> bool:
    """Hold ``comment`` on top of what waits: somebody may be at risk."""
    return _move(comment, Status.CONCERN, by)


def decline(
    comment: Comment, by: User, why: str = "", *, report_seen: int | None = None
) -> bool:
    """Keep ``comment`` off the page; ``why`` is the word that its writer finds."""
    return _move(comment, Status.DECLINED, by, why, report_seen=report_seen)


def answer(
    comment: Comment, by: User, word: str, *, report_seen: int | None = None
) -> bool:
    """Keep a concern off the page and leave its writer ``word``. False where it is
    none, or there is no word."""
    if comment.status != Status.CONCERN or not word:
        return False
    return _move(
        comment, Status.DECLINED, by, word, Cause.ANSWERED, report_seen=report_seen
    )


def mark_spam(comment: Comment, by: User, *, report_seen: int | None = None) -> bool:
    return _move(comment, Status.SPAM, by, report_seen=report_seen)


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
    standing = evidence.standing(writer)
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

    False where something came after it that wasn't undone, or its words are gone.
    """
    pins.hold_still(Comment.objects.get(pk=decision.comment_id))
    comment = Comment.objects.select_for_update().get(pk=decision.comment_id)
    is_last = comment.decisions.standing().last() == decision
    undoable = decision.is_on_the_status and comment.status != Status.WITHDRAWN
    if not (is_last and undoable):
        return False
    back = decision.from_status
    earlier = comment.decisions.standing().filter(to_status=back).last()
    stands = back == Status.APPROVED
    Comment.objects.filter(pk=comment.pk).update(status=back, stands=stands)
    if Status.APPROVED in (comment.status, back):
        on_page.changed(comment)
    if stands:
        pins.give_way(comment)
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
    comment: Comment,
    to: Status,
    by: User | None,
    why: str = "",
    cause: str = "",
    *,
    report_seen: int | None = None,
) -> bool:
    """Change the status only if it, the words and what readers have reported still are
    what the caller has seen.

    True if this very call changed it; afterwards ``comment.status`` is what is stored.
    A person's decision settles what readers have reported, unless it is that somebody
    shall look: they need those words.
    """
    seen = comment.status
    if seen in (to, Status.WITHDRAWN):
        return False
    with transaction.atomic():
        if to == Status.APPROVED:
            pins.hold_still(comment)
        rows = Comment.objects.filter(pk=comment.pk, status=seen, edits=comment.edits)
        changed = bool(rows.update(status=to, stands=to == Status.APPROVED))
        if changed and to == Status.APPROVED:
            pins.give_way(comment)
        if changed:
            decision = Decision.objects.create(
                comment=comment,
                by=by,
                from_status=seen,
                to_status=to,
                why=why,
                cause=cause,
            )
            ends_it = by and to not in (Status.PENDING, Status.CONCERN)
            changed = not ends_it or _settle(decision, report_seen)
        if changed:
            comment.status = to
            if Status.APPROVED in (seen, to):
                on_page.changed(comment)
            subscriptions.decided(comment, timezone.now())
    comment.refresh_from_db(fields=["status", "stands"])
    return changed


def _settle(decision: Decision, report_seen: int | None) -> bool:
    """Close what readers have reported. False where one of it came after
    ``report_seen``: then the whole decision is taken back, and waits for another look.

    Reports wait for the comment's row, so none comes unnoticed meanwhile.
    """
    closed = decision.comment.reports.settle(decision.by, decision=decision)
    if report_seen is None or not closed:
        return True
    if decision.settled_reports.after(report_seen).exists():
        transaction.set_rollback(True)
        return False
    return True


def edited(stored: Comment, *, is_concern: bool) -> None:
    """Log that its writer put other words in place of ``stored``'s, off the page.

    What was declined waits again, and ``is_concern`` comes on top; spam stays spam,
    unknown to its writer. From here on no earlier decision can be undone: it was
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
    concern that they find, which moderators are told of; whether anything changed.

    Never approves or puts away. A comment that a person has already sent back to wait
    stays where that person wants it.
    """
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    reasons = [sign.as_json() for sign in verdict.signs]
    if stored.status != Status.PENDING or not stored.text or stored.reasons == reasons:
        return False
    stored.reasons = reasons
    is_raised = verdict.status is Verdicts.CONCERN and not stored.was_decided()
    if is_raised:
        Decision.objects.create(
            comment=stored,
            from_status=stored.status,
            to_status=Status.CONCERN,
            cause=Cause.RULE,
        )
        stored.status = Status.CONCERN
    stored.save(update_fields=["status", "reasons"])
    if is_raised:
        notifications.comment_waits(stored)
    return True
