"""A name that looks like that of an author, of the team or of this site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from comments.screening.lookalikes import skeleton
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Example, Limits, PublicNames

# What people here are called by what they do. It is nobody's name.
_OFFICES = (
    "admin admins administrator administrators mod mods moderator moderators "
    "moderation team staff support author owner editor webmaster"
).split()
# What may stand beside one of those, or beside a name, and says nothing by itself.
_BESIDE = "the a this our your of for and at from by site real official".split()
# Shorter ones count as words of their own alone: "Joan" is not Jo.
_LONG_ENOUGH_TO_JOIN = 3
# These tell even beside somebody's name.
_ALWAYS = frozenset(map(skeleton, ("admin", "admins", "webmaster")))
# A shorter one stands in many names by chance.
_LONG_ENOUGH_TO_HOLD = 8
_PIECE = re.compile(r"[^\s_.,:;/()\[\]–—-]+")


class _Protected(NamedTuple):
    """What a name must not be made of, by how it looks, and what else may be in it."""

    telling: dict[str, str]
    beside: frozenset[str]


@lru_cache(maxsize=8)
def _protected(names: PublicNames) -> _Protected:
    """Names of people each as a whole and by its first word: "Amanda" is taken for
    Amanda Erin, and so is "Amanda E.", but "Erin" may be anybody."""
    telling: dict[str, str] = {}
    beside = set(_BESIDE)
    for name in names.people:
        first, *others = name.split() or [""]
        if len(first.strip(".")) > 1 and first.lower() not in _BESIDE:
            telling[first] = name
        telling[name] = name
        beside |= {part for other in others for part in (other, other[0])}
    telling |= {name: name for name in (*names.sites, *_OFFICES)}
    looks = {skeleton(words): shown for words, shown in telling.items()}
    looks.pop("", None)
    return _Protected(looks, frozenset(map(skeleton, beside)) - {""} - looks.keys())


def _imitated(candidate: Candidate, limits: Limits) -> Iterator[str]:
    protected = _protected(limits.names)
    pieces = [skeleton(piece) for piece in _PIECE.findall(candidate.name)]
    given = "".join(pieces)
    held = [
        look
        for look in protected.telling
        if (len(look) >= _LONG_ENOUGH_TO_HOLD and look in given)
        or (look in _ALWAYS and look in pieces)
    ]
    words = protected.beside | protected.telling.keys()
    beside = _are_made_of(pieces, protected.beside)
    if not held and not beside and _are_made_of(pieces, words):
        held = [look for look in protected.telling if look in given]
    # The longest says most: the whole name before the first alone.
    if held:
        yield protected.telling[max(held, key=len)]


def _are_made_of(pieces: list[str], words: Set[str]) -> bool:
    """Whether ``pieces`` hold nothing but ``words``, apart or joined."""
    long = [word for word in words if len(word) >= _LONG_ENOUGH_TO_JOIN]
    return _is_made_of("".join(pieces), long) or all(
        piece in words or _is_made_of(piece, long) for piece in pieces
    )


def _is_made_of(given: str, words: list[str]) -> bool:
    """Whether ``given`` is ``words`` in a row, however often, and nothing else."""
    reached = {0}
    for at in range(len(given)):
        if at in reached:
            reached |= {at + len(word) for word in words if given.startswith(word, at)}
    return len(given) in reached


CHECKS = (
    Check(
        Reason.IMITATED_NAME,
        "names",
        _imitated,
        trips=Example(
            _("the name “Wren A1der” or “Wren”, where an author is called Wren Alder"),
            Candidate(name="Wren A1der"),
        ),
        spares=Example(
            _("the name “Robin Alder”, where an author is called Wren Alder"),
            Candidate(name="Robin Alder"),
        ),
        limits=Limits(names=PublicNames(("Wren Alder",))),
    ),
)
