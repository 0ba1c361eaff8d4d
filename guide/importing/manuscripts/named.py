"""Chapters where a person says which headings begin one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from guide.importing.manuscripts.blocks import Block

# Above it stands the title; all other headings stand below.
CHAPTER = 2
DEEPEST = 6


class Missing(LookupError):
    """The heading that stands nowhere by itself."""


def key(words: str) -> str:
    """How lines are compared: without great and small, and however they are spaced."""
    return " ".join(words.casefold().split())


def alone(text: str, names: Iterable[str]) -> str:
    """A plain ``text`` in which each line that is one of ``names`` stands by itself."""
    keys = set(map(key, names))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        f"\n{line.strip()}\n" if key(line) in keys else line for line in lines
    )


def mark(blocks: Sequence[Block], names: Sequence[str]) -> list[Block]:
    """``blocks`` with the headings that are ``names`` at the level of chapters.

    A list of contents names them too: of those with the same words the first counts
    that another one doesn't follow. Missing names what isn't there.
    """
    keys = {key(name): name for name in names}
    places = [at for at, block in enumerate(blocks) if _may_be_one(block, keys)]
    begin = {key(blocks[at].words): at for at in places}
    for at in reversed(places):
        if at + 1 not in places:
            begin[key(blocks[at].words)] = at
    for each, name in keys.items():
        if each not in begin:
            raise Missing(name)
    chapters = set(begin.values())
    below = (
        block.level for at, block in enumerate(blocks) if at and at not in chapters
    )
    highest = min(filter(None, below), default=1)
    return [
        replace(block, level=CHAPTER, markdown=block.markdown.strip("*"))
        if at in chapters
        else _beneath(block, highest, is_title=at == 0)
        for at, block in enumerate(blocks)
    ]


def _may_be_one(block: Block, keys: Iterable[str]) -> bool:
    return "\n" not in block.markdown and key(block.words) in keys


def _beneath(block: Block, highest: int, *, is_title: bool) -> Block:
    if not block.level:
        return block
    level = 1 if is_title else block.level - highest + CHAPTER + 1
    return replace(block, level=min(level, DEEPEST))
