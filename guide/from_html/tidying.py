"""What other programs leave in HTML, made into what it looks like. Pure.

Lists of Word are paragraphs that say of which list they are; links and emphasis may
stand around whole paragraphs; lists stand in lists instead of in their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from guide.html_tree import Element

BLOCKS = frozenset(
    "address article aside audio blockquote caption center col colgroup dd details div "
    "dl dt embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hgroup hr iframe legend li main nav object ol p pre section summary table tbody "
    "td tfoot th thead tr ul video".split()
)
_WORD_LIST = re.compile(r"mso-list:\s*\w+\s+level(\d+)")
_WORD_MARK = re.compile(r"mso-list:\s*ignore", re.I)
_NUMBER = re.compile(r"\s*\(?(\d+|[a-z]{1,4})[.)]", re.I)


def tidy(root: Element) -> None:
    """Put ``root`` in order, in place."""
    _drop_remarks(root)
    _push_down(root)
    _word_lists(root)
    for element in list(root.elements()):
        if element.tag in ("ul", "ol"):
            element.children = list(_lines(element))


def _drop_remarks(parent: Element) -> None:
    """Take out what others remarked on a text in Word: it is no part of it."""
    parent.children = [child for child in parent.children if not _is_remark(child)]
    for child in parent.children:
        if isinstance(child, Element):
            _drop_remarks(child)


def _is_remark(node: Element | str) -> bool:
    return isinstance(node, Element) and (
        "MsoCommentReference" in node.attributes.get("class", "")
        or "mso-element:comment" in node.attributes.get("style", "")
    )


def is_block(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag in BLOCKS


def _push_down(parent: Element) -> bool:
    """Put what is within a line inside the blocks that it holds; whether it has any."""
    found: list[Element | str] = []
    for child in parent.children:
        if isinstance(child, str):
            found.append(child)
            continue
        has_blocks = _push_down(child)
        if has_blocks and child.tag not in BLOCKS:
            found += _around_lines(child, child.children)
        else:
            found.append(child)
    parent.children = found
    return any(map(is_block, found))


def _around_lines(
    wrapper: Element, nodes: list[Element | str]
) -> Iterator[Element | str]:
    """``nodes``, each run of them that is a line within a copy of ``wrapper``."""
    run: list[Element | str] = []
    for node in nodes:
        if isinstance(node, Element) and node.tag in BLOCKS:
            if run:
                yield Element(wrapper.tag, wrapper.attributes, run)
                run = []
            node.children = list(_around_lines(wrapper, node.children))
            yield node
        else:
            run.append(node)
    if run:
        yield Element(wrapper.tag, wrapper.attributes, run)


def _lines(element: Element) -> Iterator[Element]:
    """The lines of a list; what stands beside them belongs to the one above."""
    last: Element | None = None
    for child in element.children:
        if isinstance(child, Element) and child.tag == "li":
            last = child
            yield child
        elif isinstance(child, Element) or child.strip():
            if last is None:
                last = Element("li")
                yield last
            last.children.append(child)


def _word_lists(parent: Element) -> None:
    """The paragraphs of Word that are lines of lists, as lists."""
    found: list[Element | str] = []
    open_lists: list[Element] = []
    for child in parent.children:
        level = _word_level(child)
        if isinstance(child, Element) and not level:
            _word_lists(child)
        if not level or not isinstance(child, Element):
            if isinstance(child, Element) or child.strip():
                open_lists = []
            found.append(child)
            continue
        tag = "ol" if _NUMBER.match(_take_mark(child)) else "ul"
        del open_lists[level:]
        while len(open_lists) < level:
            added = Element(tag)
            if open_lists:
                _last_line(open_lists[-1]).children.append(added)
            else:
                found.append(added)
            open_lists.append(added)
        open_lists[-1].children.append(Element("li", {}, child.children))
    parent.children = found


def _last_line(element: Element) -> Element:
    if not element.children:
        element.children.append(Element("li"))
    return cast(Element, element.children[-1])


def _word_level(node: Element | str) -> int:
    if isinstance(node, str) or node.tag != "p":
        return 0
    level = _WORD_LIST.search(node.attributes.get("style", ""))
    return min(int(level[1]), 9) if level else 0


def _take_mark(paragraph: Element) -> str:
    """The bullet or number that Word has written before a line, taken out of it."""
    for parent in (paragraph, *paragraph.elements()):
        for child in parent.children:
            if not isinstance(child, Element):
                continue
            if _WORD_MARK.search(child.attributes.get("style", "")):
                parent.children.remove(child)
                return child.text
    return ""
