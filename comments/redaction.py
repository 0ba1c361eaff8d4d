"""Taking words out of a comment before, or after, others read it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby, islice

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments import moderation, on_page, pins, revisions, text
from comments.models import Comment, Redaction, Status

MARK = "[…]"
# Words with what joins their parts, web addresses whole; else single characters. In
# scripts that put no spaces between words, each letter by itself.
_TOKEN = re.compile(
    r"\[…\]"
    r"|https?://[^\s()<>\[\]]*[^\s()<>\[\].,;:!?…’'\"]"
    r"|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
    r"|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+(?:[’'-]\w+)*"
    r"|\S"
)
# How far ahead and how closely it is looked for where the words go on. Bounds the time
# for texts that repeat themselves; what is found is right whatever they are.
LOOK_AHEAD, LOOK_CLOSELY = 40, 40


class NotOnlyTakenOut(ValueError):
    """Says in a sentence, for the moderator, what else was done."""


@dataclass(frozen=True)
class Part:
    words: str
    is_out: bool


@dataclass(frozen=True)
class Difference:
    """``text`` is what is left, ``parts`` the original in order."""

    text: str
    parts: Sequence[Part]


def fingerprint(words: str) -> str:
    """What a page carries to say which words it showed."""
    return sha256(words.encode()).hexdigest()


def take_out(original: str, edited: str) -> Difference:
    """What was deleted from ``original`` to make ``edited``, each run of it a mark.

    Whole words and signs; blanks don't count, and those of ``original`` stay. Raises
    NotOnlyTakenOut where anything was added or moved, or nothing or all is gone.
    """
    tokens = list(_TOKEN.finditer(original))
    before = [token[0] for token in tokens]
    # A mark stands where words were: taking it out or typing one changes nothing.
    after = [token for token in _TOKEN.findall(edited) if token != MARK]
    kept = _places(before, after)
    if kept is None:
        raise NotOnlyTakenOut(_what_was_added(before, after))
    if not any(sign.isalnum() for token in after for sign in token):
        raise NotOnlyTakenOut(
            _("No word would be left. Declining the comment says more than that.")
        )
    parts = _parts(original, tokens, set(kept))
    if not any(part.is_out for part in parts):
        raise NotOnlyTakenOut(_("Nothing was taken out yet."))
    return Difference(_joined(parts), parts)


def _parts(
    original: str, tokens: Sequence[re.Match[str]], kept: set[int]
) -> list[Part]:
    """``original`` cut where words go; blanks between two of them go with them."""
    parts, cut = [], 0
    for is_kept, run in groupby(enumerate(tokens), key=lambda each: each[0] in kept):
        run_tokens = [token for _place, token in run]
        start, end = run_tokens[0].start(), run_tokens[-1].end()
        if not is_kept and original[start:end] != MARK:
            parts.append(Part(original[cut:start], is_out=False))
            parts.append(Part(original[start:end], is_out=True))
            cut = end
    return [*parts, Part(original[cut:], is_out=False)]


def _joined(parts: Sequence[Part]) -> str:
    pieces = [MARK if part.is_out else _apart(part.words) for part in parts[:-1]]
    left = "".join([*pieces, parts[-1].words])
    # Neither may a mark name a link nor be where one leads.
    return re.sub(r"(?<=\[…\])(?=\()|(?<=\])(?=\([^)]*\[…\])", " ", left)


def _apart(words: str) -> str:
    """``words`` with a blank behind what a mark would lengthen to another address."""
    run = "" if words[-1:].isspace() else words.split()[-1:]
    return f"{words} " if any(sign in each for each in run for sign in "./:") else words


def _what_was_added(before: Sequence[str], after: Sequence[str]) -> str:
    added = list(Counter(after) - Counter(before))
    if not added:
        return _("The words stand in another order now. They can only be taken out.")
    return _("Words can only be taken out here, and only whole: “%s” was added.") % (
        Truncator(" ".join(added[:5])).chars(80)
    )


def _places(before: Sequence[str], after: Sequence[str]) -> list[int] | None:
    """Where in ``before`` each of ``after`` stands, in order; None if not all do.

    Tried and dropped: difflib. It takes the longest run first, which may leave no place
    for the words behind it, and needs minutes for a text that repeats itself.
    """
    latest = _latest_places(before, after)
    if latest is None:
        return None
    where: dict[str, list[int]] = {}
    for place, token in enumerate(before):
        where.setdefault(token, []).append(place)
    kept: list[int] = []
    for index, token in enumerate(after):
        at = kept[-1] + 1 if kept else 0
        if not (kept and before[at] == token):
            first = bisect_left(where[token], at)
            ahead = islice(where[token], first, first + LOOK_AHEAD)
            at = max(
                (place for place in ahead if place <= latest[index]),
                key=lambda place: _length_alike(before, place, after, index),
            )
        kept.append(at)
    return kept


def _latest_places(before: Sequence[str], after: Sequence[str]) -> list[int] | None:
    """The last place of each of ``after`` that leaves room for those behind it."""
    places: list[int] = []
    at = len(before)
    for token in reversed(after):
        at -= 1
        while at >= 0 and before[at] != token:
            at -= 1
        if at < 0:
            return None
        places.append(at)
    return places[::-1]


def _length_alike(
    before: Sequence[str], at: int, after: Sequence[str], index: int
) -> int:
    most = min(len(before) - at, len(after) - index, LOOK_CLOSELY)
    for length in range(most):
        if before[at + length] != after[index + length]:
            return length
    return most


@transaction.atomic
def redact(
    comment: Comment,
    by: User,
    edited: str,
    seen: str,
    *,
    approve_too: bool = False,
    at: datetime | None = None,
) -> bool:
    """Leave of ``comment`` what ``edited`` leaves, and keep the original for its time.

    ``seen`` is the fingerprint of the words that were edited. False, and nothing is
    changed, where these or the status aren't what is stored any more, or where it can't
    be approved with ``approve_too``. Raises NotOnlyTakenOut.
    """
    if approve_too:
        pins.hold_still(comment)
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    changed = stored.status != comment.status or fingerprint(stored.text) != seen
    if changed or stored.status == Status.WITHDRAWN:
        return False
    left = take_out(stored.text, edited).text
    if approve_too and not moderation.approve(stored, by):
        return False
    Redaction.objects.create(
        comment=stored, by=by, at=at or timezone.now(), original=stored.text
    )
    # The digest stays: sent once more, the same words are still the same.
    Comment.objects.filter(pk=stored.pk).update(text=left, html=text.render(left))
    if stored.stands:
        on_page.changed(stored)
    revisions.show_anew(stored)
    comment.refresh_from_db()
    return True


def forget_originals(before: datetime) -> int:
    """Erase originals from ``before``; that words were taken out stays known."""
    old = Redaction.objects.filter(at__lt=before)
    return old.exclude(original="").update(original="")
