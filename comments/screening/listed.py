"""Words, names, domains, addresses and connections that a row of the Rule table lists.

A phrase matches whole words, one after another, whatever stands between them but
letters; a ``*`` at a word's end stands for any ending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from comments.screening.folding import Folded, fold, spellings
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Sign

SHORTEST_STEM, LONGEST_STEM = 3, 40
# How many words before a phrase may hold the "not" that turns it round.
_NEGATED_WITHIN = 4
_NEGATIONS = frozenset(
    "not never no nobody isnt wasnt arent werent dont doesnt didnt wont wouldnt cant "
    "cannot hasnt havent hadnt without aint nor neither hardly".split()
)


class Effect(TextChoices):
    HOLD = "hold", _("Hold: a person reads it, trusted or not")
    SPAM = "spam", _("Spam: put it away, out of the queue")
    CONCERN = "concern", _("Concern: hold it on top, somebody may be at risk")
    BLOCK = "block", _("Block: put away whatever comes from there")
    OVERLOOK = "overlook", _("Overlook: harmless words that hold a listed phrase")


class What(TextChoices):
    TEXT = "text", _("words in the comment")
    NAME = "name", _("the name")
    DOMAIN = "domain", _("the address’s domain")
    ADDRESS = "address", _("an address")
    SENDER = "sender", _("a connection")


REASONS = {
    Effect.HOLD: Reason.LISTED_HOLD,
    Effect.SPAM: Reason.LISTED_SPAM,
    Effect.CONCERN: Reason.CONCERN,
    Effect.BLOCK: Reason.LISTED_BLOCK,
}


class Listed(NamedTuple):
    """A row of the Rule table. ``value`` is a phrase, a domain or a keyed hash."""

    pk: int
    effect: str
    what: str
    value: str


class BadPhrase(ValueError):
    """A sentence for who typed it."""


@lru_cache(maxsize=8192)
def pattern(phrase: str) -> tuple[str, ...]:
    """The words of ``phrase``, a ``*`` kept at the end of those that had one.

    BadPhrase where it could match nothing, or nearly everything.
    """
    words: list[str] = []
    for piece in phrase.split():
        folded = fold(piece.rstrip("*")).words
        star = piece.endswith("*")
        if "*" in piece.rstrip("*") or (star and not folded):
            raise BadPhrase(_("A * may stand at the end of a word only."))
        if star and not SHORTEST_STEM <= len(folded[-1]) <= LONGEST_STEM:
            raise BadPhrase(_("Before a * there must be 3 to 40 letters."))
        words += [*folded[:-1], folded[-1] + "*"] if star else folded
    if not words:
        raise BadPhrase(_("There is no word in this."))
    if sum(map(len, words)) < 2:
        raise BadPhrase(_("One letter is too little: nearly every comment holds it."))
    return tuple(words)


@dataclass(frozen=True)
class _Hit:
    rule: Listed
    first: int
    last: int


class _Phrases:
    """Phrases by the word, or the stem, that each begins with."""

    def __init__(self, rules: Iterable[Listed]) -> None:
        self.whole: dict[str, list[tuple[Listed, tuple[str, ...]]]] = {}
        self.stems: dict[str, list[tuple[Listed, tuple[str, ...]]]] = {}
        for rule in rules:
            try:
                words = pattern(rule.value)
            except BadPhrase:  # written past the admin; it must not stop a comment
                continue
            index = self.stems if words[0].endswith("*") else self.whole
            index.setdefault(words[0].rstrip("*"), []).append((rule, words))
        self.longest_stem = max(map(len, self.stems), default=0)

    def beginning_with(self, word: str) -> list[tuple[Listed, tuple[str, ...]]]:
        begun: list[tuple[Listed, tuple[str, ...]]] = []
        for form in spellings(word):
            begun += self.whole.get(form, ())
        for length in range(SHORTEST_STEM, min(self.longest_stem, len(word)) + 1):
            begun += self.stems.get(word[:length], ())
        return begun


@dataclass(frozen=True)
class _Sorted:
    text: _Phrases
    name: _Phrases
    domains: tuple[Listed, ...]
    hashes: tuple[Listed, ...]


@lru_cache(maxsize=4)
def _sorted(rules: tuple[Listed, ...]) -> _Sorted:
    """The same rules are sorted once, however many comments they look at."""
    by_what: dict[str, list[Listed]] = defaultdict(list)
    for rule in rules:
        by_what[rule.what].append(rule)
    return _Sorted(
        _Phrases(by_what[What.TEXT]),
        _Phrases(by_what[What.NAME]),
        tuple(by_what[What.DOMAIN]),
        (*by_what[What.ADDRESS], *by_what[What.SENDER]),
    )


def signs(candidate: Candidate, rules: Iterable[Listed]) -> list[Sign]:
    """What ``rules`` find in ``candidate``, one sign a rule."""
    by_what = _sorted(tuple(rules))
    found = [*_in_words(fold(candidate.words), by_what.text)]
    found += _in_words(fold(candidate.name), by_what.name)
    domain = f".{candidate.domain}"
    found += [
        _sign(rule) for rule in by_what.domains if domain.endswith(f".{rule.value}")
    ]
    known = {*candidate.addresses, *candidate.senders}
    found += [_sign(rule) for rule in by_what.hashes if rule.value in known]
    return found


def _sign(rule: Listed, found: str = "", note: str = "") -> Sign:
    return Sign(REASONS[Effect(rule.effect)], found, note, rule.pk)


def _in_words(text: Folded, phrases: _Phrases) -> Iterator[Sign]:
    hits = list(_hits(text, phrases))
    overlooked = [hit for hit in hits if hit.rule.effect == Effect.OVERLOOK]
    by_rule: dict[Listed, list[_Hit]] = defaultdict(list)
    covered = _covered(overlooked, len(text.words))
    for hit in hits:
        if hit.rule.effect != Effect.OVERLOOK and covered[hit.first] < hit.last:
            by_rule[hit.rule].append(hit)
    for rule, places in by_rule.items():
        notes = [_note(text, hit) for hit in places]
        # Said once without a "not" is said.
        yield _sign(rule, rule.value, "" if "" in notes else notes[0])


def _covered(hits: list[_Hit], length: int) -> list[int]:
    """For each word, up to which one an overlooked phrase reaches that holds it."""
    reach = [-1] * length
    for hit in hits:
        for at in range(hit.first, hit.last + 1):
            reach[at] = max(reach[at], hit.last)
    return reach


def _hits(text: Folded, phrases: _Phrases) -> Iterator[_Hit]:
    # Worked out once for each word, since a comment may begin every phrase anywhere.
    said = {word: spellings(word) for word in set(text.words)}
    beginning = {word: phrases.beginning_with(word) for word in said}
    forms = [said[word] for word in text.words]
    for at, word in enumerate(text.words):
        for rule, words in beginning[word]:
            if _goes_on(forms, at, words):
                yield _Hit(rule, at, at + len(words) - 1)


def _goes_on(forms: list[tuple[str, ...]], at: int, words: tuple[str, ...]) -> bool:
    """Whether all of ``words`` stand from ``at`` on; the first is known to."""
    if at + len(words) > len(forms):
        return False
    for place, word in enumerate(words[1:], at + 1):
        if word[-1] == "*":
            if not forms[place][0].startswith(word[:-1]):
                return False
        elif word not in forms[place]:
            return False
    return True


def _note(text: Folded, hit: _Hit) -> str:
    before = text.words[max(0, hit.first - _NEGATED_WITHIN) : hit.first]
    if not _NEGATIONS.isdisjoint(before):
        return "negated"
    return "quoted" if text.is_quoted(hit.first, hit.last) else ""
