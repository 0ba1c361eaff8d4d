"""HTML as a small tree. Pure.

``nh3`` reads what people and programs write, however broken; what it gives back is so
regular that a tree of it takes a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import nh3

# No text of a person nests deeper; what does is kept, one beside the other.
MOST_NESTED = 60
VOID = frozenset("br hr img source embed col".split())
_URL_SCHEMES = {"http", "https", "mailto", "tel", "sms"}
# Their content is no text of the page.
_NO_TEXT = {"script", "style", "title", "template", "noscript", "textarea", "select"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """All elements within, in the order of the text."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    @property
    def text(self) -> str:
        """All words within, as they stand."""
        return "".join(
            child if isinstance(child, str) else child.text for child in self.children
        )


def read(html: str, tags: set[str], attributes: Mapping[str, set[str]]) -> Element:
    """The tree of ``html`` with ``tags`` and their ``attributes`` alone; of anything
    else the words. Links lead to addresses that are safe to open."""
    clean = nh3.clean(
        html,
        tags=tags,
        clean_content_tags=_NO_TEXT - tags,
        attributes=dict(attributes),
        url_schemes=_URL_SCHEMES,
        link_rel=None,
    )
    builder = _Builder()
    builder.feed(clean)
    builder.close()
    return builder.root


def write(
    element: Element, instead: Callable[[Element], str | None] = lambda element: None
) -> str:
    """``element`` as HTML again; what is made ``instead`` of one, where that is
    anything, comes in its place."""
    inner = "".join(
        escape(child, quote=False) if isinstance(child, str) else write(child, instead)
        for child in element.children
    )
    made = instead(element)
    if made is not None or not element.tag:
        return inner if made is None else made
    named = "".join(
        f' {name}="{escape(value)}"' for name, value in element.attributes.items()
    )
    opening = f"<{element.tag}{named}>"
    return opening if element.tag in VOID else f"{opening}{inner}</{element.tag}>"


class _Builder(HTMLParser):
    """For HTML in which everything is closed that can be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        # Beside each open element the one that takes its children.
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        inmost = self.open[-1]
        if tag in VOID:
            inmost.children.append(element)
        elif len(self.open) > MOST_NESTED:
            self.open.append(inmost)
        else:
            inmost.children.append(element)
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
