"""Comments as a table of one's own: CSV or JSON, as ``docs/moving.md`` has it. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from comments.importing.conversations import Conversations, key
from comments.importing.dates import moment
from comments.importing.places import Place
from comments.importing.source import SourceComment
from comments.models import Status
from guide.importing.files import BadFile

NEEDED = ("id", "post", "date", "text")
KNOWN = (*NEEDED, "name", "email", "parent", "status")
STATUSES = {
    "": Status.PENDING,
    **{
        str(status): status
        for status in (Status.APPROVED, Status.PENDING, Status.DECLINED, Status.SPAM)
    },
}
LONGEST_VALUE = 1_000_000


def read(text: str) -> Conversations:
    """BadFile, with the row or the comment, where it isn't as it should be."""
    found = Conversations("table")
    found.comments = _read(found, text)
    return found


def _read(found: Conversations, text: str) -> Iterator[SourceComment]:
    is_json = text.lstrip()[:1] in ("[", "{")
    keys: set[str] = set()
    for place, row in _from_json(text) if is_json else _from_csv(text):
        comment = _comment(row, place)
        if comment.source in keys:
            raise BadFile(
                _("%(place)s: the id “%(key)s” is there twice.")
                % {"place": place, "key": comment.source}
            )
        keys.add(comment.source)
        found.places.setdefault(comment.post, Place(comment.post))
        yield comment


def _from_csv(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row by the names in the first, commas or semicolons between."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    before = csv.field_size_limit(LONGEST_VALUE)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        _check_names(names, _("Row 1"))
        for row in rows:
            place = _("Row ending in line %d") % rows.line_num
            if not any(row):
                continue
            if len(row) != len(names):
                sentence = _("%(place)s has %(found)d fields, the first row %(named)d.")
                values = {"place": place, "found": len(row), "named": len(names)}
                raise BadFile(sentence % values)
            yield place, dict(zip(names, row, strict=True))
    except csv.Error as error:
        sentence = _("Line %(line)d: this is no CSV (%(reason)s).")
        raise BadFile(sentence % {"line": rows.line_num, "reason": error}) from None
    finally:
        csv.field_size_limit(before)


def _from_json(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each object of the list, whole or under the name “comments”."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        sentence = _("Line %(line)d: this is no JSON (%(reason)s).")
        raise BadFile(sentence % {"line": error.lineno, "reason": error.msg}) from None
    except RecursionError:
        raise BadFile(_("This JSON is nested without end.")) from None
    listed = found.get("comments") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise BadFile(_("This JSON has no list of comments."))
    for number, each in enumerate(listed, 1):
        place = _("Comment %d of the list") % number
        if not isinstance(each, dict):
            raise BadFile(_("%s isn’t an object in braces.") % place)
        _check_names(each, place)
        yield place, {name: _written(value, place) for name, value in each.items()}


def _written(value: Any, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    sentence = _("%(place)s: “%(value)s” is neither text nor a number.")
    raise BadFile(sentence % {"place": place, "value": str(value)[:40]})


def _check_names(names: Iterable[str], place: str) -> None:
    """BadFile names what is missing or what nobody would look at."""
    given = list(names)
    for name in NEEDED:
        if name not in given:
            raise BadFile(
                _("%(place)s lacks “%(name)s”.") % {"place": place, "name": name}
            )
    for name in given:
        if name not in KNOWN or given.count(name) > 1:
            known = ", ".join(KNOWN)
            raise BadFile(
                _("%(place)s: “%(name)s” has no place. These have: %(known)s.")
                % {"place": place, "name": name[:40], "known": known}
            )


def _comment(row: dict[str, str], place: str) -> SourceComment:
    for name in NEEDED:
        if not row[name].strip():
            raise BadFile(
                _("%(place)s: “%(name)s” is empty.") % {"place": place, "name": name}
            )
    status = row.get("status", "").strip().lower()
    if status not in STATUSES:
        known = ", ".join(filter(None, STATUSES))
        raise BadFile(
            _("%(place)s: “%(status)s” is no status. These are: %(known)s.")
            % {"place": place, "status": status[:40], "known": known}
        )
    return SourceComment(
        source=key(row["id"], place),
        post=row["post"].strip(),
        parent=key(row.get("parent"), place),
        name=row.get("name", "").strip(),
        email=row.get("email", "").strip(),
        text=row["text"],
        created_at=moment(row["date"], place),
        status=STATUSES[status],
    )
