"""The chapters of a manuscript in Markdown, and the questions that it answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from guide.importing.manuscripts import furniture, named, questions
from guide.importing.manuscripts.blocks import Block, as_text, parse
from guide.importing.manuscripts.headings import is_byline, is_only_number

# What has room in a row.
TITLE, SUBTITLE = 120, 160


@dataclass(frozen=True)
class Answer:
    """``question`` is a line of Markdown."""

    question: str
    answer: str


@dataclass(frozen=True)
class Chapter:
    title: str
    body: str
    questions: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Manuscript:
    """``left_out`` are the words of what is furniture of a page, in its order."""

    title: str
    subtitle: str
    chapters: tuple[Chapter, ...]
    left_out: tuple[str, ...] = ()


@dataclass
class _Section:
    """A heading, unless the text begins without one, and all up to the next."""

    heading: Block | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.heading.words if self.heading else ""


def find(
    markdown: str, unnamed: str, introduction: str, chapters: Sequence[str] = ()
) -> Manuscript:
    """The manuscript in ``markdown``.

    ``unnamed`` is its title where it has none, ``introduction`` that of the words which
    stand before the first chapter. ``chapters`` are the headings that begin one, where
    a person says so; ``named.Missing`` if one isn't there.
    """
    blocks, definitions = parse(markdown)
    stray = furniture.find([block.words for block in blocks])
    left_out = [blocks[at].words for at in sorted(stray)]
    kept = [block for at, block in enumerate(blocks) if at not in stray]
    if chapters:
        kept = named.mark(kept, chapters)
    has_title = not chapters or kept[0].level == 1
    title, kept, again = _title(kept) if has_title else (None, kept, [])
    level = named.CHAPTER if chapters else _level_of_chapters(kept)
    sections = _filled(_joined(_sections(kept, level)), level)
    sections, byline = _without_byline(sections)
    if title is None and len(sections) == 1 and sections[0].heading:
        title = sections[0].heading.words
    main, subtitle = split_title(title or unnamed)
    found = [
        _chapter(
            section, level, definitions, introduction if len(sections) > 1 else main
        )
        for section in sections
    ]
    return Manuscript(main, subtitle, tuple(found), (*left_out, *again, *byline))


def _title(blocks: Sequence[Block]) -> tuple[str | None, list[Block], list[str]]:
    """The title if there is one, the rest, and the words that printed it again.

    It is a heading above all others, and has deeper ones under it.
    """
    headings = [block for block in blocks if block.level]
    if not headings:
        return None, list(blocks), []
    first = headings[0]
    same = [block for block in headings if _is_same(block, first)]
    deeper = [block for block in headings if block.level > first.level]
    if not deeper or len(deeper) + len(same) < len(headings):
        return None, list(blocks), []
    before = blocks.index(first)
    if len(first.words) > TITLE + SUBTITLE:
        return None, list(blocks), []
    rest = [block for block in blocks if block is not first]
    chapter = next(at for at, block in enumerate(rest) if block.level > first.level)
    again = [
        block
        for at, block in enumerate(rest)
        if _is_same(block, first) and (block.level or before <= at < chapter)
    ]
    return (
        first.words,
        [block for block in rest if block not in again],
        [block.words for block in again],
    )


def _is_same(block: Block, title: Block) -> bool:
    return block.words.casefold().split() == title.words.casefold().split()


def split_title(title: str) -> tuple[str, str]:
    """Title and subtitle, which a colon parts where there is room for both."""
    main, colon, subtitle = title.partition(": ")
    if colon and len(main) <= TITLE and len(subtitle) <= SUBTITLE:
        return main.strip(), subtitle.strip()
    end = len(title) if len(title) <= TITLE else title.rfind(" ", 0, TITLE + 1)
    return title[:end], title[end:].strip()


def _level_of_chapters(blocks: Iterable[Block]) -> int:
    """The highest level with several headings, or the highest of all; else 1."""
    found = sorted(block.level for block in blocks if block.level)
    several = [level for level in found if found.count(level) > 1]
    return next(iter(several or found), 1)


def _sections(blocks: Iterable[Block], level: int) -> list[_Section]:
    sections = [_Section(None)]
    for block in blocks:
        if 0 < block.level <= level and len(block.words) <= TITLE:
            sections.append(_Section(block))
        else:
            sections[-1].blocks.append(block)
    return sections if sections[0].blocks else sections[1:]


def _without_byline(
    sections: list[_Section],
) -> tuple[list[_Section], tuple[str, ...]]:
    """Where nothing else stands before the first chapter, it would become one."""
    if len(sections) < 2 or sections[0].heading:
        return sections, ()
    words = [block.words for block in sections[0].blocks]
    if len(words) > 1 or not is_byline(words[0]):
        return sections, ()
    return sections[1:], (words[0],)


def _joined(sections: Sequence[_Section]) -> list[_Section]:
    """Two headings with nothing between them are one: “Chapter 3”, “The bridge”."""
    found: list[_Section] = []
    for section in sections:
        above = found[-1] if found else None
        heading = section.heading
        if heading and above and _only_counts(above, heading.level):
            words = f"{above.title}: {heading.words}"
            if len(words) <= TITLE:
                found[-1] = _Section(replace(heading, words=words), section.blocks)
                continue
        found.append(section)
    return found


def _filled(sections: Sequence[_Section], level: int) -> list[_Section]:
    """A heading with no words of its own takes what follows, under a heading there; at
    the end it stands below the section before it. So no chapter is empty."""
    found: list[_Section] = []
    for section in sections:
        above = found[-1] if found else None
        heading = section.heading
        nothing_follows = section is sections[-1] and _is_empty(section)
        if above and heading and (_is_empty(above) or nothing_follows):
            above.blocks += _lowered([heading, *section.blocks], level)
            continue
        found.append(replace(section, blocks=list(section.blocks)))
    return found


def _is_empty(section: _Section) -> bool:
    return all(block.level for block in section.blocks)


def _lowered(blocks: Iterable[Block], level: int) -> Iterator[Block]:
    """Headings among ``blocks`` a level lower, the first of which had ``level``."""
    for block in blocks:
        lower = min(max(block.level, level) + 1, named.DEEPEST)
        yield replace(block, level=lower) if block.level else block


def _only_counts(section: _Section, level: int) -> bool:
    """Whether it is empty, and its heading is a number or stands above ``level``."""
    if section.heading is None or section.blocks:
        return False
    return section.heading.level < level or is_only_number(section.title)


def _chapter(
    section: _Section, level: int, definitions: Mapping[str, str], unnamed: str
) -> Chapter:
    heading = section.heading
    title = heading.words if heading else unnamed
    body, asked = questions.parted(heading, section.blocks)
    return Chapter(
        title,
        as_text(body, level, definitions),
        tuple(
            Answer(question, as_text(answer, level, definitions))
            for question, answer in asked
        ),
    )
