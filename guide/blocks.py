"""Set-apart blocks that are written so that a reader would miss something. Pure.

An editor who forgets the ``:::`` that closes a block sets apart the rest of the text,
and sees no error anywhere. ``\\:::`` shows the marks themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from guide import rendering

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NEVER_CLOSED = _(
    "Line %(line)d: the block “%(words)s” is never closed. Put ::: on a line of its "
    "own where it ends."
)
INSIDE = _(
    "Line %(line)d: “%(words)s” begins before the block above it has ended. Close that "
    "one first, with ::: on a line of its own."
)
NO_BLOCK = _(
    "Line %(line)d: “%(words)s” begins no block. A block begins with ::: say or "
    "::: safety on a line of its own."
)
CLOSES_NOTHING = _("Line %(line)d: “%(words)s” closes nothing; no block is open there.")
LOST_WORDS = _(
    "Line %(line)d: “%(words)s” would lose its last words. Put them on the next line."
)

_LINE_END = re.compile(r"\r\n?|\n")
_CLOSING = re.compile(r"[\s>]*:{3,}\s*")


@dataclass(frozen=True)
class Mistake:
    """``line`` counts from 1; ``sentence`` has places for ``line`` and ``words``."""

    line: int
    words: str
    sentence: StrPromise

    def __str__(self) -> str:
        words = Truncator(self.words).chars(40)
        return str(self.sentence) % {"line": self.line, "words": words}


def validate_blocks(text: str) -> None:
    """ValidationError with the first mistake; those below it often follow from it."""
    for mistake in find_mistakes(text):
        raise ValidationError(str(mistake), code="blocks")


def find_mistakes(text: str) -> Iterator[Mistake]:
    """What is wrong with the set-apart blocks of ``text``, from its top."""
    lines = enumerate(_LINE_END.split(text))
    closings = {at for at, line in lines if _CLOSING.fullmatch(line)}
    ends: set[int] = set()
    for token in rendering.parse(text):
        at, end = token.map or (0, 0)
        if token.type == "inline":
            yield from _stray_marks(token.content, at)
        elif token.type in rendering.BLOCK_OPENINGS:
            sentence = None
            if token.info.strip() not in rendering.BLOCKS:
                sentence = LOST_WORDS
            elif end in ends:
                sentence = INSIDE
            elif end not in closings:
                sentence = NEVER_CLOSED
            ends.add(end)
            if sentence:
                words = f"{token.markup}{token.info}".strip()
                yield Mistake(at + 1, words, sentence)


def _stray_marks(words: str, at: int) -> Iterator[Mistake]:
    """Lines of a paragraph, the first of them line ``at``, that look like a block's."""
    for number, line in enumerate(words.split("\n"), at + 1):
        if line.startswith(":::"):
            sentence = NO_BLOCK if line.strip(": ") else CLOSES_NOTHING
            yield Mistake(number, line, sentence)
