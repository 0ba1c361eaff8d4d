"""What screening reads and what it says: plain values, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from comments.screening.reasons import Reason

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from comments.screening.listed import Listed


class Link(NamedTuple):
    """Where a link of a comment leads, and the words that it shows."""

    href: str
    shown: str


@dataclass(frozen=True)
class Candidate:
    """A comment as the checks see it. ``addresses`` and ``senders`` are keyed hashes,
    the newest key's first; neither an email nor a network address gets here.
    """

    words: str = ""
    name: str = ""
    links: tuple[Link, ...] = ()
    domain: str = ""
    addresses: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    filled_trap: bool = False
    good_stamp: bool = True
    # Since the last comment from this connection; None where there was none lately.
    pause: timedelta | None = None
    same_short_text: bool = False
    many_from_address: bool = False
    flood: bool = False
    # Keys of comments that say nearly the same.
    like_earlier: int | None = None
    like_spam: int | None = None


class PublicNames(NamedTuple):
    """Names that nobody else should go by: people's, and the site's own."""

    people: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What the discussion's settings say. 0 switches a number's check off."""

    links: int = 2
    pause_seconds: int = 20
    flood_comments: int = 30
    flood_minutes: int = 10
    script: str = "latin"
    off: frozenset[str] = frozenset()
    names: PublicNames = field(default_factory=PublicNames)


@dataclass(frozen=True)
class Sign:
    """One thing that was noticed. ``found`` is the short piece that tripped it."""

    code: Reason
    found: str = ""
    note: str = ""
    # The row of the Rule table it comes from, where it comes from one.
    rule: int | None = None

    def as_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"code": self.code.value, "found": self.found}
        if self.note:
            plain["note"] = self.note
        if self.rule is not None:
            plain["rule"] = self.rule
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Sign:
        return cls(
            Reason(plain["code"]),
            plain.get("found", ""),
            plain.get("note", ""),
            plain.get("rule"),
        )

    @property
    def sentence(self) -> str:
        sentence = str(self.code.label)
        if self.found:
            sentence += f" “{self.found}”"
        if self.note:
            notes = {"negated": _("said with a “not”"), "quoted": _("said in quotes")}
            sentence += f" ({notes.get(self.note, self.note)})"
        return sentence


class Example(NamedTuple):
    """A candidate, and how the handbook tells of it."""

    told: StrPromise | str
    candidate: Candidate
    rules: tuple[Listed, ...] = ()


def saying(words: str, **fields: Any) -> Example:
    return Example(words, Candidate(words=words, **fields))


@dataclass(frozen=True)
class Check:
    """One rule of ours: what it finds, what trips it, and what only looks as if."""

    reason: Reason
    # Which switch of the settings turns it off; "" for none.
    family: str
    find: Callable[[Candidate, Limits], Iterator[str]]
    trips: Example
    spares: Example
    limits: Limits = field(default_factory=Limits)

    def signs(self, candidate: Candidate, limits: Limits) -> list[Sign]:
        if self.family in limits.off:
            return []
        return [Sign(self.reason, found[:60]) for found in self.find(candidate, limits)]
