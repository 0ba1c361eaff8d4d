"""Headings of a text that has no marks for them, told by how their lines read. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 100
MOST_WORDS = 14
NUMBER = r"(?:\d+|[ivxl]+|one|two|three|four|five|six|seven|eight|nine|ten)"
_PART = re.compile(rf"(?:part|book|section)\s+{NUMBER}\b.*", re.I)
_CHAPTER = re.compile(rf"chapter\s+{NUMBER}\b.*", re.I)
_STEP = re.compile(rf"(?:step|week|day|lesson|rule|tip|mistake)\s+#?{NUMBER}\b.*", re.I)
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVXL]+)(?:[.:)]|\s[-–—])\s+\S.*")
_ONLY_NUMBER = re.compile(
    rf"(?:(?:part|book|section|chapter)\s+{NUMBER}|\d+|[ivxl]+)[.:]?", re.I
)
_BYLINE = re.compile(r"[Bb][Yy]:?(?:\s+(?:[^\W\d_a-z][^\s,;]*|and|de|van|von|&)){1,6}")
# A sentence, or part of one, is no heading.
_RUNS_ON = re.compile(r"[.,;…][\"'”’»)\]]*$|[:!?]$")
_FAQ = re.compile(
    r"\bfaqs?\b|frequently asked|questions?\s*(?:and|&)\s*answers?"
    r"|\bq\s*(?:&|and)\s*a\b"
    r"|^(?:\w+ ){0,2}questions(?: (?:you|people|readers|i)\b.*)?\W*$",
    re.I,
)
_WELL_KNOWN = re.compile(
    r"(?:introduction|preface|foreword|prologue|welcome|before you (?:begin|start)"
    r"|conclusion|epilogue|afterword|closing|final (?:thoughts|words)"
    r"|acknowledge?ments|about the author|appendix|summary|references|resources)"
    r"\b[^.!?]{0,80}",
    re.I,
)
# From what divides most to what divides least; what isn't here comes last.
_ORDER = (
    "underlined =",
    "part",
    "chapter",
    "underlined -",
    "numbered",
    "capitals",
    "other",
    "step",
)


@dataclass(frozen=True)
class Likely:
    """A line that may be a heading, and of which kind."""

    words: str
    kind: str


def is_about_questions(words: str) -> bool:
    """Whether the section under it is likely to be questions and answers."""
    return len(words) <= LONGEST and bool(_FAQ.search(words))


def is_byline(words: str) -> bool:
    """Whether it says whose the text is, if it stands right below the title."""
    return bool(_BYLINE.fullmatch(words))


def is_only_number(words: str) -> bool:
    """Whether a heading counts, such as “Chapter 3”, and doesn't say what of."""
    return bool(_ONLY_NUMBER.fullmatch(words))


def likely(line: str) -> Likely | None:
    """What kind of heading ``line`` may be, which stands by itself; None if it isn't.

    A line that asks is told by the section that it is in, see ``levels``.
    """
    if not line or len(line) > LONGEST or len(line.split()) > MOST_WORDS:
        return None
    for kind, form in (("part", _PART), ("chapter", _CHAPTER), ("step", _STEP)):
        if form.fullmatch(line) and not line.endswith((".", ",", ";")):
            return Likely(line, kind)
    if line.endswith("?") and line[:1].isupper():
        return Likely(line, "question")
    if not line[0].isalnum() or line[0].islower() or _RUNS_ON.search(line):
        return None
    return Likely(line, _kind(line))


def _kind(line: str) -> str:
    if is_about_questions(line):
        return "questions"
    if _NUMBERED.fullmatch(line):
        return "numbered"
    if _WELL_KNOWN.fullmatch(line):
        return "well known"
    return "capitals" if line.isupper() and len(line) > 3 else "other"


def levels(lines: Sequence[Likely | None]) -> list[int]:
    """The level of each heading: 1 for the title, 2 for what divides most; 0 for none.

    Chapters are the kind that divides most and comes more than once. What everybody's
    book has beside its chapters, such as a preface, is a chapter too.
    """
    found = [0] * len(lines)
    title = lines[0] if lines else None
    if title and title.kind not in ("question", "numbered", "chapter", "part"):
        found[0] = 1
    rest = [(at, line) for at, line in enumerate(lines) if line and not found[at]]
    often = Counter(line.kind for _at, line in rest)
    chapters = next((kind for kind in _ORDER if often[kind] > 1), "other")
    asked = False
    for at, line in rest:
        level = _level(line, chapters, title if found and found[0] else None)
        if line.kind == "question":
            level = 3 if asked else 0
        elif level == 2:
            asked = line.kind == "questions"
        found[at] = level
    return found


def _level(line: Likely, chapters: str, title: Likely | None) -> int:
    if title and line.words == title.words:
        return 1
    if line.kind in (chapters, "questions", "well known"):
        return 2
    if line.kind in _ORDER and chapters in _ORDER:
        return 2 if _ORDER.index(line.kind) < _ORDER.index(chapters) else 3
    return 3
