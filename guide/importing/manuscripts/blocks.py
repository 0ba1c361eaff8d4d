"""A text in Markdown by its blocks, and blocks as a text again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from guide import rendering

# How a question may begin that isn't a heading.
ASKED = re.compile(r"^Q(?:uestion)?\s*\d*\s*[:.]\s*", re.I)
_FOOTNOTE = re.compile(r"^([ >]*)(?=\[\^)", re.M)

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


def parse(text: str) -> tuple[list[Block], dict[str, str]]:
    """The blocks of ``text``, and the links that it defines by their labels."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _markdown.parse(text, env)
    notes = any(label.startswith("^") for label in env.get("references", {}))
    if notes and _FOOTNOTE.search(text):
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


def as_text(blocks: Iterable[Block], level: int, definitions: Mapping[str, str]) -> str:
    """``blocks`` as the text of a chapter, whose own heading has ``level``."""
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
