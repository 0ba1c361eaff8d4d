"""What other settings of the discussion would have noticed in the comments that people
decided on last, before they are saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from comments import evidence
from comments.models import Comment, Correspondent, GivenTrust, Status
from comments.rejudging import LAST, last_decisions
from comments.screening.listed import Listed
from comments.screening.reasons import Reason
from comments.screening.values import Limits, Sign
from comments.screening.verdict import (
    MOMENTARY,
    Outcome,
    Verdict,
    is_still_noticed,
    judge,
    signs_of,
)
from comments.trust import Terms

# Where it came from is kept as it was noticed: a look that only compares settings reads
# no address.
KEPT = MOMENTARY | {Reason.DISPOSABLE_DOMAIN}


@dataclass(frozen=True)
class Difference:
    """What other settings would have noticed in a comment, or no more."""

    comment: Comment
    decided: Status
    before: Verdict
    after: Verdict

    @property
    def come(self) -> list[Sign]:
        return _beyond(self.after, self.before)

    @property
    def gone(self) -> list[Sign]:
        return _beyond(self.before, self.after)


@dataclass
class Comparison:
    """Of ``looked_at`` comments, what two settings see differently."""

    looked_at: int = 0
    differences: list[Difference] = field(default_factory=list)

    def come(self) -> list[tuple[str, int]]:
        """By reason, what would have been noticed besides, and in how many."""
        return _by_reason(sign for each in self.differences for sign in each.come)

    def gone(self) -> list[tuple[str, int]]:
        return _by_reason(sign for each in self.differences for sign in each.gone)

    def put_away(self) -> int:
        return sum(each.after.status is Outcome.SPAM for each in self._moved())

    def spared(self) -> int:
        return sum(each.before.status is Outcome.SPAM for each in self._moved())

    def _moved(self) -> list[Difference]:
        return [
            each for each in self.differences if each.before.status != each.after.status
        ]


def _beyond(more: Verdict, less: Verdict) -> list[Sign]:
    """The signs of ``more`` whose reasons ``less`` doesn't have."""
    known = {sign.code for sign in less.signs} | {Reason.EVERYTHING_WAITS}
    return [sign for sign in more.signs if sign.code not in known]


def _by_reason(signs: Iterable[Sign]) -> list[tuple[str, int]]:
    counts = Counter(sign.code for sign in signs)
    return [(str(code.label), count) for code, count in counts.most_common()]


def compare(
    before: Limits, after: Limits, at: datetime, last: int = LAST
) -> Comparison:
    """The rules as they are at ``at`` with the one and the other, over the decisions.

    What is true of one moment only counts where it was noticed then.
    """
    rules = evidence.rules_in_use(at)
    result = Comparison()
    for past in last_decisions(last):
        result.looked_at += 1
        verdicts = [_under(limits, past.comment, rules) for limits in (before, after)]
        found = Difference(past.comment, past.decided, *verdicts)
        if found.come or found.gone:
            result.differences.append(found)
    return result


def _under(limits: Limits, comment: Comment, rules: Sequence[Listed]) -> Verdict:
    signs = signs_of(evidence.of_stored(comment), rules, limits)
    kept = [sign for sign in comment.signs if sign.code in KEPT]
    return judge(signs + [sign for sign in kept if is_still_noticed(sign, limits)])


def count_trusted(terms: Terms, at: datetime) -> int:
    """How many addresses ``trust.is_trusted`` holds for under ``terms``."""
    if not terms.on:
        return 0
    spam_since = at - timedelta(days=terms.days)
    theirs = Comment.objects.filter(correspondent=OuterRef("pk"))
    enough = theirs.filter(status=Status.APPROVED).values("pk")
    spam = theirs.spam_of_its_writer().filter(submitted_at__gte=spam_since)
    confirmed = Correspondent.objects.filter(confirmed_at__isnull=False)
    known = Exists(enough[terms.approved - 1 : terms.approved]) & ~Exists(spam)
    earned = Q(known, given_trust="")
    return confirmed.filter(earned | Q(given_trust=GivenTrust.ALWAYS)).count()
