"""What of a page is no part of its text: numbers, running heads, forms. Pure.

Each function takes the words of the blocks of a text, one by one. ``PAGE_BREAK`` stands
for itself among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

PAGE_BREAK = "\f"
OFTEN = 3
LONGEST_HEAD = 100
# Above it a number that stands alone may well be a year.
HIGHEST_ALONE = 999

_NUMBER = re.compile(
    r"[\[(|–—\s-]*(?:page\s+|p\.\s*)?(?P<number>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?"
    r"[\])|–—\s-]*",
    re.I,
)
_ROMAN = re.compile(r"(?=[ivxl])(?:x{0,3}|xl|l)(?:ix|iv|v?i{0,3})")
_DIGITS_AT_AN_EDGE = re.compile(r"^\W*\d{1,4}\b[\W_]*|[\W_]*\b\d{1,4}\W*$")
_LEADING_DOTS = re.compile(r".*?(?:\.\s?|…\s?){3,}\s*\d{1,4}\s*")
_CONTENTS = re.compile(r"(?:table of )?contents:?", re.I)
_ENDS = re.compile(r"[.,!?…:;][\"'”’»)\]]*$")

# Whoever meets one of these is at a form, or at a blog's foot.
_SURELY = (
    r"leave (?:a|your) (?:reply|comment)",
    r"cancel reply",
    r"your e-?mail address will not be published\.?",
    r"required fields are marked ?\*?\.?",
    r"save my (?:name|details)\b[^.]{,80}\bnext time i comment\.?",
    r"notify me of (?:follow-?up comments|new posts) by e-?mail\.?",
    r"(?:post|submit|add) (?:a )?comment",
    r"(?:name|e-?mail|comment|website) ?\(?\*\)?",
    r"(?:you must be )?logged in to post a comment\.?",
)
# These may be a heading of somebody's text as well: only beside one of the above.
_PERHAPS = (
    r"author",
    r"(?:about|written by) the author",
    r"(?:similar|related|recent|more) (?:posts|articles)",
    r"you (?:may|might) also like:?",
    r"(?:previous|next)(?: post| article)?",
    r"share (?:this|on)(?: post)?:?",
    r"like this:?",
    r"loading(?:…|\.\.\.)?",
    r"(?:facebook|twitter|tweet|pinterest|pin it|e-?mail|print|whatsapp|share)",
    r"(?:name|comment|comments|website|reply|δ)",
)
_SURE = re.compile(rf"(?:{'|'.join(_SURELY)})", re.I)
_FORM = re.compile(rf"(?:(?:{'|'.join(_SURELY + _PERHAPS)})(?:\s+|$))+", re.I)
_BESIDE = re.compile(rf"(?:(?:{'|'.join(_PERHAPS)})(?:\s+|$))+", re.I)


def find(blocks: Sequence[str]) -> set[int]:
    """The places in ``blocks`` of what is no text, page breaks among it."""
    numbers = page_numbers(blocks)
    breaks = {at for at, words in enumerate(blocks) if words == PAGE_BREAK}
    heads = running_heads(blocks, numbers | breaks)
    return breaks | numbers | heads | contents(blocks) | forms(blocks)


def page_numbers(blocks: Sequence[str]) -> set[int]:
    """Numbers that stand alone; what may be a year only between its neighbours."""
    numbers = {at: number for at, words in enumerate(blocks) if (number := _as(words))}
    running = runs([(at, number) for at, number in numbers.items() if number > 0])
    return {
        at for at, number in numbers.items() if number <= HIGHEST_ALONE or at in running
    }


def _as(words: str) -> int:
    """The page that ``words`` number; -1 in Roman numerals, 0 where they don't."""
    found = _NUMBER.fullmatch(words)
    if found:
        return int(found["number"])
    return -1 if _ROMAN.fullmatch(words) else 0


def runs(numbers: Sequence[tuple[int, int]]) -> set[int]:
    """The places of those whose neighbour counts on from them, or they from it."""
    found = set()
    for (before, first), (after, second) in pairwise(numbers):
        if second == first + 1:
            found |= {before, after}
    return found


def running_heads(blocks: Sequence[str], edges: set[int]) -> set[int]:
    """Short lines that come again and again beside ``edges``: numbers and breaks.

    The title that a book begins with stays, and so does a sentence of its author's.
    """
    beside = [
        at
        for at, words in enumerate(blocks)
        if at not in edges
        and 0 < len(words) <= LONGEST_HEAD
        and not _ENDS.search(words)
        and (edges & {at - 1, at + 1} or _DIGITS_AT_AN_EDGE.search(words))
    ]
    often = Counter(_without_number(blocks[at]) for at in beside)
    return {at for at in beside if at and often[_without_number(blocks[at])] >= OFTEN}


def _without_number(words: str) -> str:
    return " ".join(_DIGITS_AT_AN_EDGE.sub("", words).casefold().split())


def contents(blocks: Sequence[str]) -> set[int]:
    """Lines with dots that lead to a page, and the heading above them."""
    found = {
        at
        for at, words in enumerate(blocks)
        if all(map(_LEADING_DOTS.fullmatch, words.split("\n")))
    }
    above = {at - 1 for at in found if at and _CONTENTS.fullmatch(blocks[at - 1])}
    return found | above


def forms(blocks: Sequence[str]) -> set[int]:
    """What a reply form left behind, and what stands beside it at a blog's foot."""
    lines = [" ".join(words.split()) for words in blocks]
    found = {
        at
        for at, words in enumerate(lines)
        if len(words) <= 300 and _FORM.fullmatch(words) and _SURE.search(words)
    }
    for at in sorted(found):
        for step in (-1, 1):
            near = at + step
            while 0 <= near < len(lines) and _BESIDE.fullmatch(lines[near]):
                found.add(near)
                near += step
    return found
