"""What moderators tell a comment to do, from the queue, the list or its own page.

An order says what its moderator has seen, so that the second of two is told what the
first did instead of undoing it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import moderation, reports, revisions, text
from comments.models import (
    ON_THE_STATUS,
    Cause,
    Comment,
    Decision,
    DeclineReason,
    Report,
    Status,
)
from guide.row_keys import BIGGEST_KEY

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

UNDOABLE = 20
# Of so many of a moderator's latest acts they are found: all but these were overtaken,
# mostly by the clocks, and to ask that of each would take longer with every year.
LOOKED_AT = 300


@dataclass(frozen=True)
class Verb:
    """``say`` takes the comment, who says it, the word to the writer, and the key of
    the last report that was shown (None: any)."""

    say: Callable[[Comment, User, str, int | None], bool]
    label: StrPromise
    leads_to: Status


VERBS = {
    "approve": Verb(
        lambda comment, by, _word, seen: moderation.approve(
            comment, by, report_seen=seen
        ),
        gettext_lazy("Approve"),
        Status.APPROVED,
    ),
    "decline": Verb(
        lambda comment, by, word, seen: moderation.decline(
            comment, by, word, report_seen=seen
        ),
        gettext_lazy("Decline"),
        Status.DECLINED,
    ),
    "mark_spam": Verb(
        lambda comment, by, _word, seen: moderation.mark_spam(
            comment, by, report_seen=seen
        ),
        gettext_lazy("Mark as spam"),
        Status.SPAM,
    ),
    "raise_concern": Verb(
        lambda comment, by, _word, _seen: moderation.raise_concern(comment, by),
        gettext_lazy("Raise a concern"),
        Status.CONCERN,
    ),
    "hold": Verb(
        lambda comment, by, _word, _seen: moderation.hold(comment, by),
        gettext_lazy("Put back to waiting"),
        Status.PENDING,
    ),
}


# What a card offers: the word to the writer of a concern may be an answer.
CARD_VERBS = VERBS | {
    "answer": Verb(
        lambda comment, by, word, seen: moderation.answer(
            comment, by, word, report_seen=seen
        ),
        gettext_lazy("Answer, and keep it private"),
        Status.DECLINED,
    )
}
# What may be said of many with concerns among them: all else about one of those needs
# somebody who has read it.
FOR_MANY_CONCERNS = ("raise_concern",)
# A reported comment is fine as it is: no change of status, so no verb of moderation.
KEEP = "keep"
# What its writer wants in place of a comment on the page: none either.
CHANGES: dict[str, Callable[[Comment, int, User, str], bool]] = {
    "approve_change": lambda comment, key, by, _word: revisions.approve(
        comment, key, by
    ),
    "decline_change": revisions.decline,
}


@dataclass(frozen=True)
class Order:
    """A verb for the comment with this key, whose status was ``seen``.

    ``shown`` is the key of the last report, or of the change, that was shown with it, 0
    for none; ``edits`` how often the words had become others.
    """

    verb: str
    key: int
    seen: str
    shown: int = 0
    edits: int = 0


@dataclass(frozen=True)
class Result:
    """``told`` is a sentence for the moderator where nothing was done."""

    order: Order
    comment: Comment | None
    told: str = ""

    @property
    def is_done(self) -> bool:
        return not self.told


def read_order(words: str) -> Order | None:
    """Of ``approve:12:pending:0:0``; None where it isn't one. The last two may be
    left out."""
    verb, key, seen, shown, edits = [*words.split(":", 4), "", "", "", ""][:5]
    numbers = (key, shown or "0", edits or "0")
    are_keys = all(
        each.isascii() and each.isdecimal() and len(each) < 20 for each in numbers
    )
    known = (*CARD_VERBS, KEEP, *CHANGES)
    if verb not in known or not are_keys or seen not in Status.values:
        return None
    pk, last, times = (min(int(each), BIGGEST_KEY) for each in numbers)
    return Order(verb, pk, seen, last, times)


def of_many(order: Order) -> Order:
    """``order`` as it is meant for all that are ticked: to approve what stands on the
    page, and was reported, is to keep it."""
    is_kept = order.verb == "approve" and order.seen == Status.APPROVED
    return replace(order, verb=KEEP) if is_kept else order


def carry_out(order: Order, by: User, word: str = "") -> Result:
    """Do it, unless the comment has moved on from what its moderator has seen."""
    comment = Comment.objects.filter(pk=order.key).first()
    if comment is None:
        return Result(order, None, _("That comment isn’t here any more."))
    if order.verb == KEEP:
        is_kept = reports.keep(comment, by, order.shown)
        return Result(
            order, comment, "" if is_kept else reports.nothing_to_keep(comment)
        )
    if order.verb in CHANGES:
        is_done = CHANGES[order.verb](comment, order.shown, by, word)
        told = "" if is_done else revisions.nothing_to_decide(comment)
        return Result(order, comment, told)
    if comment.edits != order.edits and comment.status == order.seen:
        return Result(order, comment, other_words(comment))
    if order.verb == "answer" and not word:
        return Result(order, comment, _("An answer needs words. Nothing was decided."))
    say = CARD_VERBS[order.verb].say
    if comment.status == order.seen and say(comment, by, word, order.shown):
        return Result(order, comment)
    return Result(order, comment, what_came_first(comment, order.seen, order.shown))


def what_came_first(comment: Comment, seen: str, report_seen: int | None) -> str:
    """The sentence for a moderator whose decision came too late: after another one, or
    after a reader's word that they haven't seen."""
    unseen = comment.reports.open().after(report_seen or 0)
    if report_seen is not None and comment.status == seen and unseen.exists():
        return _("%s: a reader has told us about it since. Nothing was decided.") % (
            comment
        )
    last = comment.decisions.select_related("by").last()
    return _("%(comment)s is already “%(status)s” (%(who)s). Nothing was changed.") % {
        "comment": comment,
        "status": comment.get_status_display(),
        "who": last.who if last else _("as it came"),
    }


def other_words(comment: Comment) -> str:
    """The sentence for a moderator who has seen words that are others by now."""
    return (
        _("%s: its words were changed since you saw them. Nothing was decided.")
        % comment
    )


def word_for(typed: str, reason: str, *, is_concern: bool = False) -> str:
    """What a declined comment's writer reads: as typed, else the reason's own words.

    ``reason`` is the key of a DeclineReason as the form sent it; where it is none the
    first one counts, of a concern the first for those.
    """
    own = text.tidy(typed)
    if own:
        return own
    reasons = list(DeclineReason.objects.all())
    chosen = [each for each in reasons if str(each.pk) == reason]
    chosen += [each for each in reasons if is_concern and each.is_for_concerns]
    chosen += reasons[:1]
    return chosen[0].words if chosen else ""


def undoable(by: User) -> QuerySet[Decision]:
    """The latest decisions of ``by`` that are still the last word on their comment."""
    decisions = Decision.objects.standing()
    later = decisions.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    latest = Decision.objects.filter(by=by).order_by("-pk").values("pk")[:LOOKED_AT]
    mine = decisions.filter(pk__in=latest, cause__in=ON_THE_STATUS)
    still = mine.exclude(to_status=Status.WITHDRAWN).filter(~Exists(later))
    return still.select_related("comment").order_by("-pk")[:UNDOABLE]


def last_was_a_keep(by: User) -> bool:
    """Whether ``by`` last left a reported comment as it was, which is no decision."""
    kept = Report.objects.filter(settled_by=by, settled_with=None)
    kept_at = kept.order_by("-settled_at").values_list("settled_at", flat=True).first()
    decided = Decision.objects.filter(by=by).order_by("-pk")
    decided_at = decided.values_list("at", flat=True).first()
    return bool(kept_at and not (decided_at and decided_at > kept_at))


def last_was_a_change(by: User) -> bool:
    """Whether the latest decision of ``by`` was about other words, not a status."""
    causes = Decision.objects.filter(by=by).order_by("-pk").values_list("cause")
    return causes.first() in [(Cause.EDIT,), (Cause.EDIT_DECLINED,)]
