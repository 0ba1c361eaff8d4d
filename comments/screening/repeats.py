"""The same words again, and nearly the same ones.

Nearly: a text is cut into runs of three words, each run hashed under a key of ours. Two
texts are as alike as the share of runs they have in common. A few numbers (MinHash,
after Broder 1997) find likely twins among any number of comments: each of 8 bands is
two of 16 least hashes, and two texts that share 60 % of their runs meet in one of the
bands 97 times in 100.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comments.screening.folding import fold
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Example, Limits

ALIKE = 0.6
_RUN = 3
_FEWEST_RUNS = 10
# A comment of 5,000 characters has about 900 words.
_MOST_WORDS = 1500
_BANDS, _ROWS = 8, 2
_PRIME = (1 << 61) - 1


def _hashes(pieces: Iterable[str]) -> list[int]:
    """63 bits each, so that a database's signed integer holds them."""
    key = salted_hmac("comments.repeats", "key", algorithm="sha256").digest()
    return [
        int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8, key=key).digest())
        >> 1
        for piece in pieces
    ]


def runs(text: str) -> frozenset[str]:
    """Every three words in a row; none where that would be too few to compare."""
    words = fold(text).words[:_MOST_WORDS]
    found = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return frozenset(found) if len(found) >= _FEWEST_RUNS else frozenset()


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def bands(text: str) -> list[int]:
    return bands_of(runs(text))


def bands_of(runs: frozenset[str]) -> list[int]:
    """Eight numbers below 2 ** 63, in order; none where there are no runs."""
    hashes = _hashes(runs)
    if not hashes:
        return []
    least = [
        min([(hashed * factor + shift) % _PRIME for hashed in hashes])
        for factor, shift in _SHUFFLES
    ]
    rows = (least[at : at + _ROWS] for at in range(0, len(least), _ROWS))
    return sorted(_hashes(f"{band} {row}" for band, row in enumerate(rows)))


# Fixed odd-looking numbers: which ones doesn't matter, only that they stay.
_SHUFFLES = [
    (
        int.from_bytes(hashlib.blake2b(b"%d" % at, digest_size=7).digest()),
        int.from_bytes(hashlib.blake2b(b"+%d" % at, digest_size=7).digest()),
    )
    for at in range(_BANDS * _ROWS)
]


def _same_short(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if candidate.same_short_text:
        yield ""


def _like_earlier(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if candidate.like_earlier is not None:
        yield str(candidate.like_earlier)


def _like_spam(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if candidate.like_spam is not None:
        yield str(candidate.like_spam)


CHECKS = (
    Check(
        Reason.SAME_SHORT_TEXT,
        "repeats",
        _same_short,
        trips=Example(
            _("“Me too.” where “me too.” stands"), Candidate(same_short_text=True)
        ),
        spares=Example(_("“Me too.” under another post"), Candidate()),
    ),
    Check(
        Reason.LIKE_EARLIER,
        "repeats",
        _like_earlier,
        trips=Example(
            _("a comment sent again under another post with a word changed"),
            Candidate(like_earlier=12),
        ),
        spares=Example(_("two comments that tell of the same step"), Candidate()),
    ),
    Check(
        Reason.LIKE_SPAM,
        "repeats",
        _like_spam,
        trips=Example(
            _("the advertisement of yesterday for another town"),
            Candidate(like_spam=12),
        ),
        spares=Example(_("a complaint about that advertisement"), Candidate()),
    ),
)
