"""What was said elsewhere in HTML, as the Markdown that comments here have. Pure."""

from __future__ import annotations

import re
from itertools import zip_longest
from urllib.parse import parse_qs, urlsplit

import nh3

from guide.from_html import to_markdown
from guide.from_html.escaping import address as address_of
from guide.from_html.escaping import escape, escape_line_starts
from guide.importing.wordpress.texts import paragraphs

_ADDRESS = re.compile(r"(https?://[^\s<>\"']+)")
_TAGS = {"a", "b", "blockquote", "br", "em", "i", "li", "ol", "p", "strong", "ul"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# Through it Disqus counts who follows a link.
_COUNTING_HOST = "disq.us"


def from_html(html: str) -> str:
    """``html`` in what comments can show: the rest keeps its words alone."""
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_direct,
        link_rel=None,
    )
    return to_markdown(clean).markdown.strip()


def from_wordpress(content: str) -> str:
    """What somebody wrote beneath a post of WordPress: a little HTML, or none, and line
    ends where they were typed."""
    if re.search("[<&]", content):
        return from_html(paragraphs(content))
    lines = (" ".join(line.split()) for line in content.splitlines())
    return escape_line_starts("\n".join(map(_as_typed, lines))).strip()


def _as_typed(line: str) -> str:
    """Addresses become links by themselves, unless marks in them had to be escaped."""
    parts = _ADDRESS.split(line)
    escaped = (escape(part) for part in parts[::2])
    links = (
        f"[{escape(part, near_links=True)}]({address_of(part)})"
        if escape(part) != part
        else part
        for part in parts[1::2]
    )
    return "".join(
        part for pair in zip_longest(escaped, links, fillvalue="") for part in pair
    )


def _direct(tag: str, attribute: str, value: str) -> str:
    """The address that a link was to lead to in the end."""
    try:
        address = urlsplit(value)
    except ValueError:
        return value
    if tag == "a" and address.hostname == _COUNTING_HOST:
        target = parse_qs(address.query).get("url", [value])[0]
        # Their own mark stands behind it.
        return target.rpartition(":")[0] if target.count(":") > 1 else target
    return value
