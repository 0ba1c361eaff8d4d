"""HTML as Markdown that keeps the level of each heading. Pure.

On a page a text's headings begin below its title, and ``from_html`` writes them so. In
a manuscript they tell the title from the chapters.
"""

from __future__ import annotations

import re

from guide.from_html import Converted, to_markdown

# A character that nobody writes carries the level through.
_MARK = "\ue000"
_OPENING = re.compile(r'<h([1-6])(?:\s[^"<>]*"[^"]*")*\s*>')
_EMPTY = re.compile(rf"^#+ {_MARK}[1-6]\s*$", re.M)
_MARKED = re.compile(rf"#+ {_MARK}([1-6]) ?")
_STRAY = re.compile(rf"{_MARK}[1-6] ?")


def to_marked(html: str) -> Converted:
    """``html`` as ``nh3`` writes it, or as regular as that."""
    marked = _OPENING.sub(rf"\g<0>{_MARK}\1", html.replace(_MARK, ""))
    found = to_markdown(marked)
    text = _MARKED.sub(_with_level, _EMPTY.sub("", found.markdown))
    return Converted(_STRAY.sub("", text), found.lost)


def _with_level(found: re.Match[str]) -> str:
    return "#" * int(found[1]) + " "
