"""Isso's SQLite file, opened for reading alone. Texts there are Markdown already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from comments.importing.conversations import Conversations, key
from comments.importing.dates import from_seconds
from comments.importing.places import Place
from comments.importing.source import SourceComment
from comments.models import Status
from guide.importing.files import BadFile, read_beginning

BEGINS = b"SQLite format 3\0"
# Isso's own numbers. It keeps what was deleted while replies hang beneath it.
STATUSES = {1: Status.APPROVED, 2: Status.PENDING}
DELETED = 4
LONGEST_VALUE = 1_000_000
LONGEST_QUERY = 10_000
_COLUMNS = {
    "threads": "id, uri, title",
    "comments": "id, tid, parent, created, mode, text, author, email",
}


def is_database(path: Path) -> bool:
    """Whether ``path`` is one of SQLite, of whomever. BadFile if it can't be opened."""
    return read_beginning(path, len(BEGINS)) == BEGINS


def read(path: Path) -> Conversations:
    """BadFile, with the number of the comment, where ``path`` is no file of Isso."""
    found = Conversations("isso")
    found.comments = _read(found, path)
    return found


def _read(found: Conversations, path: Path) -> Iterator[SourceComment]:
    try:
        with closing(_opened(path)) as database:
            _check_tables(database)
            for row in _rows(database, "threads"):
                place = Place(_text(row, "uri"), _text(row, "title"))
                found.places[str(row["id"])] = place
            for row in _rows(database, "comments"):
                if row["mode"] == DELETED:
                    found.skipped[_("deleted there")] += 1
                else:
                    yield _comment(row)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise BadFile(_("It is no database of Isso: %s.") % error) from None


def _opened(path: Path) -> sqlite3.Connection:
    """Nothing in the file may act, and nothing may be written beside it."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    database.text_factory = partial(str, encoding="utf-8", errors="replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    database.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_QUERY)
    database.execute("PRAGMA query_only = ON")
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _check_tables(database: sqlite3.Connection) -> None:
    kinds = "SELECT name FROM sqlite_master WHERE type = 'table'"
    tables = {row["name"] for row in database.execute(kinds)}
    if not tables >= _COLUMNS.keys():
        raise BadFile(_("It is no database of Isso: it lacks threads or comments."))


def _rows(database: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    query = f"SELECT {_COLUMNS[table]} FROM {table} ORDER BY id"  # noqa: S608 (ours)
    yield from database.execute(query)


def _comment(row: sqlite3.Row) -> SourceComment:
    place = _("Comment %s") % row["id"]
    if row["mode"] not in STATUSES:
        raise BadFile(
            _("%(place)s: Isso has no mode %(mode)s.")
            % {"place": place, "mode": row["mode"]}
        )
    return SourceComment(
        source=key(row["id"], place),
        post=key(row["tid"], place),
        parent=key(row["parent"], place),
        name=_text(row, "author"),
        email=_text(row, "email"),
        text=_text(row, "text"),
        created_at=from_seconds(_number(row, "created", place), place),
        status=STATUSES[row["mode"]],
    )


def _text(row: sqlite3.Row, name: str) -> str:
    """SQLite keeps whatever it was given under any name."""
    value = row[name]
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _number(row: sqlite3.Row, name: str, place: str) -> float:
    try:
        return float(row[name])
    except (TypeError, ValueError):
        raise BadFile(
            _("%(place)s: “%(written)s” is no time.")
            % {"place": place, "written": _text(row, name)[:40]}
        ) from None
