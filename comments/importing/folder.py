"""The conversation of an exported folder (``comments.exporting``), read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from comments.exporting.comments import DISCUSSION
from comments.importing import loading
from comments.importing.source import SourceComment
from comments.models import Status
from guide.importing.files import BadFile, opened
from guide.importing.folder.loading import Loader
from guide.importing.folder.reading import is_moment, read_json, read_tables
from guide.importing.running import Run
from guide.models import Author, Post

LONGEST_LINE = 1_000_000
HIGHEST_NUMBER = 10**12


def bring_in(folder: Path, run: Run) -> None:
    """All of the folder, or nothing of it. BadFile with the place where it can't be
    read."""
    origin = f"site:{read_json(folder / 'site.json').get('site', '')}"
    with run.all_or_nothing():
        loader = Loader(run, folder, origin)
        loader.load_texts()
        loader.load(read_tables(folder / "discussion.json", DISCUSSION))
        posts, authors = (loader.named.get(each, {}) for each in (Post, Author))
        comments = read_comments(folder / "comments.json", origin)
        loading.load(comments, run, posts.get, authors.get)


def read_comments(path: Path, origin: str) -> Iterator[SourceComment]:
    """One a line, as they are written, so that no number of them is too large."""
    with opened(path) as file:
        head = file.readline(LONGEST_LINE).strip()
        if head != b'{"comments": [':
            raise BadFile(_("%s isn’t a file of an export.") % path.name)
        for number, line in enumerate(_lines(file), 2):
            place = _("%(file)s, line %(line)d") % {"file": path.name, "line": number}
            yield _comment(line, origin, place)


def _lines(file: Any) -> Iterable[bytes]:
    for line in iter(lambda: file.readline(LONGEST_LINE), b""):
        content: bytes = line.strip().rstrip(b",")
        if content and content != b"]}":
            yield content


def _comment(line: bytes, origin: str, place: str) -> SourceComment:
    try:
        values = json.loads(line)
        parent = values["parent"]
        return SourceComment(
            source=f"{origin}:comment:{int(values['id'])}",
            post=str(values["post"]),
            name=str(values["name"]),
            text=str(values["text"]),
            created_at=_moment(values["submitted_at"]),
            status=Status(values["status"]),
            parent="" if parent is None else f"{origin}:comment:{int(parent)}",
            email=str(values.get("email") or ""),
            author=str(values.get("author") or ""),
            of_team=bool(values.get("of_team")),
            is_step=bool(values.get("is_step")),
            pinned_at=_moment(pinned) if (pinned := values.get("pinned_at")) else None,
            number=_number(values["id"]),
            stood=bool(values["stands"]),
        )
    except KeyError as error:
        raise BadFile(
            _("%(place)s: there is no %(name)s.") % {"place": place, "name": error}
        ) from None
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise BadFile(_("%s: this isn’t a comment.") % place) from None


def _number(written: Any) -> int:
    """ValueError where so many can't have come before: numbers go on from there."""
    number = int(written)
    if not 0 < number < HIGHEST_NUMBER:
        raise ValueError(written)
    return number


def _moment(written: Any) -> datetime:
    """ValueError where it is none, or without a time zone."""
    moment = parse_datetime(str(written))
    if moment is None or not is_moment(moment):
        raise ValueError(written)
    return moment
