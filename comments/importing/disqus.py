"""What Disqus exports as XML, a thread or a comment at a time.

Threads come before what was said in them. What was deleted there isn't brought in: who
took it back meant it. Network addresses are not even looked at.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from comments.importing.conversations import Conversations, key
from comments.importing.dates import moment
from comments.importing.places import Place
from comments.importing.source import SourceComment
from comments.importing.words import from_html
from comments.models import Status
from guide.importing.files import BadFile, Bounded, opened
from guide.importing.xml_files import Found, elements

MOST_MEGABYTES = 4000


def read(path: Path) -> Conversations:
    """Packed as it is mailed, or unpacked. BadFile, with the line, where it is none."""
    found = Conversations("disqus")
    found.comments = _read(found, path)
    return found


def _read(found: Conversations, path: Path) -> Iterator[SourceComment]:
    with opened(path) as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        unpacked = gzip.GzipFile(fileobj=file) if is_packed else file
        for each in elements(Bounded(unpacked, MOST_MEGABYTES), {"thread", "post"}):
            if each.element.tag == "thread":
                found.places[_key(each)] = _place(each.element)
            elif comment := _comment(found, each):
                yield comment
    if not found.places:
        raise BadFile(_("No conversation of Disqus is in it."))


def _place(thread: Element) -> Place:
    return Place(_text(thread, "link"), _text(thread, "title"))


def _comment(found: Conversations, each: Found) -> SourceComment | None:
    post, place = each.element, _("Line %d") % each.line
    thread = _reference(post, "thread")
    if thread not in found.places:
        sentence = _("Line %d: this comment names a conversation that isn’t above it.")
        raise BadFile(sentence % each.line)
    if _is_true(post, "isDeleted"):
        found.skipped[_("deleted there")] += 1
        return None
    return SourceComment(
        source=_key(each),
        post=thread,
        parent=key(_reference(post, "parent"), place),
        name=_text(post, "author/name") or _text(post, "author/username"),
        email=_text(post, "author/email"),
        text=from_html(_text(post, "message")),
        created_at=moment(_text(post, "createdAt"), place),
        status=_status(post),
    )


def _status(post: Element) -> Status:
    if _is_true(post, "isSpam"):
        return Status.SPAM
    waits = _text(post, "isApproved").lower() == "false"
    return Status.PENDING if waits else Status.APPROVED


def _key(each: Found) -> str:
    found = key(each.element.get("id"), _("Line %d") % each.line)
    if not found:
        name = each.element.tag
        raise BadFile(
            _("Line %(line)d: this <%(name)s> has no id.")
            % {"line": each.line, "name": name}
        )
    return found


def _reference(element: Element, name: str) -> str:
    found = element.find(name)
    return found.get("id", "").strip() if found is not None else ""


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _is_true(element: Element, name: str) -> bool:
    return _text(element, name).lower() == "true"
