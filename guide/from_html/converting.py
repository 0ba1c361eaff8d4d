"""HTML as our Markdown, block by block. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext_lazy as _

from guide import html_tree, rendering
from guide.from_html import escaping, inline, tables, tidying
from guide.from_html.inline import Piece
from guide.html_tree import Element

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_TAGS = set(
    "a abbr address article aside audio b blockquote br caption center cite code col "
    "colgroup dd del details dfn div dl dt em embed figcaption figure footer h1 h2 h3 "
    "h4 h5 h6 header hr i iframe img ins kbd li main mark nav object ol p pre q s "
    "samp section small source span strike strong sub summary sup table tbody td tfoot "
    "th thead tr tt u ul var video".split()
)
_ATTRIBUTES = {
    "*": {"style", "class"},
    "a": {"href", "title"},
    "audio": {"src"},
    "embed": {"src"},
    "iframe": {"src"},
    "img": {"src", "alt", "title"},
    "object": {"data"},
    "ol": {"start"},
    "source": {"src"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "video": {"src"},
}
# What Markdown has no way of writing, by the tags of it.
_NO_MARKDOWN: dict[str, StrPromise] = {
    "sub": _("lowered letters"),
    "sup": _("raised letters"),
    "u": _("underlining"),
    "del": _("words that are struck out"),
    "s": _("words that are struck out"),
    "strike": _("words that are struck out"),
    "dl": _("a list of words and what they mean"),
    "details": _("a part that opens and closes"),
}
LOST_WORDS = _("words that Markdown would change")
LOST_CAPTION_LINKS = _("links in the words beneath a picture")
_ELSEWHERE = {"iframe": "src", "embed": "src", "video": "src", "audio": "src"}
_ELSEWHERE |= {"object": "data"}
_JUNK = re.compile("[\u200b\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True)
class Converted:
    """``lost`` are plain names of what the Markdown doesn't keep and HTML would."""

    markdown: str
    lost: tuple[str, ...]


def to_markdown(html: str) -> Converted:
    """``html``, of wherever it comes from, as Markdown for our own renderer.

    Addresses of pictures stay as they are; a page shows those of this site alone, and
    links to others. What moves or sounds becomes a link to it.
    """
    text = _SPACES.sub(" ", _JUNK.sub("", html))
    root = html_tree.read(text, _TAGS, _ATTRIBUTES)
    tidying.tidy(root)
    writer = _Writer()
    markdown = "\n\n".join(writer.blocks(root.children)) + "\n"
    markdown = markdown.lstrip("\n")
    writer.lost.update({str(name): None for name in _unwritable(root)})
    if not _keeps_words(writer.expected, markdown):
        writer.lost[str(LOST_WORDS)] = None
    return Converted(markdown, tuple(writer.lost))


def _unwritable(root: Element) -> Iterable[StrPromise]:
    return (
        _NO_MARKDOWN[each.tag] for each in root.elements() if each.tag in _NO_MARKDOWN
    )


@dataclass
class _Writer:
    lost: dict[str, None] = field(default_factory=dict)
    # The words that a page has to show, put together as they are written.
    expected: list[str] = field(default_factory=list)

    def blocks(self, nodes: Iterable[Element | str]) -> list[str]:
        """Each paragraph, heading, list and so on of ``nodes`` in Markdown."""
        found: list[str] = []
        for is_block, group in groupby(nodes, key=tidying.is_block):
            if is_block:
                for element in group:
                    found += self._block(cast(Element, element), found)
            else:
                found += self._paragraphs(list(group))
        return found

    def _block(self, element: Element, above: list[str]) -> list[str]:
        tag = element.tag
        if re.fullmatch("h[1-6]", tag):
            return self._heading(element)
        if tag in ("ul", "ol"):
            return self._list(element, above)
        if tag in _ELSEWHERE:
            return self._elsewhere(element)
        write = {
            "blockquote": self._quote,
            "pre": self._code,
            "hr": lambda rule: ["***"],
            "figure": self._figure,
            "table": self._table,
            "dt": self._term,
        }.get(tag)
        if write:
            return write(element)
        return self._container(element)

    def _container(self, element: Element) -> list[str]:
        found = self.blocks(element.children)
        kinds = set(element.attributes.get("class", "").split())
        [name, *_more] = [*sorted(kinds & set(rendering.BLOCKS)), ""]
        if not (name and found) or any(part.startswith(":::") for part in found):
            return found
        body = "\n\n".join(found)
        return [f"::: {name}\n{body}\n:::"]

    def _paragraphs(self, nodes: list[Element | str]) -> list[str]:
        """A paragraph, or several where breaks make them of one."""
        self._expect(nodes)
        parts = _split(inline.pieces_of(nodes, Piece("")))
        lines = map(inline.write, parts)
        return [escaping.escape_line_starts(line) for line in lines if line]

    def _expect(self, nodes: Iterable[Element | str]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.expected.append(node)
            elif node.tag == "img":
                self._expect_picture(node)
            else:
                self._expect(node.children)

    def _expect_picture(self, image: Element) -> None:
        source = image.attributes.get("src", "")
        if inline.is_foreign(image):
            self.expected.append(image.attributes.get("alt", "").strip() or source)

    def _heading(self, element: Element) -> list[str]:
        words = self._line(element)
        level = min(max(int(element.tag[1]), 2), 4)
        marks = "#" * level
        return [f"{marks} {escaping.escape_heading(words)}"] if words else []

    def _line(self, element: Element, *, in_table: bool = False) -> str:
        """All of ``element`` in one line."""
        self._expect(element.children)
        pieces = [
            Piece(" ", link=piece.link) if piece.is_break else piece
            for piece in inline.pieces_of(element.children, Piece(""))
        ]
        return inline.write(pieces, in_table=in_table)

    def _term(self, element: Element) -> list[str]:
        return self._paragraphs([Element("strong", {}, element.children)])

    def _quote(self, element: Element) -> list[str]:
        words = "\n\n".join(self.blocks(element.children))
        quoted = [f"> {line}".rstrip() for line in words.split("\n")]
        return ["\n".join(quoted)] if words else []

    def _code(self, element: Element) -> list[str]:
        self.expected.append(element.text)
        words = element.text.strip("\n")
        fence = "`" * max(3, escaping.longest_run("`", words) + 1)
        return [f"{fence}\n{words}\n{fence}"] if words.strip() else []

    def _list(self, element: Element, above: list[str]) -> list[str]:
        """With another mark than a list right above, which it isn't to go on with."""
        lines = [child for child in element.children if isinstance(child, Element)]
        first = element.attributes.get("start", "")
        number = int(first) if re.fullmatch(r"\d{1,8}", first) else 1
        last = above[-1] if above else ""
        if element.tag == "ol":
            sign = ")" if re.match(r"\d+\.", last) else "."
            marks = [f"{number + place}{sign} " for place in range(len(lines))]
        else:
            marks = ["* " if last.startswith("- ") else "- "] * len(lines)
        parts = [self.blocks(line.children) for line in lines]
        gap = "\n" if all(map(_is_tight, parts)) else "\n\n"
        found = [
            _hung(mark, gap.join(part))
            for mark, part in zip(marks, parts, strict=True)
            if part
        ]
        return [gap.join(found)] if found else []

    def _elsewhere(self, element: Element) -> list[str]:
        address = element.attributes.get(_ELSEWHERE[element.tag], "")
        inner = [child for child in element.elements() if child.tag == "source"]
        if not address and inner:
            address = inner[0].attributes.get("src", "")
        if address.startswith("//"):
            address = f"https:{address}"
        if not re.match(r"https?://", address):
            return self.blocks(element.children)
        self.expected.append(address)
        words = escaping.escape(address, near_links=True)
        return [f"[{words}]({escaping.address(address)})"]

    def _figure(self, element: Element) -> list[str]:
        """A picture with its caption where it is that; else what stands in it."""
        images = [each for each in element.elements() if each.tag == "img"]
        captions = [each for each in element.elements() if each.tag == "figcaption"]
        others = any(each.tag in _ELSEWHERE | _BIG for each in element.elements())
        if len(images) != 1 or others or len(captions) != 1:
            return self.blocks(element.children)
        caption = " ".join(captions[0].text.split())
        [image] = images
        if inline.is_foreign(image) or not caption:
            return self.blocks(element.children)
        if any(each.tag == "a" for each in captions[0].elements()):
            self.lost[str(LOST_CAPTION_LINKS)] = None
        self.expected.append(caption)
        alt = " ".join(image.attributes.get("alt", "").split())
        return [inline.picture(alt, image.attributes["src"], caption)]

    def _table(self, element: Element) -> list[str]:
        table = tables.read(element)
        above = [
            part
            for child in table.captions
            for part in self._paragraphs(child.children)
        ]
        if table.is_layout:
            cells = [cell for row in table.rows for cell in row]
            return above + [
                part for cell in cells for part in self.blocks(cell.children)
            ]
        self.lost.update({str(name): None for name in table.lost})
        rows = [[self._line(cell, in_table=True) for cell in row] for row in table.rows]
        return [*above, tables.write(rows)] if rows else above


_BIG = {"table": "", "ul": "", "ol": "", "blockquote": "", "pre": ""}


def _split(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """``pieces`` where two breaks follow each other: paragraphs."""
    found: list[list[Piece]] = [[]]
    breaks = 0
    for piece in pieces:
        if piece.is_break:
            breaks += 1
            continue
        if breaks and not piece.is_blank:
            if breaks > 1:
                found.append([])
            else:
                found[-1].append(inline.BREAK)
            breaks = 0
        found[-1].append(piece)
    return found


def _is_tight(parts: list[str]) -> bool:
    """Whether a line of a list is words, with a list beneath at most."""
    lists = sum(bool(re.match(r"[-*] |\d+[.)] ", part)) for part in parts[1:])
    return len(parts) <= 1 or lists == len(parts) - 1 == 1


def _hung(mark: str, words: str) -> str:
    """``words`` behind ``mark``, all further lines beneath its first."""
    indent = " " * len(mark)
    lines = words.split("\n")
    return "\n".join(
        [mark + lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])]
    )


def _keeps_words(expected: list[str], markdown: str) -> bool:
    # Said as whoever saves the text says it, so that it is rendered once for both.
    page = rendering.render(markdown, within="", taken=frozenset())
    shown = html_tree.read(page.html, _TAGS, {})
    return _letters("".join(expected)) == _letters(shown.text)


def _letters(words: str) -> str:
    """What typography leaves alone: letters, digits and the marks of Markdown."""
    without = re.sub(r"\((c|r|tm)\)|[©®™]", "", words, flags=re.I)
    return "".join(re.findall(r"[^\W_]|[\\`*_#\[\]<>&|~=@/]", without))
