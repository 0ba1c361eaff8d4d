"""The chapters of a manuscript in Markdown, and the questions that it answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from guide import rendering
from guide.importing.manuscripts import furniture
from guide.importing.manuscripts.headings import is_about_questions, is_only_number

# What has room in a row: of a title, of a subtitle, of a question.
TITLE, SUBTITLE, QUESTION = 120, 160, 200
ASKED = re.compile(r"^Q(?:uestion)?\s*\d*\s*[:.]\s*", re.I)
_FOOTNOTE = re.compile(r"^( {0,3})(?=\[\^)", re.M)
_ANSWERED = re.compile(r"^A(?:nswer)?\s*\d*\s*[:.]\s*", re.I)

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
for _name in rendering.BLOCKS:
    _markdown.use(container_plugin, _name)


@dataclass(frozen=True)
class Block:
    """A heading with its level and line, or anything else with a level of 0."""

    markdown: str
    words: str
    level: int = 0

    @property
    def is_strong(self) -> bool:
        """Whether it is one line, all of it in bold."""
        return bool(re.fullmatch(r"\*\*[^*\n]+\*\*", self.markdown))


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


def find(markdown: str, unnamed: str, introduction: str) -> Manuscript:
    """The manuscript in ``markdown``.

    ``unnamed`` is its title where it has none, ``introduction`` that of the words which
    stand before the first chapter.
    """
    blocks, definitions = parse(markdown)
    stray = furniture.find([block.words for block in blocks])
    left_out = [blocks[at].words for at in sorted(stray)]
    kept = [block for at, block in enumerate(blocks) if at not in stray]
    title, kept, again = _title(kept)
    level = _level_of_chapters(kept)
    sections = _joined(_sections(kept, level))
    if title is None and len(sections) == 1 and sections[0].heading:
        title = sections[0].heading.words
    main, subtitle = split_title(title or unnamed)
    chapters = [
        _chapter(
            section, level, definitions, introduction if len(sections) > 1 else main
        )
        for section in sections
    ]
    return Manuscript(main, subtitle, tuple(chapters), (*left_out, *again))


def parse(text: str) -> tuple[list[Block], dict[str, str]]:
    """The blocks of ``text``, and the links that it defines by their labels."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _markdown.parse(text, env)
    if any(label.startswith("^") for label in env.get("references", {})):
        # A footnote of a single word would be taken for a link, and not be seen.
        return parse(_FOOTNOTE.sub(r"\1\\", text))
    lines = text.split("\n")
    blocks: list[Block] = []
    for at, token in enumerate(tokens):
        if token.level or token.map is None or token.nesting < 0:
            continue
        if token.type == "heading_open":
            line = " ".join(tokens[at + 1].content.split())
            blocks.append(Block(line, rendering.in_words(line), int(token.tag[1])))
        else:
            begins, ends = token.map
            # A set-apart block ends before the line that closes it.
            ends += token.type in rendering.BLOCK_OPENINGS
            source = "\n".join(lines[begins:ends]).strip("\n")
            blocks += _with_question_alone(Block(source, _words(tokens[at:])))
    defined = env.get("references", {})
    return blocks, {label: _definition(link) for label, link in defined.items()}


def _with_question_alone(block: Block) -> list[Block]:
    """A paragraph of “Q: …?” and “A: …” in two lines is two."""
    line, _break, rest = block.markdown.partition("\n")
    if rest and ASKED.match(line) and line.endswith("?"):
        return [Block(part, rendering.in_words(part)) for part in (line, rest)]
    return [block]


def _words(tokens: Sequence[Token]) -> str:
    """Of the block that ``tokens`` begin with; only such as are short are looked at."""
    found = []
    for token in tokens:
        if token.type == "inline":
            found.append(rendering.in_words(" ".join(token.content.split())))
        elif token.content:
            found.append(token.content)
        if not token.level and token.nesting <= 0:
            break
    return " ".join(found)


def _definition(link: dict[str, str]) -> str:
    title = link["title"].replace('"', '\\"')
    return f"<{link['href']}>" + (f' "{title}"' if title else "")


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
    return title[:TITLE], title[TITLE:]


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


def _only_counts(section: _Section, level: int) -> bool:
    """Whether it is empty, and its heading is a number or stands above ``level``."""
    if section.heading is None or section.blocks:
        return False
    return section.heading.level < level or is_only_number(section.title)


def _chapter(
    section: _Section, level: int, definitions: dict[str, str], unnamed: str
) -> Chapter:
    heading = section.heading
    title = heading.words if heading else unnamed
    body, questions = _questions(section, level)
    return Chapter(
        title,
        _text(body, level, definitions),
        tuple(
            Answer(asked, _text(answer, level, definitions))
            for asked, answer in questions
        ),
    )


def _questions(
    section: _Section, level: int
) -> tuple[list[Block], list[tuple[str, list[Block]]]]:
    """What stands before the first question, and each with its answer.

    They stand at the end of a chapter, so those in its middle stay in its text.
    """
    blocks = section.blocks
    begins = _begin_of_questions(section)
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


def _begin_of_questions(section: _Section) -> int:
    """Where questions may begin: in a chapter about them, or its part about them."""
    if section.heading and is_about_questions(section.heading.words):
        return 0
    for at, block in enumerate(section.blocks):
        if block.level and is_about_questions(block.words):
            return at + 1
    return len(section.blocks)


def _asks(block: Block) -> bool:
    line = block.markdown
    if len(line) > QUESTION or "\n" in line or not block.words.endswith("?"):
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


def _text(blocks: Iterable[Block], level: int, definitions: dict[str, str]) -> str:
    """``blocks`` as one text whose highest heading follows the page's own."""
    parts = [
        f"{'#' * max(block.level - level + 1, 2)} {block.markdown}"
        if block.level
        else block.markdown
        for block in blocks
    ]
    text = "\n\n".join(parts)
    used = [
        f"[{label.lower()}]: {link}"
        for label, link in definitions.items()
        if f"[{label}]" in text.upper()
    ]
    return "\n\n".join([text, *["\n".join(used)] * bool(used)]) + "\n"
