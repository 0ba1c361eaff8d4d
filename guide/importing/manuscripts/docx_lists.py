"""The paragraphs of a ``.docx`` in a row, its items as lists in lists. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A paragraph's HTML; ``depth`` and ``number`` where it is a list's item."""

    tag: str
    html: str
    depth: int = -1
    # None for a bullet.
    number: int | None = None


def joined(lines: Iterable[Line]) -> Iterator[str]:
    """Items that follow each other as lists, the deeper inside."""
    items: list[Line] = []
    for line in lines:
        if line.tag == "li":
            items.append(line)
            continue
        yield from _list(items)
        items = []
        yield (
            line.html
            if line.tag == "table"
            else f"<{line.tag}>{line.html}</{line.tag}>"
        )
    yield from _list(items)


def _list(items: list[Line]) -> Iterator[str]:
    """Each list among ``items``: of bullets, or of what counts on."""
    while items:
        first, end = items[0], 1
        expected = first.number
        inside = [first.html]
        while end < len(items) and items[end].depth >= first.depth:
            if items[end].depth > first.depth:
                deeper = end
                while end < len(items) and items[end].depth > first.depth:
                    end += 1
                inside[-1] += "".join(_list(items[deeper:end]))
                continue
            expected = None if expected is None else expected + 1
            if items[end].number != expected:
                break
            inside.append(items[end].html)
            end += 1
        tag, start = ("ul", "") if first.number is None else ("ol", f"{first.number}")
        opening = f'<ol start="{start}">' if start else "<ul>"
        yield f"{opening}{''.join(f'<li>{html}</li>' for html in inside)}</{tag}>"
        items = items[end:]
