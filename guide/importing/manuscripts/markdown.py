"""Markdown of elsewhere as ours: what it holds of HTML becomes Markdown, too. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from guide.importing.manuscripts.levels import to_marked

_markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
_FRONT = re.compile(
    r"\A(?P<fence>---|\+\+\+)\n(?P<lines>.*?)^(?P=fence)\s*?\n", re.S | re.M
)
_TITLE = re.compile(r"""^title\s*[:=]\s*(["']?)(?P<title>.+?)\1\s*$""", re.M)


@dataclass(frozen=True)
class Front:
    """The lines above a text that speak of it, and the title among them."""

    lines: str = ""
    title: str = ""


def part_front(text: str) -> tuple[Front, str]:
    """What stands above ``text`` between lines of ``---`` or ``+++``, and the rest."""
    plain = text.replace("\r\n", "\n")
    found = _FRONT.match(plain)
    if not found or not re.match(r"\w+\s*[:=]", found["lines"]):
        return Front(), text
    title = _TITLE.search(found["lines"])
    front = Front(found["lines"].strip(), title["title"] if title else "")
    return front, plain[found.end() :]


def without_html(text: str) -> str:
    """``text`` with each block that holds HTML written anew; all others as they are."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    env: dict[str, object] = {}
    blocks = list(_blocks(_markdown.parse("\n".join(lines), env)))
    for block in reversed(blocks):
        if any(map(_holds_html, block)) and block[0].map:
            html = _markdown.renderer.render(block, _markdown.options, env)
            lines[slice(*block[0].map)] = [*to_marked(html).markdown.split("\n"), ""]
    return "\n".join(lines)


def _blocks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each block that is in no other."""
    begins = 0
    for at, token in enumerate(tokens, 1):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[begins:at]
            begins = at


def _holds_html(token: Token) -> bool:
    inside = (child.type == "html_inline" for child in token.children or [])
    return token.type == "html_block" or any(inside)
