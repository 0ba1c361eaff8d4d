"""What Disqus exports as XML, a thread or a comment at a time.

Threads come before what was said in them. What was deleted there isn't brought in: who
took it back meant it. Network addresses are not even looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from comments.importing.conversations import Conversations
from comments.importing.dates import moment
from comments.importing.places import Place
from comments.importing.source import SourceComment
from comments.importing.words import from_html
from comments.models import Status
from guide.importing.files import BadFile
from guide.importing.xml_files import Found, elements


def read(path: Path) -> Conversations:
    """BadFile, with the line, where ``path`` is no export of Disqus."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except OSError as error:
        raise BadFile(
            _("It can’t be opened: %s.") % (error.strerror or error)
        ) from None


def _read(file: BinaryIO) -> Conversations:
    found = Conversations()
    for each in elements(file, {"thread", "post"}):
        if each.element.tag == "thread":
            _add_thread(found, each)
        else:
            _add_comment(found, each)
    if not found.places:
        raise BadFile(_("No conversation of Disqus is in it."))
    return found


def _add_thread(found: Conversations, each: Found) -> None:
    thread = each.element
    found.places[_key(each)] = Place(_text(thread, "link"), _text(thread, "title"))


def _add_comment(found: Conversations, each: Found) -> None:
    post = each.element
    key, thread = _key(each), _reference(post, "thread")
    if thread not in found.places:
        sentence = _("Line %d: this comment names a conversation that isn’t above it.")
        raise BadFile(sentence % each.line)
    if _is_true(post, "isDeleted"):
        found.skipped[_("deleted there")] += 1
        return
    found.comments.append(
        SourceComment(
            source=key,
            post=thread,
            parent=_reference(post, "parent"),
            name=_text(post, "author/name") or _text(post, "author/username"),
            email=_text(post, "author/email"),
            text=from_html(_text(post, "message")),
            created_at=moment(_text(post, "createdAt"), _("Line %d") % each.line),
            status=_status(post),
        )
    )


def _status(post: Element) -> Status:
    if _is_true(post, "isSpam"):
        return Status.SPAM
    waits = _text(post, "isApproved").lower() == "false"
    return Status.PENDING if waits else Status.APPROVED


def _key(each: Found) -> str:
    key = each.element.get("id", "").strip()
    if not key:
        name = each.element.tag
        raise BadFile(
            _("Line %(line)d: this <%(name)s> has no id.")
            % {"line": each.line, "name": name}
        )
    return key


def _reference(element: Element, name: str) -> str:
    found = element.find(name)
    return found.get("id", "").strip() if found is not None else ""


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _is_true(element: Element, name: str) -> bool:
    return _text(element, name).lower() == "true"
