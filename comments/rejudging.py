"""What rules, new or changed, would have done to decisions that people made.

Only to those whose words remain: what was erased can't be looked at again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, TextField
from django.db.models.functions import Cast

from comments import evidence
from comments.models import (
    Cause,
    Comment,
    Decision,
    DiscussionSettings,
    Status,
)
from comments.screening import listed
from comments.screening.listed import Listed, What
from comments.screening.reasons import Reason
from comments.screening.values import Limits, Sign
from comments.screening.verdict import (
    MOMENTARY,
    Outcome,
    Verdict,
    judge,
    signs_of,
)

LAST = 1000
DECIDED = (Status.APPROVED, Status.DECLINED, Status.SPAM, Status.CONCERN)


@dataclass(frozen=True)
class Past:
    """A comment, what people decided on it last, and its address as it is stored."""

    comment: Comment
    decided: Status
    sealed: str | None


@dataclass(frozen=True)
class Change:
    """A comment that would have gone elsewhere than people sent it."""

    comment: Comment
    decided: Status
    verdict: Verdict


@dataclass
class Replay:
    """How often what rules say met what people decided."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.counts.total()


def last_decisions(last: int = LAST) -> Iterator[Past]:
    """The latest decision on each of the last comments that people decided on, unless
    their writers put other words there since: nobody has decided on those."""
    edits = Decision.objects.filter(
        comment=OuterRef("comment"), pk__gt=OuterRef("pk"), cause=Cause.EDIT, by=None
    )
    decisions = (
        Decision.objects.filter(by__isnull=False, to_status__in=DECIDED)
        .exclude(comment__text="")
        .exclude(Exists(edits))
        .select_related("comment__post", "comment__correspondent")
        .defer("comment__correspondent__email")
        # Read as it is stored: one address that no key fits must not end the look.
        .annotate(sealed=Cast("comment__correspondent__email", TextField()))
        .order_by("-pk")[:last]
    )
    seen: set[int] = set()
    for decision in decisions:
        if decision.comment_id not in seen:
            seen.add(decision.comment_id)
            yield Past(decision.comment, Status(decision.to_status), decision.sealed)


def look_again(
    comment: Comment, sealed: str | None, rules: Sequence[Listed], limits: Limits
) -> Verdict:
    """By these rules, and by what was true of the moment when ``comment`` came in."""
    candidate = evidence.of_stored(comment, domain=evidence.domain_in(sealed))
    kept = [sign for sign in comment.signs if sign.code in MOMENTARY]
    return judge([*signs_of(candidate, rules, limits), *kept])


def replay(last: int, at: datetime) -> Replay:
    """All rules as they are at ``at``, over the last decisions. Trust isn't replayed:
    whether a past comment was proved by mail isn't known.
    """
    limits = DiscussionSettings.load().limits(evidence.public_names())
    rules = evidence.rules_in_use(at)
    result = Replay()
    for past in last_decisions(last):
        verdict = look_again(past.comment, past.sealed, rules, limits)
        pair = (verdict.status.value, past.decided.value)
        result.counts[pair] += 1
        if not _agrees(verdict, past.decided):
            result.changes.append(Change(past.comment, past.decided, verdict))
    return result


def _agrees(verdict: Verdict, decided: Status) -> bool:
    """Waiting agrees with all but a concern: a person decides on it anyway."""
    if verdict.status is Outcome.PENDING:
        return decided != Status.CONCERN
    return verdict.status.value == decided.value


def waiting() -> Iterator[tuple[Comment, str | None]]:
    """What waits and is no concern yet, each with its address as it is stored."""
    comments = (
        Comment.objects.filter(status=Status.PENDING)
        .select_related("correspondent")
        .defer("correspondent__email")
        .annotate(sealed=Cast("correspondent__email", TextField()))
        .order_by("pk")
    )
    for comment in comments.iterator(chunk_size=500):
        yield comment, comment.sealed


@dataclass(frozen=True)
class Trial:
    """What one rule would have found: how many of how many, and by decision."""

    looked_at: int
    found: Sequence[tuple[Comment, Status, Sign]]

    def by_decision(self) -> Counter[str]:
        return Counter(str(decided.label) for _comment, decided, _sign in self.found)


def try_out(rule: Listed, others: Iterable[Listed] = (), last: int = LAST) -> Trial:
    """``rule`` alone, with the words that ``others`` overlook, over the decisions."""
    looked_at = 0
    found: list[tuple[Comment, Status, Sign]] = []
    for past in last_decisions(last):
        looked_at += 1
        domain = evidence.domain_in(past.sealed) if rule.what == What.DOMAIN else ""
        candidate = evidence.of_stored(past.comment, domain)
        signs = listed.signs(candidate, [rule, *others])
        found += [
            (past.comment, past.decided, sign) for sign in signs if sign.rule == rule.pk
        ]
    return Trial(looked_at, found)


def try_overlooking(rule: Listed, others: Sequence[Listed], last: int = LAST) -> Trial:
    """In which comments ``others`` would have found less had ``rule`` overlooked it,
    with the first that they find."""
    looked_at = 0
    found: list[tuple[Comment, Status, Sign]] = []
    for past in last_decisions(last):
        looked_at += 1
        candidate = evidence.of_stored(past.comment)
        kept = {sign.rule for sign in listed.signs(candidate, [rule, *others])}
        before = listed.signs(candidate, others)
        gone = [sign for sign in before if sign.rule not in kept]
        found += [(past.comment, past.decided, sign) for sign in gone[:1]]
    return Trial(looked_at, found)


def try_connection(sender: str) -> Trial:
    """What of the last 48 hours came from the connection with this hash, by where it is
    now. What came from it on another day has another hash, and isn't found."""
    known = Comment.objects.exclude(sender="")
    sign = Sign(Reason.LISTED_BLOCK)
    found = known.filter(sender=sender).order_by("-pk")[:LAST]
    return Trial(known.count(), [(each, Status(each.status), sign) for each in found])


def count_connection(sender: str) -> list[tuple[str, int]]:
    """How many of them, by where they are now. One query."""
    found = Comment.objects.exclude(sender="").filter(sender=sender).order_by()
    counts = found.values_list("status").annotate(many=Count("*"))
    return sorted((str(Status(status).label), many) for status, many in counts)
