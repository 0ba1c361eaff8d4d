"""A plain text as HTML: its headings, lists and paragraphs, told by how they stand.

Pure. Words are kept as they are; what is furniture of a page is named in ``left_out``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from guide.importing.manuscripts import furniture
from guide.importing.manuscripts.blocks import ASKED
from guide.importing.manuscripts.headings import Likely, is_byline, levels, likely

# Where one line in twenty is that long, nobody broke lines: each is a paragraph.
LONGEST_BROKEN = 120
_BULLET = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+•‣◦▪●○∙·]|o(?=\t))\s+(?=\S)")
_NUMBERED = re.compile(r"(?P<indent>\s*)(?P<mark>(?P<number>\d{1,3})[.)])\s+(?=\S)")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_RULE = re.compile(r"(?:[*_#~•–—-]\s*){3,}")
_NUMBER_LINE = re.compile(r"\s*(\d{1,4})\s*")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_STRONG = re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")
_SLANTED = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")


@dataclass(frozen=True)
class Plain:
    html: str
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A line with a mark; ``number`` of None for a bullet."""

    indent: int
    number: int | None
    words: str
    # As it stands, should it be no item after all.
    line: str


def to_html(text: str) -> Plain:
    chunks = _chunks(text)
    words = ["\n".join(map(_bare, chunk)) for chunk in chunks]
    stray = furniture.find(words)
    left_out = [words[at] for at in sorted(stray) if words[at] != furniture.PAGE_BREAK]
    kept = _mended(chunks, stray)
    return Plain("\n".join(_html(kept)), tuple(left_out))


def _bare(line: str) -> str:
    return line.strip(" \t")


def _chunks(text: str) -> list[list[str]]:
    """Lines that stand together; a page's break and number by themselves."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\f\n")
    rows = [line.rstrip(" \t") for line in lines.split("\n")]
    alone = 20 * sum(len(row) > LONGEST_BROKEN for row in rows) >= sum(map(bool, rows))
    pages = _pages(rows)
    chunks: list[list[str]] = [[]]
    for at, row in enumerate(rows):
        if row == "\f" or at in pages:
            chunks += [[row], []]
        elif not row:
            chunks.append([])
        else:
            underline = _UNDERLINE.fullmatch(row)
            begins = alone or (len(chunks) == 1 and is_byline(_bare(row)))
            if begins and chunks[-1] and not underline:
                chunks.append([])
            chunks[-1].append(row)
            asked = ASKED.match(row) and row.endswith("?")
            if asked or (underline and len(chunks[-1]) == 2):
                chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _pages(rows: Sequence[str]) -> set[int]:
    """Lines that are nothing but a number, where these count the pages."""
    numbers = [
        (at, int(row)) for at, row in enumerate(rows) if _NUMBER_LINE.fullmatch(row)
    ]
    return furniture.runs(numbers)


def _mended(chunks: Sequence[list[str]], stray: set[int]) -> list[list[str]]:
    """``chunks`` without what is stray; a paragraph that a page broke is one again."""
    kept: list[list[str]] = []
    for at, chunk in enumerate(chunks):
        if at in stray:
            continue
        if kept and at - 1 in stray and _goes_on(kept[-1], chunk):
            kept[-1] = [*kept[-1], *chunk]
        else:
            kept.append(chunk)
    return kept


def _goes_on(before: Sequence[str], after: Sequence[str]) -> bool:
    return after[0][:1].islower() and not _ENDED.search(before[-1])


def _html(chunks: Sequence[list[str]]) -> Iterator[str]:
    items: list[Item] = []
    for chunk, level in zip(chunks, _levels(chunks), strict=True):
        lines = [] if level else list(chunk)
        leading = _before_items(lines)
        if items and (level or leading):
            yield from _lists(items)
            items = []
        if level:
            heading = chunk[:1] if _is_underlined(chunk) else chunk
            yield f"<h{level}>{_inline(': '.join(map(str.strip, heading)))}</h{level}>"
        if leading:
            yield _paragraph(leading)
        items += _items(lines[len(leading) :])
    yield from _lists(items)


def _before_items(lines: Sequence[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _BULLET.match(line) or _NUMBERED.match(line):
            # A rule of stars, or of hyphens with spaces between, is no bullet.
            return list(lines) if _RULE.fullmatch(line) else list(lines[:at])
    return list(lines)


def _items(lines: Sequence[str]) -> list[Item]:
    items: list[Item] = []
    for line in lines:
        found = _BULLET.match(line) or _NUMBERED.match(line)
        if found:
            number = found.groupdict().get("number")
            indent = len(found["indent"].expandtabs(4))
            words = line[found.end() :]
            items.append(Item(indent, int(number) if number else None, words, line))
        else:
            last = items.pop()
            both = (f"{last.words}\n{line.strip()}", f"{last.line}\n{line.strip()}")
            items.append(Item(last.indent, last.number, *both))
    return items


def _lists(items: Sequence[Item]) -> Iterator[str]:
    """Lists of what counts on or has bullets; a lone number is the text's own."""
    run: list[Item] = []
    for item in items:
        if run and not _belongs(run, item):
            yield from _list(run)
            run = []
        run.append(item)
    yield from _list(run)


def _belongs(run: Sequence[Item], item: Item) -> bool:
    """Whether ``item`` counts on from the last beside it, or is inside that."""
    outer = run[0].indent
    if item.indent > outer:
        return True
    last = next(one for one in reversed(run) if one.indent <= outer)
    if item.number is None or last.number is None:
        return item.number is None and last.number is None
    return item.number == last.number + 1


def _list(run: Sequence[Item]) -> Iterator[str]:
    outer = min((item.indent for item in run[:1]), default=0)
    beside = [at for at, item in enumerate(run) if item.indent <= outer]
    if not run:
        return
    if run[0].number is not None and len(beside) == 1:
        yield _paragraph([run[0].line])
        yield from _lists(run[1:])
        return
    inside = []
    for at, after in pairwise([*beside, len(run)]):
        deeper = "".join(_lists(run[at + 1 : after]))
        inside.append(f"<li>{_inline(run[at].words)}{deeper}</li>")
    number = run[0].number
    tag, start = ("ul", "") if number is None else ("ol", f' start="{number}"')
    yield f"<{tag}{start}>{''.join(inside)}</{tag}>"


def _paragraph(lines: Sequence[str]) -> str:
    text = "\n".join(line.strip() for line in lines)
    return "<hr>" if _RULE.fullmatch(text) else f"<p>{_inline(text)}</p>"


def _inline(words: str) -> str:
    """What stands between stars is meant to stand out, in a plain text as well."""
    html = _STRONG.sub(r"<strong>\1</strong>", escape(words, quote=False))
    return _SLANTED.sub(r"<em>\1</em>", html)


def _is_underlined(chunk: Sequence[str]) -> bool:
    return len(chunk) == 2 and bool(_UNDERLINE.fullmatch(chunk[1]))


def _levels(chunks: Sequence[list[str]]) -> list[int]:
    """The level of each that is a heading, 0 of the others."""
    return levels([_likely(chunks, at) for at in range(len(chunks))])


def _likely(chunks: Sequence[list[str]], at: int) -> Likely | None:
    chunk = chunks[at]
    if _is_underlined(chunk):
        return Likely(chunk[0].strip(), f"underlined {chunk[1][0]}")
    if at == 0 and len(chunk) == 2 and all(likely(_bare(line)) for line in chunk):
        return likely(": ".join(map(_bare, chunk)))
    if at == 1 and is_byline(_bare(chunk[0])):
        return None
    if len(chunk) > 1 or _BULLET.match(chunk[0]) or _counts(chunks, at):
        return None
    return likely(chunk[0].strip())


def _counts(chunks: Sequence[list[str]], at: int) -> bool:
    """Whether it is an item among others: the one before or after counts with it."""
    found = _NUMBERED.match(chunks[at][0])
    if not found:
        return False
    number = int(found["number"])
    near = {number - 1: chunks[at - 1][-1] if at else ""}
    near[number + 1] = chunks[at + 1][0] if at + 1 < len(chunks) else ""
    for expected, line in near.items():
        other = _NUMBERED.match(line)
        if other and int(other["number"]) == expected:
            return True
    return False
