"""What an author would want to know of a text before it is published. Pure.

Each finding is a sentence and the field of the form that it speaks of. Some have to be
mended: a reader would be left alone there. The others are hints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from markdown_it.token import Token

from guide import formats, rendering
from guide.formats import Format

# Beginnings of words that tell in a browser's history what somebody reads about.
TELLING = tuple(
    "abus affair betray cheat divorc husband infidel love marit marri matrimon "
    "relationship separat spous violen wife wives".split()
)
# Where a browser can go from here, beside addresses of a site.
_OTHER_SCHEMES = ("mailto", "tel", "sms")
_HOST = re.compile(r"[^\s.]+(\.[^\s.]+)+\.?|[0-9a-f]*:[0-9a-f:.]+", re.I)
# What was meant as a link, but has a space in its address or lost its last bracket.
_NO_LINK = re.compile(r"\[[^\]]+\]\(")


@dataclass(frozen=True)
class Passage:
    """A text of a post and the ``field`` of the form that holds it. What answers a
    question stands ``beneath`` the heading with that anchor."""

    field: str
    text: str
    beneath: str = ""
    written_in: str = Format.MARKDOWN

    @property
    def is_html(self) -> bool:
        return self.written_in == Format.HTML

    @property
    def tokens(self) -> list[Token]:
        return formats.parse(self.text, self.written_in)


@dataclass(frozen=True)
class Finding:
    """``line`` counts from 1; 0 where it is about all of the field, and in HTML, where
    ``beneath`` is the words of the heading above it if there is one."""

    field: str
    line: int
    sentence: str
    must: bool = False
    beneath: str = ""

    @property
    def anchor(self) -> str:
        """Where the admin's form has the field."""
        return f"id_{self.field}"

    def __str__(self) -> str:
        if self.line:
            return _("Line %(line)d: %(sentence)s") % vars(self)
        if self.beneath:
            return _("Beneath “%(beneath)s”: %(sentence)s") % vars(self)
        return self.sentence


@dataclass(frozen=True)
class Link:
    """``address`` as it was typed, on ``line`` of ``field``."""

    field: str
    line: int
    address: str
    is_picture: bool
    beneath: str = ""

    def finding(self, sentence: str, must: bool = True) -> Finding:
        """``sentence`` has a place for the address."""
        address = Truncator(self.address).chars(80)
        said = sentence % {"address": address}
        return Finding(self.field, self.line, said, must, self.beneath)


def of_text(passages: Iterable[Passage]) -> Iterator[Finding]:
    """What can be said of each passage by itself, from its top."""
    for passage in passages:
        tokens = passage.tokens
        found = [
            *_jumps(passage, tokens),
            *_pictures(passage, tokens),
            *_blocks(passage, tokens),
            *_no_links(passage, tokens),
        ]
        yield from sorted(found, key=lambda finding: finding.line)


def of_post(slug: str, summary: str, has_topic: bool) -> Iterator[Finding]:
    """What belongs to a post beside its text."""
    if not summary.strip():
        sentence = _("There is no summary. Lists and searches show it with the title.")
        yield Finding("summary", 0, sentence)
    if not has_topic:
        sentence = _("It has no topic. Readers find what else is about the same there.")
        yield Finding("topics", 0, sentence)
    if telling := [word for word in slug.split("-") if word.startswith(TELLING)]:
        sentence = _(
            "The address says “%(words)s”. It stays in a browser’s history: choose "
            "something that tells nobody what this is about."
        )
        yield Finding("slug", 0, sentence % {"words": " ".join(telling)})


def links_in(passages: Iterable[Passage]) -> Iterator[Link]:
    for passage in passages:
        for line, token in _inline(passage.tokens):
            beneath = _beneath(token)
            if token.type == "link_open":
                address = str(token.attrs["href"])
                yield Link(passage.field, line, address, False, beneath)
            elif token.type == "image":
                yield Link(passage.field, line, str(token.attrs["src"]), True, beneath)


def is_whole(address: str) -> bool:
    """Whether it names another place by itself, whether or not that exists."""
    return bool(re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.I))


def is_malformed(address: str) -> bool:
    """Whether no browser could follow ``address``, which is whole. Nobody is asked."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return True
    if parts.scheme in _OTHER_SCHEMES:
        name, _at, domain = parts.path.partition("@")
        return not (name and domain) if parts.scheme == "mailto" else not parts.path
    return parts.scheme not in ("http", "https", "") or not _HOST.fullmatch(host)


def _jumps(passage: Passage, tokens: list[Token]) -> Iterator[Finding]:
    """Headings that skip a level, as readers see them."""
    above = 2 if passage.beneath else 1
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        level = rendering.level_of(opening.tag, beneath=bool(passage.beneath))
        if level > above + 1:
            better = int(opening.tag[1]) - (level - above - 1)
            marks = f"<h{better}>" if passage.is_html else "#" * better
            sentence = _(
                "The heading “%(words)s” skips a level, which who can’t see the page "
                "is told as a gap. Begin it with %(marks)s."
            )
            words = Truncator(inline.content).chars(40)
            said = sentence % {"words": words, "marks": marks}
            yield Finding(passage.field, _line(opening), said)
        above = level


def _pictures(passage: Passage, tokens: list[Token]) -> Iterator[Finding]:
    for line, token in _inline(tokens):
        if token.type == "image" and not token.content.strip():
            sentence = _(
                "A picture has no words for those who don’t see it. Write what it "
                "shows between ![ and ]."
            )
            if passage.is_html:
                sentence = _(
                    "A picture has no words for those who don’t see it. Write what it "
                    "shows as its alt."
                )
            beneath = _beneath(token)
            yield Finding(passage.field, line, sentence, must=True, beneath=beneath)


def _blocks(passage: Passage, tokens: list[Token]) -> Iterator[Finding]:
    """Blocks for whoever isn't safe that lead them nowhere."""
    opening: Token | None = None
    leads = False
    for token in tokens:
        if token.type == "container_safety_open":
            opening, leads = token, False
        elif token.type == "inline" and opening:
            leads = leads or any(map(_leads_to_help, token.children or []))
        elif token.type == "container_safety_close" and opening:
            if not leads:
                sentence = _(
                    "The block ::: safety doesn’t say where to go instead. Put a link "
                    "to help in it, such as [read this instead](/help/)."
                )
                if passage.is_html:
                    sentence = _(
                        "The block “safety” doesn’t say where to go instead. Put a "
                        "link to /help/ in it."
                    )
                yield Finding(
                    passage.field,
                    _line(opening),
                    sentence,
                    must=True,
                    beneath=_beneath(opening),
                )
            opening = None


def _leads_to_help(token: Token) -> bool:
    address = str(token.attrs.get("href", ""))
    return token.type == "link_open" and bool(
        re.fullmatch(r"(https?://[^/]+)?/help/?(#.*)?", address)
    )


def _no_links(passage: Passage, tokens: list[Token]) -> Iterator[Finding]:
    for line, token in _inline(tokens):
        if token.type == "text" and _NO_LINK.search(token.content):
            sentence = _(
                "“%(words)s” is shown as it stands: as the address of a link it must "
                "have no spaces, and end with a bracket."
            )
            words = Truncator(token.content).chars(60)
            yield Finding(passage.field, line, sentence % {"words": words}, must=True)


def _inline(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """What stands within lines, each with the number of its line."""
    for token in tokens:
        if token.type == "inline":
            line = _line(token)
            for child in token.children or []:
                yield line, child
                line += child.type in ("softbreak", "hardbreak")


def _beneath(token: Token) -> str:
    return Truncator(token.meta.get("beneath", "")).chars(40)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0
