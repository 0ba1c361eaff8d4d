"""What moderators tell a comment to do, from the queue, the list or its own page.

An order says what its moderator has seen, so that the second of two is told what the
first did instead of undoing it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import moderation, reports, text
from comments.models import Comment, Decision, DeclineReason, Status
from comments.pages import BIGGEST_KEY

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

UNDOABLE = 20


@dataclass(frozen=True)
class Verb:
    """``say`` takes the comment, who says it, and the word to the writer."""

    say: Callable[[Comment, User, str], bool]
    label: StrPromise
    leads_to: Status


VERBS = {
    "approve": Verb(
        lambda comment, by, _word: moderation.approve(comment, by),
        gettext_lazy("Approve"),
        Status.APPROVED,
    ),
    "decline": Verb(moderation.decline, gettext_lazy("Decline"), Status.DECLINED),
    "mark_spam": Verb(
        lambda comment, by, _word: moderation.mark_spam(comment, by),
        gettext_lazy("Mark as spam"),
        Status.SPAM,
    ),
    "raise_concern": Verb(
        lambda comment, by, _word: moderation.raise_concern(comment, by),
        gettext_lazy("Raise a concern"),
        Status.CONCERN,
    ),
    "hold": Verb(
        lambda comment, by, _word: moderation.hold(comment, by),
        gettext_lazy("Put back to waiting"),
        Status.PENDING,
    ),
}


# A reported comment is fine as it is: no change of status, so no verb of moderation.
KEEP = "keep"


@dataclass(frozen=True)
class Order:
    """A verb for the comment with this key, whose status was ``seen``.

    ``report`` is the key of the last report that was shown with it, 0 for none.
    """

    verb: str
    key: int
    seen: str
    report: int = 0


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
    """Of ``approve:12:pending:0``; None where it isn't one."""
    verb, key, seen, report = [*words.split(":", 3), "", "", ""][:4]
    are_keys = all(
        each.isascii() and each.isdecimal() and len(each) < 20
        for each in (key, report or "0")
    )
    if verb not in (*VERBS, KEEP) or not are_keys or seen not in Status.values:
        return None
    return Order(verb, min(int(key), BIGGEST_KEY), seen, int(report or "0"))


def carry_out(order: Order, by: User, word: str = "") -> Result:
    """Do it, unless the comment has moved on from what its moderator has seen."""
    comment = Comment.objects.filter(pk=order.key).first()
    if comment is None:
        return Result(order, None, _("That comment isn’t here any more."))
    if order.verb == KEEP:
        is_kept = reports.keep(comment, by, order.report)
        return Result(
            order, comment, "" if is_kept else reports.nothing_to_keep(comment)
        )
    if comment.status == order.seen and VERBS[order.verb].say(comment, by, word):
        return Result(order, comment)
    return Result(order, comment, what_came_first(comment))


def what_came_first(comment: Comment) -> str:
    """The sentence for a moderator whose decision came too late."""
    last = comment.decisions.select_related("by").last()
    return _("%(comment)s is already “%(status)s” (%(who)s). Nothing was changed.") % {
        "comment": comment,
        "status": comment.get_status_display(),
        "who": last.who if last else _("as it came"),
    }


def word_for(typed: str, reason: str) -> str:
    """What a declined comment's writer reads: as typed, else the reason's own words.

    ``reason`` is the key of a DeclineReason as the form sent it; the first one counts
    where it is none.
    """
    own = text.tidy(typed)
    if own:
        return own
    reasons = list(DeclineReason.objects.all())
    chosen = [each for each in reasons if str(each.pk) == reason] or reasons[:1]
    return chosen[0].words if chosen else ""


def undoable(by: User) -> QuerySet[Decision]:
    """The latest decisions of ``by`` that are still the last word on their comment."""
    later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    # Asked for in a way that no index answers: of nearly all it is empty, and SQLite
    # would walk those instead of the few of ``by``.
    acts = Decision.objects.alias(undoes_key=Coalesce("undoes_id", 0))
    mine = acts.filter(by=by, undoes_key=0)
    still = mine.exclude(to_status=Status.WITHDRAWN).filter(~Exists(later))
    return still.select_related("comment").order_by("-pk")[:UNDOABLE]
