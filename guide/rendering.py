"""Markdown to safe HTML, the contents of a text and its reading time. Pure.

Two containers of our own, closed by ``:::``:

- ``::: say`` sets apart a line that the guide suggests saying;
- ``::: safety`` holds a question that sends a reader to help.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

WORDS_A_MINUTE = 238
# The containers by name, and the tag that each becomes.
BLOCKS = {"say": "div", "safety": "aside"}
BLOCK_OPENINGS = {f"container_{name}_open" for name in BLOCKS}


@dataclass(frozen=True)
class Heading:
    """One line of a contents list; ``level`` is 2 or 3, ``id`` the anchor."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Rendered:
    html: str
    contents: tuple[Heading, ...]
    words: int


def _open_or_close(tag: str, name: str):  # type: ignore[no-untyped-def]
    def render(
        renderer: RendererHTML,
        tokens: Sequence[Token],
        index: int,
        options: OptionsDict,
        env: EnvType,
    ) -> str:
        if tokens[index].nesting == 1:
            return f'<{tag} class="{name}">\n'
        return f"</{tag}>\n"

    return render


_markdown = MarkdownIt(
    "commonmark", {"html": False, "typographer": True, "linkify": False}
).enable(["replacements", "smartquotes", "table"])
for _name, _tag in BLOCKS.items():
    _markdown.use(container_plugin, _name, render=_open_or_close(_tag, _name))

_ALLOWED_TAGS = set(
    "a aside blockquote br code div em h2 h3 h4 hr img li ol p pre strong table tbody "
    "td th thead tr ul".split()
)
_ALLOWED_ATTRIBUTES = {
    "a": {"href", "title"},
    "aside": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    **{heading: {"id"} for heading in ("h2", "h3", "h4")},
}

# Ids that pages themselves use. Those of fields and comments are kept free in _anchor.
_OF_THE_PAGE = re.compile(
    r"main|search-words|chapters|latest|comments|respond|comment-form|error-summary"
    r"|mail-boxes-hint|country-\w+|.*-heading"
)


def parse(text: str) -> list[Token]:
    return _markdown.parse(text)


@lru_cache(maxsize=256)
def render(text: str) -> Rendered:
    """``text`` in Markdown as safe HTML, with its h2 and h3 as contents.

    A level-1 heading becomes level 2: the page's title is its only h1.
    """
    tokens = parse(text)
    contents = tuple(_number_headings(tokens))
    html = nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "sms"},
        link_rel="noopener noreferrer",
    )
    return Rendered(html, contents, count_words(html))


def _number_headings(tokens: list[Token]) -> Iterator[Heading]:
    """Give each heading its level and a unique id, and yield those for the contents."""
    taken: set[str] = set()
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        level = min(max(int(opening.tag[1]), 2), 4)
        opening.tag = closing.tag = f"h{level}"
        words = "".join(child.content for child in inline.children or [])
        anchor = _unique(_anchor(words), taken)
        opening.attrSet("id", anchor)
        if level < 4:
            yield Heading(level, anchor, words)


def _anchor(words: str) -> str:
    """An id after ``words``: never ``id_…`` like a field, nor ``comment-5``."""
    anchor = slugify(words).replace("_", "-") or "section"
    return re.sub(r"^comment(-\d+)?$", r"a-comment\1", anchor)


def _unique(anchor: str, taken: set[str]) -> str:
    candidate, number = anchor, 1
    while candidate in taken or _OF_THE_PAGE.fullmatch(candidate):
        number += 1
        candidate = f"{anchor}-{number}"
    taken.add(candidate)
    return candidate


def count_words(html: str) -> int:
    return len(re.sub(r"<[^>]*>", " ", html).split())


def reading_minutes(words: int) -> int:
    """Whole minutes, at least 1, at 238 words a minute (Brysbaert 2019, non-fiction).

    ValueError if ``words`` is negative.
    """
    if words < 0:
        raise ValueError("a text has no negative number of words")
    return max(1, round(words / WORDS_A_MINUTE))
