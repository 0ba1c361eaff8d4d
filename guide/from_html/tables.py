"""Tables: which are some in Markdown too. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from guide.from_html import tidying
from guide.html_tree import Element

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MERGED = _("cells of a table that are joined")
NO_HEADINGS = _("a table without headings")
PARAGRAPHS = _("paragraphs or lists within a table")


@dataclass(frozen=True)
class Table:
    captions: list[Element]
    rows: list[list[Element]]
    lost: list[StrPromise]
    # Of one cell: a way of setting something apart.
    is_layout: bool


def read(element: Element) -> Table:
    """The table's own rows; one within a cell of it is a part of that cell."""
    parts = _own(element, {"tr", "caption"})
    captions = [part for part in parts if part.tag == "caption"]
    rows = [_own(part, {"td", "th"}) for part in parts if part.tag == "tr"]
    rows = [row for row in rows if row]
    cells = [cell for row in rows for cell in row]
    return Table(captions, rows, list(_lost(rows, cells)), len(cells) <= 1)


def _own(element: Element, tags: set[str]) -> list[Element]:
    found: list[Element] = []
    for child in element.children:
        if isinstance(child, Element):
            found += [child] if child.tag in tags else _own(child, tags)
    return found


def _lost(rows: list[list[Element]], cells: list[Element]) -> list[StrPromise]:
    spans = [cell.attributes.get(name, "1") for cell in cells for name in _SPANS]
    lost = []
    if set(spans) - {"1", ""}:
        lost.append(MERGED)
    if rows and any(cell.tag != "th" for cell in rows[0]):
        lost.append(NO_HEADINGS)
    if any(_is_more_than_a_line(cell) for cell in cells):
        lost.append(PARAGRAPHS)
    return lost


_SPANS = ("colspan", "rowspan")


def _is_more_than_a_line(cell: Element) -> bool:
    blocks = [each for each in cell.elements() if tidying.is_block(each)]
    breaks = [each for each in cell.elements() if each.tag == "br"]
    one_paragraph = len(blocks) == 1 and blocks[0].tag in ("p", "div")
    return bool(breaks) or not (one_paragraph or not blocks)


def write(rows: list[list[str]]) -> str:
    """``rows`` of words, the first one as headings."""
    width = max(map(len, rows))
    filled = [row + [""] * (width - len(row)) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in filled]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
