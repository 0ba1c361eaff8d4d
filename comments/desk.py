"""The moderators' desk: what waits, as cards. Concerns are on top, then what readers
have reported, then what writers want otherwise, then the oldest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from comments import hard_words, notes, reports
from comments.models import (
    Comment,
    DiscussionSettings,
    Note,
    Report,
    Revision,
    Status,
)
from guide.differences import Part, parts
from guide.row_keys import BIGGEST_KEY

if TYPE_CHECKING:
    from comments.querysets import CommentQuerySet

CARDS = 10
# Longer words are folded, so that the next card is never far away.
LONG_WORDS = 900
# Counting stops here: "100 and more" says all that a moderator needs to know.
MOST_COUNTED = 100

Groups = dict[str, Callable[[], "CommentQuerySet"]]

# What waits, in the order in which it is shown: concerns on top.
GROUPS: Groups = {
    "concern": Comment.objects.concerns,
    "change-concern": partial(Comment.objects.changed, concern=True),
    "urgent": Comment.objects.urgently_reported,
    "reported": Comment.objects.reported_on_page,
    "change": Comment.objects.changed,
    "pending": Comment.objects.pending_in_turn,
}
# All there is where no report is open and no change waits, which is how it mostly is.
QUIET_GROUPS: Groups = {
    "concern": Comment.objects.concerns,
    "pending": Comment.objects.pending,
}


@dataclass(frozen=True)
class Place:
    """Where in the queue somebody is: after the comment ``key`` of ``group``."""

    group: str = next(iter(GROUPS))
    key: int = 0

    def __str__(self) -> str:
        return f"{self.group}-{self.key}"


def read_place(text: str) -> Place:
    """The place that ``text`` names, as in ``pending-12``; the beginning if none."""
    group, _dash, key = text.rpartition("-")
    if group in GROUPS and key.isascii() and key.isdecimal() and len(key) < 20:
        return Place(group, min(int(key), BIGGEST_KEY))
    return Place()


@dataclass
class History:
    """How many comments of one address came to what, this one left out."""

    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_first(self) -> bool:
        return not any(self.counts.values())

    @property
    def sentence(self) -> str:
        if self.is_first:
            return _("The first comment from this address.")
        return _(
            "From this address besides: %(approved)s approved, %(declined)s declined, "
            "%(spam)s spam, %(waiting)s waiting."
        ) % {
            "approved": self.of(Status.APPROVED),
            "declined": self.of(Status.DECLINED),
            "spam": self.of(Status.SPAM),
            "waiting": self.of(Status.PENDING) + self.of(Status.CONCERN),
        }

    def of(self, status: str) -> int:
        return self.counts.get(status, 0)


@dataclass(frozen=True)
class Card:
    comment: Comment
    history: History
    notes: list[Note]
    reports: list[Report]
    is_folded: bool
    is_change_folded: bool = False

    @property
    def key(self) -> str:
        """As its ids and links have it, which a template would take for a number to be
        written in the reader's way."""
        return str(self.comment.pk)

    @property
    def is_concern(self) -> bool:
        return self.comment.status == Status.CONCERN

    @property
    def is_on_page(self) -> bool:
        return self.comment.status == Status.APPROVED

    @property
    def change(self) -> Revision | None:
        """What its writer wants there instead."""
        return self.comment.waiting_change

    @property
    def is_only_changed(self) -> bool:
        """Whether a change is all there is to decide on."""
        return bool(self.is_on_page and self.change and not self.reports)

    @property
    def difference(self) -> list[Part]:
        change = self.change
        return parts(self.comment.text, change.text) if change else []

    @property
    def is_hard(self) -> bool:
        """Whether somebody may be at risk, by what stands or by what shall."""
        change = self.change
        return self.is_concern or bool(change and change.is_concern)

    @property
    def token(self) -> str:
        """Which comment, what is shown of it: the status, the last report (0 if none)
        and how often its words were changed, as in ``12:approved:7:0``."""
        report = self.reports[-1].pk if self.reports else 0
        comment = self.comment
        return f"{comment.pk}:{comment.status}:{report}:{comment.edits}"

    @property
    def change_token(self) -> str:
        """Which change of which comment, in the same shape."""
        key = self.change.pk if self.change else 0
        comment = self.comment
        return f"{comment.pk}:{comment.status}:{key}:{comment.edits}"


@dataclass(frozen=True)
class Portion:
    """Some cards in a row; ``following`` is where the next ones begin, if there are."""

    cards: list[Card]
    following: Place | None


def portion(after: Place | None = None) -> Portion:
    """The cards that follow ``after``, by key, so that each portion costs the same."""
    found = list(islice(_following(after or Place()), CARDS + 1))
    shown = found[:CARDS]
    last = Place(*shown[-1]) if len(found) > CARDS else None
    # Their wide rows once for all groups; one may have been erased since.
    rows = Comment.objects.for_cards().in_bulk([key for __, key in shown])
    return Portion(cards_of([rows[key] for __, key in shown if key in rows]), last)


def _following(place: Place) -> Iterator[tuple[str, int]]:
    """Group and key of what follows ``place``. No group is asked before its turn."""
    groups = GROUPS if Comment.objects.is_anything_told() else QUIET_GROUPS
    names = list(GROUPS)
    for name in names[names.index(place.group) :]:
        if name in groups:
            key = place.key if name == place.group else 0
            keys = groups[name]().filter(pk__gt=key).values_list("pk", flat=True)
            yield from ((name, each) for each in keys[: CARDS + 1])


def cards_of(comments: list[Comment]) -> list[Card]:
    settings = DiscussionSettings.load()
    histories, kept = _histories(comments), notes.for_comments(comments)
    told = reports.open_on(comments)
    hard_words.fold(comment.answered for comment in comments if comment.answered)
    return [
        Card(
            comment,
            histories[comment.pk],
            kept.get(comment.pk, []),
            told.get(comment.pk, []),
            is_folded=len(comment.text) > LONG_WORDS
            or (settings.folds_hard_words and comment.status == Status.CONCERN),
            is_change_folded=_is_change_folded(comment, settings),
        )
        for comment in comments
    ]


def _is_change_folded(comment: Comment, settings: DiscussionSettings) -> bool:
    change = comment.waiting_change
    if change is None:
        return False
    is_hard = change.is_concern or comment.status == Status.CONCERN
    is_long = len(comment.text) + len(change.text) > 2 * LONG_WORDS
    return is_long or (settings.folds_hard_words and is_hard)


def _histories(comments: Iterable[Comment]) -> dict[int, History]:
    """By key of each comment, in one query for all of them.

    It counts rows and not keys, so that PostgreSQL need not look beyond the index where
    one address has sent a hundred thousand.
    """
    writers = {comment.correspondent_id for comment in comments} - {None}
    rows = (
        Comment.objects.filter(correspondent__in=writers)
        .order_by()
        .values_list("correspondent", "status")
        .annotate(count=Count("*"))
    )
    counts: dict[int | None, dict[str, int]] = {}
    for writer, status, count in rows:
        counts.setdefault(writer, {})[status] = count
    found = {}
    for comment in comments:
        of_writer = dict(counts.get(comment.correspondent_id, {}))
        if of_writer:
            of_writer[comment.status] = of_writer.get(comment.status, 1) - 1
        found[comment.pk] = History(of_writer)
    return found


@dataclass(frozen=True)
class Counts:
    """How many comments wait to be decided on, and on the page to be looked at; of each
    one more than ``MOST_COUNTED`` at most."""

    undecided: int
    on_page: int

    def __str__(self) -> str:
        """Such as "7", or "100+" where it isn't worth counting on."""
        waiting = self.undecided + self.on_page
        return str(waiting) if waiting <= MOST_COUNTED else f"{MOST_COUNTED}+"


def counts() -> Counts:
    undecided, on_page = (
        found.order_by()[: MOST_COUNTED + 1].count()
        for found in (Comment.objects.waiting(), Comment.objects.to_look_at())
    )
    return Counts(undecided, on_page)


def count_waiting() -> str:
    return str(counts())


def card_of(comment: Comment, counted: Counts) -> Card | None:
    """The card of ``comment``, if anything about it waits; not asked for where nothing
    of its kind was ``counted``."""
    rows = Comment.objects.for_cards().filter(pk=comment.pk)
    found: list[Comment] = []
    if comment.status == Status.APPROVED and counted.on_page:
        found = list(rows.to_look_at())
    elif comment.status in (Status.PENDING, Status.CONCERN):
        found = list(rows.waiting())
    return cards_of(found)[0] if found else None
