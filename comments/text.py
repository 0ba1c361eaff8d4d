"""A comment's words: cleaned, measured and turned into safe HTML. Pure.

The quiet part of Markdown: paragraphs, line breaks, emphasis, quotes, lists, links.
Headings, images and HTML show as typed.
"""

import re
import unicodedata
from html import escape, unescape

import nh3
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

MARKS_ON_A_LETTER = 8
MAX_NESTING = 20


def _image_as_typed(state: StateInline, silent: bool) -> bool:
    """Step over ``![`` as plain text, so that what follows is no link with a "!"."""
    if not state.src.startswith("![", state.pos):
        return False
    if not silent:
        state.pending += "!["
    state.pos += 2
    return True


_markdown = MarkdownIt(
    "zero", {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_NESTING}
).enable(["blockquote", "list", "emphasis", "link", "linkify", "newline", "escape"])
_markdown.inline.ruler.before("link", "image_as_typed", _image_as_typed)
# An address in the text is a personal detail: it doesn't become a link as well.
_linkify = LinkifyIt(options={"fuzzy_email": False})
_markdown.linkify = _linkify

_ALLOWED_TAGS = {"p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "a"}
_ALLOWED_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# Letters and symbols that fonts draw as nothing.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
# Marks, and what changes the letters beside it without being seen itself.
_PILING = {"Mn", "Mc", "Me", "Cf"}
# Such marks are no letters, digits or spaces, and none is in ASCII.
_MAY_PILE = re.compile(rf"[^\w\s\x00-\x7f]{{{MARKS_ON_A_LETTER + 1}}}")
# Letters of the west, quotation marks and dashes. Elsewhere a mark may take no room,
# and Django looks at each character for one: a tenth of a list's time.
_HAS_NO_MARKS = re.compile("[\0-\u02ff\u2010-\u2027]*")
# Overrides and isolates of writing direction can make words read as others do.
_DIRECTION = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def tidy(text: str) -> str:
    """NFC, one kind of line break, tabs as spaces, nothing unsafe, no blank edges."""
    return unicodedata.normalize("NFC", without_unsafe(with_plain_breaks(text))).strip()


def with_plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")


def is_unsafe(character: str) -> bool:
    """Whether it is invisible and has no place in a comment.

    Control characters but the line break, overrides of writing direction, halves of
    characters, and the mark that stands for bytes which were no text.
    """
    if character == "\n":
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or ord(character) in _DIRECTION
        or character == "\ufffd"
    )


def without_unsafe(text: str) -> str:
    """``text`` without what ``is_unsafe``, and without marks that pile up on a letter.

    No script needs more than eight on one, joiners and the like among them; piles of
    thousands deface a page and take the normal form a time that grows with their
    square.
    """
    if _is_surely_safe(text):
        return text
    kept, pile = [], 0
    for character in text:
        pile = pile + 1 if unicodedata.category(character) in _PILING else 0
        if pile <= MARKS_ON_A_LETTER and not is_unsafe(character):
            kept.append(character)
    return "".join(kept)


def _is_surely_safe(text: str) -> bool:
    """What most words are, found ten times faster than by each character."""
    printable = text.replace("\n", "").isprintable()
    return printable and "\ufffd" not in text and not _MAY_PILE.search(text)


def visible_length(text: str) -> int:
    """Code points that are seen by themselves: no spaces, marks or blank fillers."""
    seen = [
        unicodedata.category(character)[0] not in "ZCM" and character not in _BLANK
        for character in text
    ]
    return sum(seen)


def beginning(text: str, most: int) -> str:
    """The first of it with a … at the end, ``most`` characters in all; all of it where
    it isn't longer."""
    if _HAS_NO_MARKS.fullmatch(text):
        return text if len(text) <= most else f"{text[: most - 1]}…"
    return Truncator(text).chars(most)


def digests(text: str) -> list[str]:
    """Keyed hashes of the words, under the present SECRET_KEY and then former ones.

    Case and spacing count as the same.
    """
    words = " ".join(text.casefold().split())
    return [
        salted_hmac("comments.text", words, secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def render(text: str) -> str:
    """``text`` as HTML that is safe to show to anybody, whatever it holds."""
    words = without_unsafe(text)
    tokens = _markdown.parse(words)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        # Markdown drops what is nested deeper: these words show as typed.
        html = "<p>" + "<br>\n".join(escape(line) for line in words.splitlines())
    else:
        html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html,
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="nofollow ugc noopener noreferrer",
    ).strip()


def in_a_row(html: str) -> str:
    """The words of what ``render`` made, without marks and breaks, for a quotation."""
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def is_contact(name: str) -> bool:
    """Whether ``name`` is, or holds, an address or a link."""
    return holds_address(name) or bool(_linkify.test(name))


def holds_address(words: str) -> bool:
    return bool(re.search(r"\S@\S", words))
