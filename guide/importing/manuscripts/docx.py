"""A ``.docx`` as HTML: headings, paragraphs, lists, tables, notes; bold and slanted.

The file is a zip of XML. Of each part no more is unpacked than may be, whatever the
zip says of its size.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from guide.importing.files import BadFile, Bounded
from guide.importing.manuscripts import docx_lists, headings
from guide.importing.manuscripts.docx_lists import Line
from guide.importing.manuscripts.docx_styles import Numbering, Style, Styles
from guide.importing.xml_files import elements
from guide.importing.zips import opened_zip

MOST_MEGABYTES = 60
MOST_FILES = 10_000
# What isn't there for readers: words taken out, instructions to a word processor, and
# the same text box once more for old ones.
_NOT_READ = {"del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr"}
_CHARACTERS = {"tab": " ", "noBreakHyphen": "\u2011", "cr": "\n"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
# What zipfile raises for a zip that is none, is cut, encrypted or made to mislead.
_BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
_IN_BOLD = re.compile(r"(?:<strong>[^<]*</strong>\s*)+")


@dataclass
class _Document:
    styles: Styles
    numbering: Numbering
    links: dict[str, str]
    notes: dict[str, Element]
    # The notes that were met since a heading: they stand before the next one.
    noted: list[str] = field(default_factory=list)
    pictures: int = 0
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Converted:
    html: str
    pictures: int
    left_out: tuple[str, ...]


def to_html(content: bytes) -> Converted:
    """BadFile where ``content`` is no ``.docx``."""
    try:
        with opened_zip(io.BytesIO(content), MOST_FILES) as packed:
            return _converted(packed)
    except BadFile:
        raise
    except _BROKEN as error:
        raise BadFile(_("It is no .docx: %s.") % error) from None


def _converted(packed: zipfile.ZipFile) -> Converted:
    named = set(packed.namelist())
    if "word/document.xml" not in named:
        raise BadFile(_("It is no .docx: word/document.xml is missing in it."))
    document = _Document(
        Styles.read(_part(packed, "word/styles.xml", {"style"})),
        Numbering.read(_part(packed, "word/numbering.xml", {"abstractNum", "num"})),
        {
            link.get("Id", ""): link.get("Target", "")
            for link in _part(packed, "word/_rels/document.xml.rels", {"Relationship"})
        },
        {
            f"{kind} {note.get('id')}": note
            for kind in ("footnote", "endnote")
            for note in _part(packed, f"word/{kind}s.xml", {kind})
        },
    )
    lines: list[Line] = []
    for element in _part(packed, "word/document.xml", {"p", "tbl"}):
        lines += _lines(document, element)
    lines += _notes(document)
    if not any(line.tag in _HEADINGS for line in lines):
        lines = _told_by_their_looks(lines)
    html = "\n".join(docx_lists.joined(lines))
    return Converted(html, document.pictures, tuple(filter(None, document.left_out)))


def _part(packed: zipfile.ZipFile, name: str, wanted: set[str]) -> Iterator[Element]:
    """The elements ``wanted`` of the part ``name``, if there is one."""
    if name not in packed.namelist():
        return
    try:
        with packed.open(name) as file:
            for found in elements(Bounded(file, MOST_MEGABYTES), wanted):
                yield found.element
    except BadFile as error:
        raise BadFile(f"{name}: {error}") from None


def _lines(document: _Document, element: Element) -> Iterator[Line]:
    """A table or a paragraph, and the text boxes that hang on that."""
    if element.tag == "tbl":
        yield Line("table", _table(document, element))
        return
    yield from _paragraph(document, element)
    for box in _boxes(element):
        for inner in box:
            if inner.tag in ("p", "tbl"):
                yield from _lines(document, inner)


def _paragraph(document: _Document, element: Element) -> Iterator[Line]:
    style, numbered = _style(document, element)
    html = _inline(document, element)
    if not html.strip():
        return
    if style.is_contents:
        document.left_out.append(_words(html))
    elif style.heading:
        yield from _notes(document)
        yield Line(f"h{style.heading}", html)
    elif numbered and numbered[1] >= 0:
        number = document.numbering.count(*numbered)
        yield Line("li", html, numbered[1], number)
    else:
        yield Line("blockquote" if style.is_quote else "p", html)


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes that hang on it, each once."""
    for child in element:
        if child.tag == "txbxContent":
            yield child
        elif child.tag not in _NOT_READ:
            yield from _boxes(child)


def _style(
    document: _Document, paragraph: Element
) -> tuple[Style, tuple[str, int] | None]:
    """How it looks by its style and by itself; its list and depth there, if any."""
    own = paragraph.find("pPr")
    named = own.find("pStyle") if own is not None else None
    style = document.styles.find(named.get("val", "") if named is not None else "")
    if own is None:
        return style, style.numbered
    direct = Style.of(own)
    return style.with_own(direct), direct.numbered or style.numbered


def _inline(document: _Document, element: Element) -> str:
    """Of a paragraph, or what is inside it. Text boxes come after it."""
    found = []
    for child in element:
        if child.tag in _NOT_READ or child.tag == "txbxContent":
            continue
        if child.tag == "r":
            found.append(_run(document, child))
        elif child.tag == "hyperlink":
            address = document.links.get(child.get("id", ""), "")
            words = _inline(document, child)
            is_link = bool(address and words.strip())
            link = f'<a href="{escape(address)}">{words}</a>'
            found.append(link if is_link else words)
        elif child.tag == "t":
            found.append(escape(child.text or "", quote=False))
        else:
            found.append(_inline(document, child))
    return "".join(found)


def _run(document: _Document, run: Element) -> str:
    words = "".join(_piece(document, child) for child in run)
    own = run.find("rPr")
    if not words.strip() or own is None:
        return words
    for name, tag in (("i", "em"), ("b", "strong")):
        if _is_on(own.find(name)):
            words = f"<{tag}>{words}</{tag}>"
    return words


def _piece(document: _Document, child: Element) -> str:
    if child.tag in _NOT_READ:
        return ""
    if child.tag == "t":
        return escape(child.text or "", quote=False)
    if child.tag in _CHARACTERS:
        return _CHARACTERS[child.tag]
    if child.tag == "br":
        return " " if child.get("type") in ("page", "column") else "<br>"
    if child.tag in ("footnoteReference", "endnoteReference"):
        document.noted.append(f"{child.tag[:-9]} {child.get('id')}")
        return f"[{len(document.noted)}]"
    if child.tag in ("drawing", "pict"):
        document.pictures += any(True for _blip in child.iter("blip"))
    return "" if child.tag == "txbxContent" else _inline(document, child)


def _is_on(mark: Element | None) -> bool:
    return mark is not None and mark.get("val", "1") not in (
        "0",
        "false",
        "off",
        "none",
    )


def _told_by_their_looks(lines: Sequence[Line]) -> list[Line]:
    """Headings without a style of headings: lines in bold, or else by their words."""
    in_bold = [bool(_IN_BOLD.fullmatch(line.html.strip())) for line in lines]
    found = headings.levels(
        [
            headings.likely(_words(line.html)) if bold or not any(in_bold) else None
            for line, bold in zip(lines, in_bold, strict=True)
        ]
    )
    return [
        replace(line, tag=f"h{level}") if level and line.tag == "p" else line
        for line, level in zip(lines, found, strict=True)
    ]


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _notes(document: _Document) -> Iterator[Line]:
    """Those met since the last chapter, each as a paragraph with its number."""
    noted, document.noted = document.noted, []
    for number, key in enumerate(noted, 1):
        note = document.notes.get(key)
        inside = [] if note is None else note.findall("p")
        words = " ".join(_inline(document, part).strip() for part in inside)
        yield Line("p", f"[{number}] {words}")


def _table(document: _Document, table: Element) -> str:
    """Its first row is its head. What is in a cell stands in one line there."""
    rows: list[str] = []
    for row in _nearest(table, "tr"):
        tag = "td" if rows else "th"
        cells = (_cell(document, cell) for cell in _nearest(row, "tc"))
        rows.append(f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _cell(document: _Document, cell: Element) -> str:
    found = []
    for part in _nearest(cell, "p"):
        found.append(_inline(document, part).strip())
        found += (_cell(document, box) for box in _boxes(part))
    return " ".join(filter(None, found))


def _nearest(element: Element, tag: str) -> Iterator[Element]:
    """The elements ``tag`` within, but for those that are in one another."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _NOT_READ:
            yield from _nearest(child, tag)
