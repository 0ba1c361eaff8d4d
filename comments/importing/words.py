"""What was said elsewhere in HTML, as the Markdown that comments here have. Pure."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import nh3

from guide.from_html import to_markdown

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
