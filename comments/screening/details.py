"""Personal details in the words: phone numbers, streets, email addresses.

What was found is not repeated: it would outlive the words that a moderator takes out.
Every repetition is bounded, so that no text takes long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Limits, saying

_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}\b", re.I)
_NUMBER = re.compile(r"(?<![\w.,])(\+|00)?[\d(][\d() ./\-\u00a0]{6,24}\d(?![\w,])")
_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")
_LOCAL = re.compile(r"\d{3}[-.]\d{4}")
_DIGITS = re.compile(r"\d")
_STREETS = (
    # 12 Elm Street; 12 Old Mill Rd
    re.compile(
        r"\b\d{1,5}[a-z]?,? (?:[A-Z][\w’'-]{1,24} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave"
        r"|Lane|Ln|Drive|Dr|Court|Ct|Close|Way|Boulevard|Blvd|Place|Crescent|Terrace)\b"
    ),
    # 12 elm street, as people type on a phone
    re.compile(r"\b\d{1,5} (?!way )[a-z’'-]{3,24} (?:street|road|avenue|boulevard)\b"),
    # Lindenstraße 12
    re.compile(r"\b[A-Z]\w{2,24}(?:straße|strasse|str\.|gasse|allee) ?\d{1,4}\b"),
    # CA 90210; SW1A 1AA
    re.compile(r"\b[A-Z]{2} \d{5}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
)


def pieces(words: str) -> dict[Reason, list[str]]:
    """What in ``words`` looks like a personal detail, by its kind; no empty kinds."""
    found = {reason: list(find(words)) for reason, find in _FINDERS.items()}
    return {reason: each for reason, each in found.items() if each}


def _phones(words: str) -> Iterator[str]:
    return (match[0] for match in _NUMBER.finditer(words) if _is_phone(match[0]))


def _is_phone(number: str) -> bool:
    digits = len(_DIGITS.findall(number))
    if _DATE.fullmatch(number) or digits > 15:
        return False
    marked = number[0] in "+(0" and digits >= 7
    return digits >= 10 or marked or bool(_LOCAL.fullmatch(number))


def _streets(words: str) -> Iterator[str]:
    return (match[0] for street in _STREETS for match in street.finditer(words))


def _emails(words: str) -> Iterator[str]:
    return (match[0] for match in _EMAIL.finditer(words))


_FINDERS: dict[Reason, Callable[[str], Iterator[str]]] = {
    Reason.PHONE_NUMBER: _phones,
    Reason.STREET_ADDRESS: _streets,
    Reason.EMAIL_IN_TEXT: _emails,
}


def _check(reason: Reason, trips: str, spares: str) -> Check:
    def find(candidate: Candidate, limits: Limits) -> Iterator[str]:
        if any(True for _piece in _FINDERS[reason](candidate.words)):
            yield ""

    return Check(reason, "details", find, saying(trips), saying(spares))


CHECKS = (
    _check(
        Reason.PHONE_NUMBER,
        "Call me on 020 7946 0123 if you like.",
        "We met on 12.10.2019 and owe 120 000 by 2026.",
    ),
    _check(
        Reason.STREET_ADDRESS,
        "I live at 14 Elm Street.",
        "It is a 2 way street, 5 minutes down the road.",
    ),
    _check(
        Reason.EMAIL_IN_TEXT,
        "Write to wren@example.org.",
        "Dinner @ 7 and no phones.",
    ),
)
