"""What stands within a line: words, emphasis, links, pictures, code. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from guide import pictures
from guide.from_html import escaping
from guide.html_tree import Element

STRONG, EM = "strong", "em"
_MARKS = {STRONG: "**", EM: "*"}
_EMPHASIS = {"strong": STRONG, "b": STRONG, "em": EM, "i": EM, "cite": EM, "dfn": EM}
# Not Word's own mso-bidi-font-weight, which is about other scripts.
_STYLES = {
    STRONG: re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|[6-9]00)"),
    EM: re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique)"),
}
_PLAIN_STYLES = {
    STRONG: re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|[1-5]00)"),
    EM: re.compile(r"(?<![\w-])font-style\s*:\s*normal"),
}
_PICTURE_FILE = re.compile(r"\.(jpe?g|png|gif|webp|avif)(\?|$)", re.I)


@dataclass(frozen=True)
class Link:
    address: str
    title: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of a line in one way of writing; ``made`` is Markdown already, or code."""

    words: str
    styles: frozenset[str] = frozenset()
    link: Link | None = None
    made: bool = False
    code: bool = False

    @property
    def is_break(self) -> bool:
        return self.made and self.words == BREAK.words

    @property
    def is_blank(self) -> bool:
        return self.is_break or not (self.made or self.words.strip())


BREAK = Piece("\\\n", made=True)


def pieces_of(nodes: Iterable[Element | str], within: Piece) -> Iterator[Piece]:
    """The line of ``nodes`` in pieces, written as ``within`` is and as they say."""
    for node in nodes:
        if isinstance(node, str):
            yield replace(within, words=re.sub(r"[ \t\n\r\f]+", " ", node))
        elif node.tag == "br":
            yield replace(BREAK, link=within.link)
        elif node.tag == "img":
            yield from _picture(node, within)
        elif node.tag == "code":
            words = " ".join(node.text.split())
            if words:
                yield replace(within, words=words, made=True, code=True)
        elif node.tag == "a" and not within.link:
            yield from pieces_of(node.children, _linked(node, within))
        else:
            yield from pieces_of(node.children, _styled(node, within))


def _picture(image: Element, within: Piece) -> Iterator[Piece]:
    alt = " ".join(image.attributes.get("alt", "").split())
    source = image.attributes.get("src", "")
    if source:
        yield replace(within, words=picture(alt, source), made=True)
    elif alt:
        yield replace(within, words=alt)


def picture(alt: str, source: str, caption: str = "") -> str:
    title = f' "{escaping.title(caption)}"' if caption else ""
    words = escaping.escape(alt, near_links=True)
    return f"![{words}]({escaping.address(source)}{title})"


def _linked(anchor: Element, within: Piece) -> Piece:
    """A link without an address leads nowhere, and one from a picture to its larger
    file nowhere better."""
    address = anchor.attributes.get("href", "").strip()
    shows = [each for each in anchor.elements() if each.tag == "img"]
    if not address or (shows and _PICTURE_FILE.search(address)):
        return within
    return replace(within, link=Link(address, anchor.attributes.get("title", "")))


def _styled(element: Element, within: Piece) -> Piece:
    styles = set(within.styles)
    if element.tag in _EMPHASIS:
        styles.add(_EMPHASIS[element.tag])
    css = element.attributes.get("style", "").casefold()
    for style in _STYLES if css else ():
        if _STYLES[style].search(css):
            styles.add(style)
        elif _PLAIN_STYLES[style].search(css):
            styles.discard(style)
    return replace(within, styles=frozenset(styles))


def write(pieces: Iterable[Piece], *, in_table: bool = False) -> str:
    """``pieces`` as one line of Markdown; its breaks are line ends in it."""
    line = _tidied(pieces)
    near_links = any(piece.link or piece.made for piece in line)
    written = ""
    for link, linked in groupby(line, key=lambda piece: piece.link):
        group = list(linked)
        if link and any(not piece.is_blank for piece in group):
            written = _without_picture_mark(written) + _link(link, group)
        else:
            written += _emphasised(_settled(group), near_links)
    return written.replace("|", "\\|") if in_table else written


def _link(link: Link, group: list[Piece]) -> str:
    words = _emphasised(_settled(group), near_links=True)
    before, core, after = re.fullmatch(r"(\s*)(.*?)(\s*)", words, re.S).groups()  # type: ignore[union-attr]
    title = f' "{escaping.title(link.title)}"' if link.title else ""
    return f"{before}[{core}]({escaping.address(link.address)}{title}){after}"


def _without_picture_mark(written: str) -> str:
    """What stands before ``[``, which isn't to become a picture by it."""
    is_mark = written.endswith("!") and not written.endswith("\\!")
    return f"{written[:-1]}\\!" if is_mark else written


def _tidied(pieces: Iterable[Piece]) -> list[Piece]:
    """No blank at the edges of a line, one between words, no break at an end."""
    found: list[Piece] = []
    for piece in pieces:
        words = piece.words
        if not piece.made:
            after_blank = not found or found[-1].is_break
            after_blank = after_blank or found[-1].words[-1:].isspace()
            words = re.sub(r"\s{2,}", " ", words)
            words = words.lstrip() if after_blank else words
        elif piece.is_break:
            _drop_blank_end(found)
        if words and not (piece.is_break and not found):
            found.append(replace(piece, words=words))
    while found and found[-1].is_break:
        found.pop()
    _drop_blank_end(found)
    while found and found[-1].is_break:
        found.pop()
    return found


def _drop_blank_end(found: list[Piece]) -> None:
    while found and not found[-1].made:
        words = found[-1].words.rstrip()
        if words:
            found[-1] = replace(found[-1], words=words)
            return
        found.pop()


def _settled(group: list[Piece]) -> list[Piece]:
    """``group`` with emphasis where Markdown can have it: around words, not around the
    blanks beside them, and off signs that would keep its marks from being read."""
    apart = [part for piece in group for part in _edges_apart(piece)]
    for place, piece in enumerate(apart):
        if piece.is_blank:
            before = next((p for p in reversed(apart[:place]) if not p.is_blank), None)
            after = next((p for p in apart[place:] if not p.is_blank), None)
            both = before.styles & after.styles if before and after else frozenset()
            apart[place] = replace(piece, styles=both)
    return _merged(_signs_outside(_merged(apart)))


def _edges_apart(piece: Piece) -> list[Piece]:
    if piece.made or not piece.styles:
        return [piece]
    parts = re.fullmatch(r"(\s*)(.*?)(\s*)", piece.words, re.S)
    return [replace(piece, words=part) for part in parts.groups() if part]  # type: ignore[union-attr]


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        alike = last and (last.styles, last.code) == (piece.styles, piece.code)
        can_join = piece.code or not (piece.made or (last and last.made))
        if last and alike and can_join:
            found[-1] = replace(last, words=last.words + piece.words)
        elif piece.words:
            found.append(piece)
    return found


def _signs_outside(pieces: list[Piece]) -> list[Piece]:
    found = pieces[:1]
    for after in pieces[1:]:
        found += _apart(found.pop(), after)
    return found


def _apart(before: Piece, after: Piece) -> list[Piece]:
    """Both, and between them the signs that emphasis has to leave out, if any."""
    if before.made or after.made:
        return [before, after]
    both = before.styles & after.styles
    signs = _signs(after.words)
    if after.styles != both and signs and _is_letter(before.words[-1:]):
        rest = replace(after, words=after.words[len(signs) :])
        return [before, replace(after, words=signs, styles=both), rest]
    signs = _signs(before.words[::-1])[::-1]
    if before.styles != both and signs and _is_letter(after.words[:1]):
        rest = replace(before, words=before.words[: -len(signs)])
        return [rest, replace(before, words=signs, styles=both), after]
    return [before, after]


def _signs(words: str) -> str:
    """The signs that ``words`` begins with, and the blanks among and behind them."""
    if not words or unicodedata.category(words[0])[0] not in "PS":
        return ""
    count = 0
    while count < len(words) and not _is_letter(words[count]):
        count += 1
    return words[:count]


def _is_letter(character: str) -> bool:
    return bool(character.strip()) and unicodedata.category(character)[0] not in "PS"


def _emphasised(pieces: list[Piece], near_links: bool) -> str:
    """``pieces`` with the marks of their emphasis.

    Where one ends and another begins at the same place, within a word, marks would run
    into each other: the second is left out.
    """
    written, opened, just_closed = "", list[str](), False
    for piece in pieces:
        kept = 0
        while kept < len(opened) and opened[kept] in piece.styles:
            kept += 1
        closing = "".join(_MARKS[style] for style in reversed(opened[kept:]))
        del opened[kept:]
        written += closing
        just_closed = bool(closing) or just_closed
        opening = [s for s in _MARKS if s in piece.styles and s not in opened]
        if opening and not just_closed and not piece.is_blank:
            written += "".join(_MARKS[style] for style in opening)
            opened += opening
        written = _with(written, piece, near_links)
        just_closed = False
    return written + "".join(_MARKS[style] for style in reversed(opened))


def _with(written: str, piece: Piece, near_links: bool) -> str:
    if piece.code:
        return written + escaping.code(piece.words)
    if piece.made:
        is_picture = piece.words.startswith("![")
        return (written if is_picture else _without_picture_mark(written)) + piece.words
    return written + escaping.escape(piece.words, near_links=near_links)


def is_foreign(image: Element) -> bool:
    """Whether a page shows a link in its place."""
    return not pictures.is_picture(image.attributes.get("src", ""))
