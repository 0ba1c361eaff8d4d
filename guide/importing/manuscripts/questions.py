"""Questions at the end of a chapter, each with its answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from guide.importing.manuscripts.blocks import ASKED, Block
from guide.importing.manuscripts.headings import is_about_questions

# What has room in a row.
LONGEST = 200
_ANSWERED = re.compile(r"^A(?:nswer)?\s*\d*\s*[:.]\s*", re.I)


def parted(
    heading: Block | None, blocks: list[Block]
) -> tuple[list[Block], list[tuple[str, list[Block]]]]:
    """What stands before the first question, and each with its answer.

    They stand at the end of a chapter, so those in its middle stay in its text.
    """
    begins = _begin(heading, blocks)
    asked = [at for at in range(begins, len(blocks)) if _asks(blocks[at])]
    if not asked or _goes_on(blocks, asked):
        return blocks, []
    ends = [*asked[1:], len(blocks)]
    return blocks[: asked[0]], [
        _asked(blocks[at], blocks[at + 1 : end])
        for at, end in zip(asked, ends, strict=True)
    ]


def _goes_on(blocks: Sequence[Block], asked: Sequence[int]) -> bool:
    """Whether a heading beside the questions, or above them, follows them."""
    deepest = max(blocks[at].level for at in asked)
    return any(
        0 < block.level <= max(deepest, 2) and at not in asked
        for at, block in enumerate(blocks[asked[0] :], asked[0])
    )


def _begin(heading: Block | None, blocks: Sequence[Block]) -> int:
    """Where questions may begin: in a chapter about them, or its part about them."""
    if heading and is_about_questions(heading.words):
        return 0
    for at, block in enumerate(blocks):
        if block.level and is_about_questions(block.words):
            return at + 1
    return len(blocks)


def _asks(block: Block) -> bool:
    line = block.markdown
    if len(line) > LONGEST or "\n" in line or not block.words.endswith("?"):
        return False
    return bool(block.level or block.is_strong or ASKED.match(block.words))


def _asked(block: Block, answer: list[Block]) -> tuple[str, list[Block]]:
    """The question and its answer, without a Q and an A before them."""
    line = block.markdown.strip("*") if block.is_strong else block.markdown
    bare = ASKED.sub("", line)
    if bare != line and answer and not answer[0].level:
        first = replace(answer[0], markdown=_ANSWERED.sub("", answer[0].markdown))
        return bare, [first, *answer[1:]]
    return bare, answer
