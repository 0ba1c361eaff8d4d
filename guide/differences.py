"""What became of some words: what went, what came, what stayed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

# Words with what joins their parts; blanks; else single signs. In scripts that put no
# spaces between words, each letter by itself.
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
    r"|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+(?:[’'-]\w+)*"
    r"|\s+|[^\w\s]"
)


# Tokens on each side beyond which what changed isn't looked into: a table of both
# stays below some megabytes.
MOST = 3_000


class Kind(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"
    LEFT_OUT = "left-out"


@dataclass(frozen=True)
class Part:
    words: str
    kind: Kind


def parts(before: str, after: str) -> list[Part]:
    """``before`` and ``after`` in one: without what is OUT, they are ``after``; without
    what is IN, ``before``. What went stands before what came in its place."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[Part] = []
    for is_same, run in groupby(
        _with_blanks(list(_steps(old, new))), lambda step: step.kind is Kind.SAME
    ):
        steps = list(run)
        kinds = [Kind.SAME] if is_same else [Kind.OUT, Kind.IN]
        for kind in kinds:
            words = "".join(step.words for step in steps if step.kind is kind)
            found += [Part(words, kind)] if words else []
    return found


def parts_of_long(before: str, after: str) -> list[Part]:
    """As ``parts``, however long both are: by lines first, then by the words within
    those that changed, unless these are too many."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Part] = []
    for is_same, run in groupby(
        _steps_within(old, new), lambda step: step.kind is Kind.SAME
    ):
        steps = list(run)
        gone, come = (
            "".join(step.words for step in steps if step.kind is not other)
            for other in (Kind.IN, Kind.OUT)
        )
        found += [Part(gone, Kind.SAME)] if is_same else _looked_into(gone, come)
    return _joined(found)


def _steps_within(old: list[str], new: list[str]) -> Iterator[Part]:
    """As ``_steps``, past what both begin and end with."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    yield from (Part(line, Kind.SAME) for line in old[:head])
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(gone) <= MOST and len(come) <= MOST:
        yield from _steps(gone, come)
    else:
        yield from (Part(line, Kind.OUT) for line in gone)
        yield from (Part(line, Kind.IN) for line in come)
    yield from (Part(line, Kind.SAME) for line in old[len(old) - tail :])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many both begin with."""
    pairs = zip(one, other, strict=False)
    return next(
        (at for at, (its, others) in enumerate(pairs) if its != others),
        min(len(one), len(other)),
    )


def _looked_into(gone: str, come: str) -> list[Part]:
    if max(len(_TOKEN.findall(gone)), len(_TOKEN.findall(come))) <= MOST:
        return parts(gone, come)
    whole = [Part(gone, Kind.OUT), Part(come, Kind.IN)]
    return [part for part in whole if part.words]


def _joined(found: Sequence[Part]) -> list[Part]:
    return [
        Part("".join(part.words for part in run), kind)
        for kind, run in groupby(found, lambda part: part.kind)
    ]


def shortened(found: Sequence[Part], around: int = 200) -> list[Part]:
    """``found`` with about ``around`` characters of what stayed on each side of a
    change, and LEFT_OUT in place of the rest."""
    short: list[Part] = []
    for at, part in enumerate(found):
        before = part.words[: around if at else 0].rpartition(" ")[0]
        after = part.words[-around:].partition(" ")[2] if at < len(found) - 1 else ""
        if part.kind is Kind.SAME and len(part.words) > 3 * around:
            left_out = Part("", Kind.LEFT_OUT)
            short += [Part(before, Kind.SAME), left_out, Part(after, Kind.SAME)]
        else:
            short.append(part)
    return [part for part in short if part.words or part.kind is Kind.LEFT_OUT]


def _with_blanks(steps: Sequence[Part]) -> Iterator[Part]:
    """A blank that stayed between two changes goes and comes with them, so that a
    sentence written anew reads as one."""
    for before, step, after in zip(
        [None, *steps], steps, [*steps[1:], None], strict=False
    ):
        is_between = before and after and Kind.SAME not in (before.kind, after.kind)
        if step.kind is Kind.SAME and step.words.isspace() and is_between:
            yield Part(step.words, Kind.OUT)
            yield Part(step.words, Kind.IN)
        else:
            yield step


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    """Along a longest row of tokens that both have in this order.

    Each row of the usual table is one number, a bit a token, so that the longest texts
    take milliseconds whatever they repeat (Hyyrö 2004, "Bit-parallel LCS-length
    computation revisited"). A bit is 0 where the row grew.
    """
    places: dict[str, int] = {}
    for at, token in enumerate(old):
        places[token] = places.get(token, 0) | 1 << at
    row, rows, everything = (1 << len(old)) - 1, [], (1 << len(old)) - 1
    for token in new:
        met = row & places.get(token, 0)
        row = (row + met | row - met) & everything
        rows.append(row)
    return reversed(list(_backwards(old, new, rows)))


def _backwards(
    old: Sequence[str], new: Sequence[str], rows: Sequence[int]
) -> Iterator[Part]:
    at, to = len(old), len(new)
    while at and to:
        if rows[to - 1] >> (at - 1) & 1:
            at -= 1
            yield Part(old[at], Kind.OUT)
        elif to > 1 and not rows[to - 2] >> (at - 1) & 1:
            to -= 1
            yield Part(new[to], Kind.IN)
        else:
            at, to = at - 1, to - 1
            yield Part(old[at], Kind.SAME)
    yield from (Part(token, Kind.OUT) for token in reversed(old[:at]))
    yield from (Part(token, Kind.IN) for token in reversed(new[:to]))
