"""The words of a text as the search index holds them, and of what is searched. Pure.

A word in the index is folded (no capitals, no accents) and stemmed. Both databases are
given these alone, so that they find the same, and none has to know any language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guide.stemming import stem

# What of a text is indexed (about 30,000 words), and of what was asked is looked for.
INDEXED_CHARACTERS = 200_000
ASKED_CHARACTERS = 200
ASKED_WORDS = 12
WORD_CHARACTERS = 40
# Of an excerpt: how long it is, words before the first that is marked, words in which
# all that is asked for should be.
EXCERPT_CHARACTERS = 220
WORDS_BEFORE = 6
WORDS_NEAR = 25

# Scripts without spaces between words: each letter by itself.
_SINGLE = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "".join(
    mark
    for mark in map(chr, range(0x300, 0x3040))
    if unicodedata.category(mark)[0] == "M" and not "\u0e00" <= mark <= "\u0eff"
)
_LETTER = rf"[^\W_{_SINGLE}]"
_WORD = re.compile(rf"[{_SINGLE}]|{_LETTER}(?:[’']?{_LETTER}|[{_MARKS}])*")
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
# In almost every text; left out of what is asked, unless it stands in quotes.
_COMMON = frozenset(
    "a about after again all also am an and any are as at be because been before "
    "being but by can could did didnt do does doesnt dont down each even for from "
    "get got had has have he her here him his how i if in into is it its just like "
    "me more most much my no not now of on only or other our out over own same she "
    "so some still such than that the their them then there these they this those "
    "through to too under until up us very was we were what when where which while "
    "who why will with would you your".split()
)

Term = tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """``asked`` as it may be shown again. A term is a word, or several that must follow
    each other; all of them must be there."""

    asked: str
    terms: tuple[Term, ...]


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """In lower case and without accents, apostrophes and what else isn't letters."""
    if not word.isascii():
        apart = unicodedata.normalize("NFKD", word.casefold())
        bare = re.sub("[\u0300-\u036f]", "", apart)
        word = "".join(sign for sign in bare if sign.isalnum() or sign in _MARKS)
        word = unicodedata.normalize("NFC", word)
    return word.lower().replace("'", "")[:WORD_CHARACTERS]


def indexed(text: str) -> str:
    """The folded stems of ``text``, with blanks between them."""
    found = (_stem(match[0]) for match in _WORD.finditer(text[:INDEXED_CHARACTERS]))
    # Where it is cut behind a blank, none is left: PostgreSQL takes no empty word.
    return " ".join(found)[:INDEXED_CHARACTERS].rstrip()


def _stem(word: str) -> str:
    # Each word of the text is one in the index, whatever is left of it.
    return stem(fold(word)) or "x"


def is_common(word: str) -> bool:
    return word in _COMMON


def query(asked: str) -> Query:
    """What ``asked``, as anybody may have typed it, looks for."""
    shown = "".join(sign for sign in asked[: ASKED_CHARACTERS * 2] if _is_shown(sign))
    shown = unicodedata.normalize("NFC", " ".join(shown.split()))[:ASKED_CHARACTERS]
    return Query(shown, tuple(_first_words(_terms(shown))))


def _first_words(terms: Iterator[Term]) -> Iterator[Term]:
    """Each term once, without the words that are too many: the place of each is looked
    at in each text that has it, and one word a hundred times in quotes takes a second.
    """
    left = ASKED_WORDS
    for term in dict.fromkeys(terms):
        if kept := term[:left]:
            left -= len(kept)
            yield kept


def _is_shown(sign: str) -> bool:
    return sign.isprintable() or sign.isspace()


def _terms(asked: str) -> Iterator[Term]:
    for quoted in _QUOTED.findall(asked):
        yield tuple(map(_stem, _WORD.findall(quoted)))
    for chunk in _QUOTED.sub(" ", asked).split():
        found = _WORD.findall(chunk)
        # What is written together is looked for together.
        if len(found) > 1 or not (found and is_common(fold(found[0]))):
            yield tuple(map(_stem, found))


def marked(text: str, stems: str, terms: Sequence[Term]) -> SafeString:
    """``text`` whole, as HTML, with the words of ``terms`` in ``<mark>``. ``stems`` is
    ``text`` as ``indexed``."""
    spans = [match.span() for match in _WORD.finditer(text)]
    return _html(text, spans, _places(stems.split(), terms), 0, len(text))


def excerpt(text: str, stems: str, terms: Sequence[Term]) -> SafeString:
    """The passage of ``text`` that holds most of ``terms``, the first of the best, as
    HTML with their words in ``<mark>``."""
    if len(text) <= EXCERPT_CHARACTERS:
        return marked(text, stems, terms)
    places = _places(stems.split(), terms)
    first = max(0, _best(places) - WORDS_BEFORE)
    # No further than is shown: a text may have thousands of words.
    matches = islice(_WORD.finditer(text), first + EXCERPT_CHARACTERS)
    spans = [match.span() for match in matches]
    start = spans[first][0] if first else 0
    end = min(start + EXCERPT_CHARACTERS, len(text))
    blank = text.rfind(" ", start, end) if end < len(text) else end
    end = blank if blank > start else end
    shown = _html(text, spans, places, start, end)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, shown, after)


def _places(stems: Sequence[str], terms: Sequence[Term]) -> dict[int, int]:
    """Which words are asked for: the number of each and of its term."""
    places = {}
    for number, term in enumerate(terms):
        # The list itself finds them much faster than a loop over it.
        at = -1
        for _each in range(stems.count(term[0])):
            at = stems.index(term[0], at + 1)
            if tuple(stems[at : at + len(term)]) == term:
                places.update(dict.fromkeys(range(at, at + len(term)), number))
    return places


def _best(places: dict[int, int]) -> int:
    """The place from which on most terms are near; the first of those."""
    found = sorted(places)
    best, most = 0, 0
    for index, place in enumerate(found):
        near = found[index : index + WORDS_NEAR]
        terms = {places[each] for each in near if each < place + WORDS_NEAR}
        if len(terms) > most:
            best, most = place, len(terms)
    return best


def _html(
    text: str,
    spans: Sequence[tuple[int, int]],
    places: dict[int, int],
    start: int,
    end: int,
) -> SafeString:
    pieces, at = [], start
    for place in sorted(places):
        first, last = spans[place] if place < len(spans) else (end, end + 1)
        if first >= at and last <= end:
            pieces.append((text[at:first], text[first:last]))
            at = last
    shown = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", shown, text[at:end])


def telling(text: str, most: int) -> dict[str, tuple[int, str]]:
    """The stems that ``text`` has most often, and more than once: how often, and as it
    is written there first. No common or very short ones."""
    times: Counter[str] = Counter()
    written: dict[str, str] = {}
    for match in _WORD.finditer(text[:INDEXED_CHARACTERS]):
        word = fold(match[0])
        if len(word) > 3 and word.isalpha() and not is_common(word):
            found = stem(word)
            times[found] += 1
            written.setdefault(found, match[0].lower()[:WORD_CHARACTERS])
    # Of those that are as frequent the first in the alphabet, so that it is steady.
    often = [each for each, count in times.items() if count > 1]
    first = sorted(often, key=lambda each: (-times[each], each))[:most]
    return {each: (times[each], written[each]) for each in first}
