"""A file becomes a manuscript, whatever it was written with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from guide.importing.files import MOST_MEGABYTES, BadFile, decode, read_bytes
from guide.importing.manuscripts import docx, named, outline, pages, plain
from guide.importing.manuscripts.levels import to_marked
from guide.importing.manuscripts.markdown import part_front, without_html
from guide.importing.manuscripts.outline import Manuscript

PACKED = b"PK\x03\x04"
# Files of programs, by how they begin or end, and what to do with them.
_BEGINNINGS = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\xd0\xcf\x11\xe0": ".doc"}
_ENDINGS = {".odt", ".pages", ".epub", ".doc", ".rtf", ".pdf"}
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|body|head)\b", re.I | re.S
)
_MARKED = re.compile(r"^#{1,6} \S", re.M)


@dataclass(frozen=True)
class Read:
    """``notes`` are sentences about what became of the file."""

    manuscript: Manuscript
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Text:
    markdown: str
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""


def read(path: Path, title: str = "", chapters: Sequence[str] = ()) -> Read:
    """The manuscript in ``path``, under ``title`` unless it names its own; ``chapters``
    are the headings that begin one, where a person says which.

    BadFile with the place where it can't be read.
    """
    content = read_bytes(path, MOST_MEGABYTES)
    found = _text(path, content, chapters)
    if not found.markdown.strip():
        raise BadFile(_("There are no words in it."))
    unnamed = title or found.title or path.stem.replace("_", " ")
    try:
        manuscript = outline.find(found.markdown, unnamed, _("Introduction"), chapters)
    except named.Missing as missing:
        raise BadFile(
            _("No line of it is the heading “%s” by itself.") % missing
        ) from None
    left_out = (*found.left_out, *manuscript.left_out)
    return Read(replace(manuscript, left_out=left_out), found.notes)


def _text(path: Path, content: bytes, chapters: Sequence[str]) -> _Text:
    if content.startswith(PACKED) and path.suffix.lower() not in _ENDINGS:
        return _from_docx(content)
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise _of_other_program(kind)
    if path.suffix.lower() in _ENDINGS:
        raise _of_other_program(path.suffix.lower())
    decoded = decode(content)
    reader = _reader(path, decoded.text)
    plain_text = reader is _from_plain
    text = named.alone(decoded.text, chapters) if plain_text else decoded.text
    found = reader(text)
    note = _("It is text in %s.") % decoded.encoding
    return replace(found, notes=(note, *found.notes))


def _of_other_program(kind: str) -> BadFile:
    return BadFile(
        _("It is a %s file. Save it as .docx, HTML or plain text, and import that.")
        % kind
    )


def _reader(path: Path, text: str) -> Callable[[str], _Text]:
    suffix = path.suffix.lower()
    if suffix in (".html", ".htm", ".xhtml") or _HTML.match(text):
        return _from_html
    if suffix in (".md", ".markdown") or len(_MARKED.findall(text)) > 1:
        return _from_markdown
    return _from_plain


def _from_docx(content: bytes) -> _Text:
    found = docx.to_html(content)
    notes = [_("%d pictures stay behind: put them in by hand.") % found.pictures]
    markdown = to_marked(found.html)
    return _Text(
        markdown.markdown,
        found.left_out,
        (*notes[: found.pictures], *_lost(markdown.lost)),
    )


def _from_html(text: str) -> _Text:
    part = pages.text_of(text)
    cut = _("What stands on the page outside its article stays behind.")
    found = to_marked(part.html)
    return _Text(found.markdown, notes=(*[cut] * part.is_cut, *_lost(found.lost)))


def _from_markdown(text: str) -> _Text:
    front, body = part_front(text)
    left_out = (front.lines,) if front.lines else ()
    return _Text(without_html(body), left_out, title=front.title)


def _from_plain(text: str) -> _Text:
    found = plain.to_html(text)
    return _Text(to_marked(found.html).markdown, found.left_out)


def _lost(names: tuple[str, ...]) -> tuple[str, ...]:
    sentence = _("Markdown has no way to show: %s.")
    return (sentence % ", ".join(names),) if names else ()
