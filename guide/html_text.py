"""Texts that stay HTML, because Markdown would lose a part of them. Pure.

They are cleaned whenever they are shown, as Markdown is, and have the same headings,
contents and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape

from markdown_it.token import Token

from guide import html_tree, pictures, rendering
from guide.html_tree import Element
from guide.rendering import Numbering, Rendered

_RENAMED = {"b": "strong", "i": "em", "cite": "em", "strike": "del"}
# What plays or is another page within this one: its address is shown instead.
_ELSEWHERE = {
    "iframe": "src", "embed": "src", "video": "src", "audio": "src", "object": "data"
}  # fmt: skip
_TAGS = (
    rendering.TAGS
    | rendering.ONLY_IN_HTML
    | set(_RENAMED)
    | set(_ELSEWHERE)
    | {"h1", "h6"}
) - {"picture", "source"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "aside": {"class"},
    "div": {"class"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    **{tag: {name} for tag, name in _ELSEWHERE.items()},
}
_ENDS_A_LINE = re.compile(
    r"(</(?:p|h[1-6]|ul|ol|li|blockquote|figure|table|tr|thead|tbody|dl|dd|dt|pre|"
    r"aside|div|details|summary)>|<hr>)(?!\n)"
)


def tidied(html: str, change: Callable[[str], str] = lambda address: address) -> str:
    """``html`` as it is kept: what texts may hold, a block a line. Addresses of links
    and pictures are put through ``change``."""
    root = _read(html)
    for element in root.elements():
        for name in ("href", "src"):
            if name in element.attributes:
                element.attributes[name] = change(element.attributes[name])
    written = html_tree.write(root)
    return re.sub(r"\n{2,}", "\n", _ENDS_A_LINE.sub(r"\1\n", written)).strip() + "\n"


@lru_cache(maxsize=64)
def render(
    html: str, *, within: str = "", taken: frozenset[str] = frozenset()
) -> Rendered:
    """``html`` as ``rendering.render`` gives the same text in Markdown."""
    root = _read(html)
    numbering = Numbering(within, "", set(taken))
    contents = []
    for element in root.elements():
        if not re.fullmatch("h[1-6]", element.tag):
            continue
        words = " ".join(element.text.split())
        numbered = numbering.number(element.tag, words)
        element.tag, element.attributes = numbered.tag, {"id": numbered.heading.id}
        if numbered.is_listed:
            contents.append(numbered.heading)
    shown = rendering.clean(html_tree.write(root, _picture))
    return Rendered(shown, tuple(contents), rendering.count_words(shown))


def parse(html: str) -> list[Token]:
    """Headings, links, pictures and blocks of ``html`` as ``rendering.parse`` gives
    those of Markdown; of no other thing. Each says ``beneath`` which heading it stands,
    in place of a line."""
    tokens = list(_tokens(_read(html)))
    beneath = ""
    for token in tokens:
        # None but a heading has words of its own.
        beneath = token.content or beneath
        for each in (token, *(token.children or ())):
            each.meta["beneath"] = beneath
    return tokens


def _tokens(within: Element) -> Iterator[Token]:
    for element in within.children:
        if not isinstance(element, Element):
            continue
        block = element.attributes.get("class", "")
        if re.fullmatch("h[1-6]", element.tag):
            yield Token("heading_open", element.tag, 1)
            yield Token("inline", "", 0, content=" ".join(element.text.split()))
        elif block:
            yield Token(f"container_{block}_open", element.tag, 1)
        elif child := _within_a_line(element):
            yield Token("inline", "", 0, children=[child])
        yield from _tokens(element)
        if block:
            yield Token(f"container_{block}_close", element.tag, -1)


def _within_a_line(element: Element) -> Token | None:
    """A picture, or a link that leads anywhere."""
    named = element.attributes
    if element.tag == "img":
        source: dict[str, str | int | float] = {"src": named.get("src", "")}
        return Token("image", "img", 0, attrs=source, content=named.get("alt", ""))
    if element.tag == "a" and "href" in named:
        return Token("link_open", "a", 1, attrs={"href": named["href"]})
    return None


def _read(html: str) -> Element:
    root = html_tree.read(html, _TAGS, _ATTRIBUTES)
    for element in root.elements():
        element.tag = _RENAMED.get(element.tag, element.tag)
        if element.attributes.get("class", "") not in rendering.BLOCKS:
            element.attributes.pop("class", None)
    for element in [root, *root.elements()]:
        element.children = [
            _link(child) if isinstance(child, Element) else child
            for child in element.children
        ]
    return root


def _link(element: Element) -> Element:
    """In place of what plays a link to it; else ``element`` itself."""
    address = element.attributes.get(_ELSEWHERE.get(element.tag, ""), "")
    if element.tag not in _ELSEWHERE:
        return element
    if address.startswith("//"):
        address = f"https:{address}"
    if not re.match(r"https?://", address):
        return Element("p", {}, element.children)
    return Element("p", {}, [Element("a", {"href": address}, [address])])


def _picture(element: Element) -> str | None:
    """A picture of this site as pages show it, any other as a link to it."""
    if element.tag != "img":
        return None
    address = element.attributes.get("src", "")
    alt = element.attributes.get("alt", "")
    if not address:
        return escape(alt)
    shown = pictures.in_html(address, alt)
    return shown or f'<a href="{escape(address)}">{escape(alt or address)}</a>'
