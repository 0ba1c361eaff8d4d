"""Words as Markdown shows them unchanged, with no more backslashes than that takes.
Pure."""

from __future__ import annotations

import re
from urllib.parse import quote

# A star between blanks and an underscore within a word are what they are.
_ALWAYS = re.compile(r"[\\`]|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_|_(?![^\W_])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BRACKETS = re.compile(r"[\[\]]")
_READS_AS_LINK = re.compile(r"\][(:\[]|!\[")

# What begins a block where it begins a line, and lines that change the one above.
_LINE_STARTS = re.compile(
    r"""^(?:
      (?P<number>\d{1,9})(?=[.)](?:\s|$))
    | (?=\#{1,6}(?:\s|$))
    | (?=>)
    | (?=[-+*](?:\s|$))
    | (?=([-_*])(?:\s*\2){2,}\s*$)
    | (?=(?:=+|-+)\s*$)
    | (?=[|:-][|:\-\s]*$)
    | (?=~~~|:::)
    )""",
    re.X,
)
_CLOSING_SHARPS = re.compile(r"(?:^|(?<=\s))#(?=#*\s*$)")
_NOT_IN_ADDRESS = re.compile(r"[\s<>\\\"`()|]")


def escape(words: str, *, near_links: bool = False) -> str:
    """``words`` within a line. ``near_links`` where brackets stand about or beside
    them, of which those among the words must not be a part."""
    brackets = near_links or _READS_AS_LINK.search(words)
    found = _ALWAYS.sub(r"\\\g<0>", words)
    found = _ENTITY.sub(r"\\&", _TAG.sub(r"\\<", found))
    return _BRACKETS.sub(r"\\\g<0>", found) if brackets else found


def escape_line_starts(markdown: str) -> str:
    """Lines of a paragraph, none of which begins anything else."""
    return "\n".join(_LINE_STARTS.sub(_escaped, line) for line in markdown.split("\n"))


def _escaped(start: re.Match[str]) -> str:
    return f"{start['number'] or ''}\\"


def escape_heading(markdown: str) -> str:
    """The words of a heading, at whose end ``#`` would be dropped."""
    return _CLOSING_SHARPS.sub(r"\\#", markdown)


def address(url: str) -> str:
    """``url`` between the parentheses of a link."""
    quoted = _NOT_IN_ADDRESS.sub(lambda mark: quote(mark[0]), url.strip())
    return _ENTITY.sub("&amp;", quoted)


def title(words: str) -> str:
    """``words`` between quotation marks behind an address."""
    return escape(" ".join(words.split()), near_links=True).replace('"', '\\"')


def code(words: str) -> str:
    """``words`` as code within a line, between more marks than they hold."""
    fence = "`" * (longest_run("`", words) + 1)
    pad = " " if words[:1] in "` " or words[-1:] in "` " else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def longest_run(mark: str, words: str) -> int:
    return max(map(len, re.findall(f"{mark}+", words)), default=0)
