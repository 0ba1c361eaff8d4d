"""A saved web page or an exported document: the part of its HTML that is its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3

_TAGS = nh3.ALLOWED_TAGS - {"nav"} | {"main", "section", "font"}
_ATTRIBUTES = {
    "*": {"style", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
# What somebody presses, and where a page leads to.
_NOT_READ = {
    "button",
    "head",
    "nav",
    "noscript",
    "script",
    "select",
    "style",
    "template",
    "textarea",
    "title",
}


@dataclass(frozen=True)
class Part:
    html: str
    # Whether there is more on the page.
    is_cut: bool


def text_of(html: str) -> Part:
    """The one article of a page, its main part, or else all of it."""
    clean = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_NOT_READ,
        attributes=_ATTRIBUTES,
        link_rel=None,
    )
    for tag in ("article", "main"):
        found = re.search(rf"<{tag}\b[^>]*>(.*)</{tag}>", clean, re.S)
        if found and clean.count(f"</{tag}>") == 1:
            beyond = clean[: found.start()] + clean[found.end() :]
            return Part(found[1], bool(re.sub(r"<[^>]*>", "", beyond).strip()))
    return Part(clean, False)
