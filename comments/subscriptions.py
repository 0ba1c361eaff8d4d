"""What a writer wants to be told of a comment by mail, and what there is to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from comments import outbox
from comments.mail_tokens import CONFIRM_WORKS
from comments.models import Cause, CheckIn, Comment, OutboxMail, Status, Subscription

Kind = OutboxMail.Kind
# What was decided can be undone meanwhile, and then nobody hears of it.
UNDO_WAITS = timedelta(minutes=10)


@dataclass(frozen=True)
class Wishes:
    """The boxes under the form; none is ticked unless its writer did."""

    tells: bool = False
    links: bool = False
    asks_step: bool = False

    def any(self) -> bool:
        return self.tells or self.links or self.asks_step


NOTHING = Wishes()


def ask(comment: Comment, wishes: Wishes, at: datetime) -> None:
    """Let a mail ask whether ``wishes`` are those of who reads the address's mail.

    The same two statements whoever's address it is; whether it may be written to is
    found out when the mail goes out. None where nothing is wished.
    """
    if wishes.any():
        Subscription.objects.create(
            comment=comment,
            tells=wishes.tells,
            links=wishes.links,
            asks_step=wishes.asks_step,
            asked_at=at,
        )
        outbox.queue_to_writers(Kind.CONFIRM, [comment.pk], at)


@transaction.atomic
def ask_too(comment: Comment, wishes: Wishes, at: datetime) -> None:
    """Add ``wishes`` to those of ``comment``, which was sent again with more boxes
    ticked. The mail goes where the first would have: the address isn't compared.

    One button confirms all of it. Once that was pressed nothing is added any more: it
    was pressed for what stood there then.
    """
    if not wishes.any():
        return
    # An erase, the button and a second repeat wait for each other here.
    stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if stored.status == Status.WITHDRAWN:
        return
    asked = Subscription.objects.filter(comment=stored).first()
    if asked is None:
        ask(stored, wishes, at)
    elif asked.confirmed_at is None:
        asked.tells |= wishes.tells
        asked.links |= wishes.links
        asked.asks_step |= wishes.asks_step
        asked.save(update_fields=["tells", "links", "asks_step"])


def awaits_button(comment: Comment) -> bool:
    """Whether mail about ``comment`` was asked for that nobody has confirmed yet."""
    return Subscription.objects.filter(comment=comment, confirmed_at=None).exists()


def decided(comment: Comment, at: datetime) -> None:
    """Let those hear who asked about ``comment``, what it replies to or its thread.

    In the transaction that decides. One statement, two where somebody asked; what
    there is to say, if anything, is found out when the mail goes out.
    """
    if comment.status not in (Status.APPROVED, Status.DECLINED):
        return
    about = {comment.pk}
    if comment.status == Status.APPROVED:
        answered = (comment.parent_id, comment.thread_id)
        about |= {key for key in answered if key}
    _let_hear(about, at)


def change_decided(comment: Comment, at: datetime) -> None:
    """Let the writer of ``comment`` hear, if they asked, that their change was taken or
    left. As ``decided``; nobody else has something new to read."""
    _let_hear({comment.pk}, at)


def _let_hear(about: set[int], at: datetime) -> None:
    asked = Subscription.objects.filter(
        comment__in=about, tells=True, confirmed_at__isnull=False
    )
    keys = list(asked.values_list("comment", flat=True))
    outbox.queue_to_writers(Kind.NEWS, keys, at + UNDO_WAITS)


def forget(comment: Comment) -> None:
    """End all that was asked about ``comment``, which is being erased."""
    outbox.drop_about(comment)
    Subscription.objects.filter(comment=comment).delete()
    CheckIn.objects.filter(comment=comment).delete()


def end(comment: Comment) -> None:
    """Write no more about ``comment``. Safe to say twice."""
    outbox.drop_about(comment)
    Subscription.objects.filter(comment=comment).delete()


def mail_no_link(comment: int) -> None:
    """Send the link to the page of the comment with this key to no inbox any more."""
    Subscription.objects.filter(comment=comment).update(links=False)
    links = OutboxMail.objects.filter(comment=comment, kind=Kind.LINK)
    links.filter(state=OutboxMail.State.WAITING).delete()


def forget_unconfirmed(at: datetime) -> int:
    """Delete what nobody confirmed within its week; how many there were."""
    old = Subscription.objects.filter(
        confirmed_at=None, asked_at__lt=at - CONFIRM_WORKS
    )
    return old.delete()[0]


def latest_news(subscription: Subscription) -> datetime | None:
    """When the latest happened that its writer wasn't told of, if anything is true
    still: a decision that stands, or a reply that readers can see."""
    since = subscription.told_at or subscription.asked_at
    comment = subscription.comment
    moments = [_decided_at(comment), _replied_at(comment, since)]
    return max((at for at in moments if at and at > since), default=None)


def _decided_at(comment: Comment) -> datetime | None:
    """When it came to where it is, if that is up or not published, or when a change of
    it was last decided on."""
    last = comment.decisions.standing().last()
    told_of = (Status.APPROVED, Status.DECLINED)
    if last is None or comment.status not in told_of:
        return None
    if comment.status == Status.APPROVED and not comment.is_on_page:
        return None
    return last.at if last.to_status == comment.status else None


def _replied_at(comment: Comment, since: datetime) -> datetime | None:
    """When the latest reply of somebody else in its thread came onto the page."""
    if comment.status != Status.APPROVED:
        return None
    beneath = Q(parent=comment) | Q(thread=comment)
    replies = Comment.objects.on_page().filter(beneath)
    others = replies.exclude(correspondent=comment.correspondent_id)
    # The team's replies are on the page when they are written, by no decision.
    by_team = others.filter(written_by__isnull=False).aggregate(at=Max("submitted_at"))
    shown = Q(
        decisions__to_status=Status.APPROVED,
        decisions__undoes=None,
        decisions__at__gt=since,
        decisions__cause__in=["", Cause.PROVED],  # not a change of what was there
    )
    by_readers = others.filter(shown).aggregate(at=Max("decisions__at"))
    return max((row["at"] for row in (by_team, by_readers) if row["at"]), default=None)
