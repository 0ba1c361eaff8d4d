"""What the paragraphs of a ``.docx`` are by their styles, and how its lists count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

_HEADING = re.compile(r"heading ([1-6])", re.I)
_CONTENTS = re.compile(r"toc (?:heading|[1-9])", re.I)
_QUOTE = re.compile(r"(?:intense )?quote|block text", re.I)
# A style inherits from another; a circle of them ends here.
MOST_PARENTS = 20
BULLETS = {"bullet", "none"}


@dataclass(frozen=True)
class Style:
    """``heading`` is 1 for a title, 2 for a heading of the first level; 0 for none."""

    name: str = ""
    based_on: str = ""
    heading: int = 0
    is_quote: bool = False
    # Of a table of contents, which the headings make.
    is_contents: bool = False
    # Its list, and the depth there from 0; -1 where it says that it is in none.
    numbered: tuple[str, int] | None = None

    @classmethod
    def of(cls, properties: Element) -> Style:
        """What a paragraph's own properties say."""
        level = _value(properties, "outlineLvl")
        heading = int(level) + 2 if level.isdecimal() and int(level) < 6 else 0
        return cls(heading=heading, numbered=_numbered(properties))

    def with_own(self, own: Style) -> Style:
        """This one, changed by what a paragraph says of itself."""
        return replace(
            self,
            heading=own.heading or self.heading,
            numbered=own.numbered or self.numbered,
        )


@dataclass(frozen=True)
class Styles:
    by_id: dict[str, Style]

    @classmethod
    def read(cls, elements: Iterable[Element]) -> Styles:
        return cls(
            {
                element.get("styleId", ""): _named(element)
                for element in elements
                if element.get("type", "paragraph") == "paragraph"
            }
        )

    def find(self, key: str) -> Style:
        """The style ``key`` with what it inherits; that of every text if unknown."""
        found = self.by_id.get(key, Style())
        parent = found
        for _step in range(MOST_PARENTS):
            parent = self.by_id.get(parent.based_on, Style())
            found = replace(
                found,
                heading=found.heading or parent.heading,
                is_quote=found.is_quote or parent.is_quote,
                numbered=found.numbered or parent.numbered,
            )
        return found


def _named(element: Element) -> Style:
    name = _value(element, "name")
    properties = element.find("pPr")
    own = Style() if properties is None else Style.of(properties)
    level = _HEADING.fullmatch(name)
    heading = int(level[1]) + 1 if level else own.heading
    if name.casefold() == "title":
        heading = 1
    return replace(
        own,
        name=name,
        based_on=_value(element, "basedOn"),
        heading=min(heading, 6),
        is_quote=bool(_QUOTE.fullmatch(name)),
        is_contents=bool(_CONTENTS.fullmatch(name)),
    )


def _numbered(properties: Element) -> tuple[str, int] | None:
    found = properties.find("numPr")
    if found is None:
        return None
    key, depth = _value(found, "numId"), _value(found, "ilvl")
    # "0" takes a paragraph out of the list that its style puts it in.
    return (key, -1 if key == "0" else min(int(depth) if depth.isdecimal() else 0, 8))


def _value(element: Element, name: str) -> str:
    found = element.find(name)
    return found.get("val", "") if found is not None else ""


@dataclass
class Numbering:
    """The lists by key: of each depth how it counts, and where it begins."""

    formats: dict[str, dict[int, str]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    counted: dict[str, dict[int, int]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    @classmethod
    def read(cls, elements: Iterable[Element]) -> Numbering:
        found, abstract = cls(), {}
        for element in elements:
            if element.tag == "abstractNum":
                abstract[element.get("abstractNumId", "")] = element
                continue
            key = element.get("numId", "")
            shape = abstract.get(_value(element, "abstractNumId"))
            found.formats[key], found.starts[key] = _shape(shape)
            for change in element.findall("lvlOverride"):
                start = _value(change, "startOverride")
                depth = change.get("ilvl", "0")
                if start.isdecimal() and depth.isdecimal():
                    found.starts[key][int(depth)] = int(start)
        return found

    def count(self, key: str, depth: int) -> int | None:
        """The number of the next item there; None where it has a bullet."""
        if self.formats.get(key, {}).get(depth, "bullet") in BULLETS:
            return None
        counts = self.counted[key]
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        start = self.starts.get(key, {}).get(depth, 1)
        counts[depth] = counts.get(depth, start - 1) + 1
        return counts[depth]


def _shape(element: Element | None) -> tuple[dict[int, str], dict[int, int]]:
    levels = [] if element is None else element.findall("lvl")
    formats, starts = {}, {}
    for level in levels:
        depth = int(level.get("ilvl", "0") or 0)
        formats[depth] = _value(level, "numFmt") or "decimal"
        start = _value(level, "start")
        starts[depth] = int(start) if start.isdecimal() else 1
    return formats, starts
