"""A text as words that can be compared: case, accents and apostrophes don't count."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from comments.screening.lookalikes import bare, in_latin, scripts_in

_QUOTES = str.maketrans(
    {**dict.fromkeys("‘’‚‛´`ʼ′＇", "'"), **dict.fromkeys("“”„‟«»″＂", '"')}
)
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
# Scripts that put no space between words: each character is one.
_SPACELESS = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SPACELESS}]|[^\W_{_SPACELESS}]+")


@dataclass(frozen=True)
class Folded:
    """``words`` in order, and where each begins in ``plain``."""

    plain: str
    words: tuple[str, ...]
    starts: tuple[int, ...]

    @cached_property
    def _quotes(self) -> list[int]:
        return [at for at, sign in enumerate(self.plain) if sign == '"']

    def is_quoted(self, first: int, last: int) -> bool:
        """Whether the words ``first`` to ``last`` stand in quotes or after ``>``."""
        begin, end = self.starts[first], self.starts[last]
        line = self.plain.rfind("\n", 0, begin) + 1
        if self.plain[line : line + 3].lstrip().startswith(">"):
            return True
        before = bisect_left(self._quotes, begin)
        return before % 2 == 1 and bisect_left(self._quotes, end) < len(self._quotes)


def fold(text: str) -> Folded:
    plain = _APOSTROPHE.sub("", bare(text.translate(_QUOTES)).translate(_QUOTES))
    found = list(_WORD.finditer(plain))
    return Folded(
        plain,
        tuple([_word(match.group()) for match in found]),
        tuple([match.start() for match in found]),
    )


def _word(word: str) -> str:
    """A word that mixes scripts as the Latin one it looks like."""
    if word.isascii() or len(scripts_in(word)) < 2:
        return word
    return in_latin(word)


def spellings(word: str) -> tuple[str, ...]:
    """``word``, and it without the letters that were drawn out at its end."""
    stem = word.rstrip(word[-1])
    run = len(word) - len(stem)
    return (word, *(stem + word[-1] * short for short in (1, 2) if short < run))
