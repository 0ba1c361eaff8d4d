"""Markdown to safe HTML, the contents of a text and its reading time. Pure.

Two containers of our own, closed by ``:::``:

- ``::: say`` sets apart a line that the guide suggests saying;
- ``::: safety`` holds a question that sends a reader to help.

What becomes of pictures is in ``pictures.py``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

from guide import pictures

WORDS_A_MINUTE = 238
# Headings of this level and deeper ones are one, and in no contents.
LOWEST = 4
# The containers by name, and the tag that each becomes.
BLOCKS = {"say": "div", "safety": "aside"}
BLOCK_OPENINGS = {f"container_{name}_open" for name in BLOCKS}


@dataclass(frozen=True)
class Heading:
    """One line of a contents list; ``level`` is 2 or 3, ``id`` the anchor.

    ``line`` is where it stands in the Markdown, from 1; 0 where it isn't written there.
    """

    level: int
    id: str
    text: str
    line: int = field(default=0, compare=False)


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
_markdown.add_render_rule("image", pictures.render)

TAGS = set(
    "a aside blockquote br code div em figcaption figure h2 h3 h4 h5 hr img li ol p "
    "picture pre source strong table tbody td th thead tr ul".split()
)
# What texts kept as HTML hold besides: Markdown has no way of writing it.
ONLY_IN_HTML = set("caption dd del details dl dt ins s sub summary sup tfoot u".split())
_ALLOWED_ATTRIBUTES = {
    "a": {"href", "title"},
    "aside": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "source": {"type", "srcset", "sizes"},
    **{cell: {"colspan", "rowspan"} for cell in ("td", "th")},
    **{heading: {"id"} for heading in ("h2", "h3", "h4", "h5")},
}

# Ids that pages themselves use. Those of fields and comments are kept free in _anchor.
_OF_THE_PAGE = re.compile(
    r"main|search-words|chapters|latest|comments|respond|comment-form|error-summary"
    r"|mail-boxes-hint|help-panel|exit-hint|shift-hint|country-\w+|posts-\d+|.*-heading"
)
_HEADING = re.compile(
    r'<(?P<tag>h[23]) id="(?P<anchor>[^"]+)">(?P<words>.*?)</(?P=tag)>', re.S
)
# As headings get them: two hyphens never meet but in the ids beneath a question.
_PLAIN_ANCHOR = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse(text: str) -> list[Token]:
    return _markdown.parse(text)


@lru_cache(maxsize=256)
def render(
    text: str,
    *,
    within: str = "",
    beneath: str = "",
    taken: frozenset[str] = frozenset(),
) -> Rendered:
    """``text`` in Markdown as safe HTML, with its h2 and h3 as contents.

    A level-1 heading becomes level 2: the page's title is its only h1. In what stands
    ``beneath`` a heading with that id they begin at level 3, and their ids with it. Ids
    in ``taken`` are left to others.

    Where the text is a part of a page, ``within`` is that part's id: its heading is the
    h2, those of the text are a level deeper, and their ids begin with it.
    """
    tokens = parse(text)
    contents = tuple(_number_headings(tokens, within, beneath, set(taken)))
    pictures.arrange(tokens, further_down=bool(within or beneath))
    html = clean(_markdown.renderer.render(tokens, _markdown.options, {}))
    return Rendered(html, contents, count_words(html))


def render_answer(
    question: str, anchor: str, answer: str, within: str = ""
) -> Rendered:
    """A question as a heading with the id ``anchor``, and its answer; in Markdown."""
    found = render(answer, within=within, beneath=anchor)
    words = _line(question)
    tag, own = ("h3" if within else "h2"), inside(within, anchor)
    heading = f'<{tag} id="{own}">{words}</{tag}>\n'
    return Rendered(
        heading + found.html,
        (Heading(2, own, _plain(words)), *found.contents),
        found.words + count_words(heading),
    )


def in_words(line: str) -> str:
    """A single line of Markdown, such as a question, in words alone."""
    return _plain(_line(line))


def _line(text: str) -> str:
    return nh3.clean(_markdown.renderInline(text), tags={"em", "strong"})


def join(parts: Iterable[Rendered]) -> Rendered:
    """One text of several, in their order."""
    found = list(parts)
    return Rendered(
        "".join(part.html for part in found),
        tuple(heading for part in found for heading in part.contents),
        sum(part.words for part in found),
    )


def with_addresses(html: str, change: Callable[[str], str]) -> str:
    """``html`` of ``render``, each address of a link or a picture put through
    ``change``."""

    def changed(tag: str, attribute: str, value: str) -> str:
        if attribute == "srcset":
            files = (each.split() for each in value.split(", "))
            return ", ".join(f"{change(address)} {width}" for address, width in files)
        return change(value) if attribute in ("href", "src") else value

    return clean(html, changed)


def clean(
    html: str, change: Callable[[str, str, str], str | None] | None = None
) -> str:
    """``html`` with nothing in it but what texts may hold."""
    return nh3.clean(
        html,
        tags=TAGS | ONLY_IN_HTML,
        attributes=_ALLOWED_ATTRIBUTES,
        attribute_filter=change,
        url_schemes={"http", "https", "mailto", "tel", "sms"},
        link_rel="noopener noreferrer",
    )


def link_headings(html: str) -> str:
    """Beside each h2 and h3 of a text a link to it, for who wants to point there."""
    return _HEADING.sub(_with_link, html)


def _with_link(heading: re.Match[str]) -> str:
    link = format_html(
        '<a class="section-link" href="#{}" aria-label="{}">#</a>',
        heading["anchor"],
        _("Link to this section: %s") % _plain(heading["words"]),
    )
    return f'<div class="section-head">{heading[0]}{link}</div>'


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def is_free(anchor: str) -> bool:
    """Whether a question may have it: pages have no other use for it."""
    return bool(
        _PLAIN_ANCHOR.fullmatch(anchor)
        and _anchor(anchor) == anchor
        and not _OF_THE_PAGE.fullmatch(anchor)
    )


def _number_headings(
    tokens: list[Token], within: str, beneath: str, taken: set[str]
) -> Iterator[Heading]:
    """Give each heading its level and a unique id, and yield those for the contents."""
    numbering = Numbering(within, beneath, taken)
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        words = "".join(child.content for child in inline.children or [])
        numbered = numbering.number(opening.tag, words)
        opening.tag = closing.tag = numbered.tag
        opening.attrSet("id", numbered.heading.id)
        if numbered.is_listed:
            line = opening.map[0] + 1 if opening.map else 0
            yield replace(numbered.heading, line=line)


@dataclass(frozen=True)
class Numbered:
    """A heading as its page has it; ``tag`` may be lower than its level in the text."""

    tag: str
    heading: Heading

    @property
    def is_listed(self) -> bool:
        return self.heading.level < LOWEST


@dataclass(frozen=True)
class Numbering:
    """The levels and ids of the headings in one text, see ``render``."""

    within: str
    beneath: str
    taken: set[str]

    def number(self, written: str, words: str) -> Numbered:
        """The next heading, ``written`` with that tag and these ``words``."""
        level = level_of(written, beneath=bool(self.beneath))
        anchor = _unique(inside(self.beneath, _anchor(words)), self.taken)
        tag = f"h{level + (1 if self.within else 0)}"
        return Numbered(tag, Heading(level, inside(self.within, anchor), words))


def level_of(tag: str, *, beneath: bool) -> int:
    """Which level, from 2 to 4, the heading ``tag`` has on a page of its own."""
    highest = 3 if beneath else 2
    return min(max(int(tag[1]) + highest - 2, highest), LOWEST)


def inside(part: str, anchor: str) -> str:
    """The id that ``anchor`` becomes in a part of a page, or beneath a question. None
    has two hyphens by itself, so none of these is another's."""
    return f"{part}--{anchor}" if part else anchor


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
