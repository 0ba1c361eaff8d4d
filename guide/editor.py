"""What an author is shown beside a text while writing it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide import blocks, formats, rendering
from guide.formats import Format


@dataclass(frozen=True)
class Asked:
    """A question as it stands in its form, whatever was typed there."""

    question: str
    anchor: str
    answer: str

    @property
    def id(self) -> str:
        """Its anchor, or one that the form suggests, if a page could have it."""
        free = filter(rendering.is_free, (self.anchor, slugify(self.question)))
        return next(free, "question")


@dataclass(frozen=True)
class OutlineEntry:
    """A heading. ``part`` is 0 in the text, 1 in the first question; ``line`` counts
    from 1 there, and is 0 for a question itself."""

    part: int
    line: int
    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Preview:
    """``mistake`` is a sentence about the first block that is written wrongly."""

    html: str
    outline: list[OutlineEntry]
    measure: str
    mistake: str


def preview(
    text: str,
    questions: Iterable[Asked] = (),
    *,
    written_in: str = Format.MARKDOWN,
) -> Preview:
    """``text`` and what it answers as their page will have them, saved or not."""
    asked = list(questions)
    taken = frozenset(each.id for each in asked)
    parts = [
        formats.render(text, written_in, taken=taken),
        *(
            rendering.render_answer(each.question, each.id, each.answer)
            for each in asked
        ),
    ]
    whole = rendering.join(parts)
    outline = [
        OutlineEntry(part, heading.line, heading.level, heading.id, heading.text)
        for part, rendered in enumerate(parts)
        for heading in rendered.contents
    ]
    in_markdown = "" if written_in == Format.HTML else text
    mistake = _mistake(in_markdown, asked)
    return Preview(whole.html, outline, _measure(whole.words), mistake)


def _mistake(text: str, asked: list[Asked]) -> str:
    """In the text; answers beside one say theirs where they are written."""
    written = [text] if text else [each.answer for each in asked]
    found = (each for words in written for each in blocks.find_mistakes(words))
    return str(next(found, ""))


def _measure(words: int) -> str:
    minutes = rendering.reading_minutes(words)
    return " · ".join(
        [
            ngettext("%d word", "%d words", words) % words,
            ngettext("%d minute to read", "%d minutes to read", minutes) % minutes,
        ]
    )


def told_lost(lost: Iterable[str]) -> str:
    """What is said of a paste. ``lost`` names what Markdown has no place for."""
    names = ", ".join(lost)
    if not names:
        return _("Pasted as Markdown.")
    return _("Pasted as Markdown. This couldn’t come along: %s.") % names
