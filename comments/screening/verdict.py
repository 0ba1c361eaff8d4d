"""From signs to a status. Pure, so that old rules and new can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comments.screening import (
    details,
    links,
    listed,
    names,
    origin,
    own,
    repeats,
    writing,
)
from comments.screening.listed import Listed
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Limits, Sign

CHECKS: tuple[Check, ...] = (
    *links.CHECKS,
    *writing.CHECKS,
    *details.CHECKS,
    *names.CHECKS,
    *repeats.CHECKS,
    *origin.CHECKS,
)
# True of one moment only: a later look can't find them again, so it keeps them.
MOMENTARY = frozenset(
    {
        Reason.SAME_SHORT_TEXT,
        Reason.LIKE_EARLIER,
        Reason.LIKE_SPAM,
        Reason.FILLED_TRAP,
        Reason.BAD_STAMP,
        Reason.TOO_FAST,
        Reason.MANY_FROM_ADDRESS,
        Reason.FLOOD,
        Reason.EDITED,
        Reason.EARLIER_CONCERN,
    }
)
_FAMILIES = {check.reason: check.family for check in CHECKS}
_ALONE_SPAM = frozenset({Reason.LISTED_SPAM, Reason.LISTED_BLOCK})
# Neither of one group proves spam by itself; one of each does.
_LIKE_A_PROGRAM = frozenset({Reason.FILLED_TRAP, Reason.LIKE_SPAM})
_LEADS_AWAY = frozenset(
    {Reason.MANY_LINKS, Reason.SHORTENED_LINK, Reason.LOOKALIKE_HOST}
)


class Outcome(StrEnum):
    """What screening can say, by the names of the statuses."""

    PENDING = "pending"
    APPROVED = "approved"
    SPAM = "spam"
    CONCERN = "concern"


@dataclass(frozen=True)
class Verdict:
    status: Outcome
    signs: tuple[Sign, ...]


def is_still_noticed(sign: Sign, limits: Limits) -> bool:
    """Whether what was noticed when a comment came in would be under ``limits``, as far
    as what was kept of that moment tells."""
    if _FAMILIES.get(sign.code) in limits.off:
        return False
    if sign.code == Reason.TOO_FAST:
        return sign.found.isdecimal() and int(sign.found) < limits.pause_seconds
    return sign.code != Reason.FLOOD or limits.flood_comments > 0


def signs_of(
    candidate: Candidate, rules: Iterable[Listed], limits: Limits
) -> list[Sign]:
    found = listed.signs(candidate, rules)
    for check in CHECKS:
        found += check.signs(candidate, limits)
    return found + own.signs(candidate, limits)


def judge(signs: Iterable[Sign], *, trusted: bool = False) -> Verdict:
    """A concern comes first, whoever sent it: a blocked sender can be at risk, or can
    threaten somebody who is. Trust publishes only where nothing at all was noticed.
    """
    noticed = tuple(signs)
    codes = {sign.code for sign in noticed}
    if Reason.CONCERN in codes:
        first = [sign for sign in noticed if sign.code == Reason.CONCERN]
        rest = [sign for sign in noticed if sign.code != Reason.CONCERN]
        return Verdict(Outcome.CONCERN, (*first, *rest))
    if codes & _ALONE_SPAM or (codes & _LIKE_A_PROGRAM and codes & _LEADS_AWAY):
        return Verdict(Outcome.SPAM, noticed)
    if trusted and not noticed:
        return Verdict(Outcome.APPROVED, (Sign(Reason.TRUSTED),))
    return Verdict(Outcome.PENDING, (Sign(Reason.EVERYTHING_WAITS), *noticed))
