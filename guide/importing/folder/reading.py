"""What the files of an exported folder say, as values. No database."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from guide.exporting.tables import Table
from guide.importing.files import BadFile, read_text

MOST_MEGABYTES = 100
# JSON can write them; no database takes them all.
_NOT_KEPT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One row of ``table``: its fields by their names, others by what names them.
    ``place`` is where a person looks for it."""

    table: Table
    values: dict[str, Any] = field(repr=False)
    place: str

    @property
    def key(self) -> str:
        """As ``table.key`` of a row here; "" where its values can't be any."""
        fields = self.table.model._meta.concrete_fields
        plain = {each.name for each in fields if not each.is_relation}
        given = {name: self.values[name] for name in self.values.keys() & plain}
        return self.table.key(self.table.model(**given))


def read_tables(path: Path, tables: tuple[Table, ...]) -> Iterator[Row]:
    """BadFile with the place where something can't be read."""
    content = read_json(path)
    for table in tables:
        rows = content.get(table.name, [])
        if not isinstance(rows, list):
            raise BadFile(_("%s: “%s” must be a list.") % (path.name, table.name))
        for number, values in enumerate(rows, 1):
            place = f"{path.name}, {table.name} {number}"
            yield Row(table, checked(values, table, place), place)


def read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise BadFile(
            _("%(file)s, line %(line)d: %(error)s.")
            % {"file": path.name, "line": error.lineno, "error": error.msg}
        ) from None
    except RecursionError:
        raise BadFile(_("%s is nested too deeply.") % path.name) from None
    if not isinstance(content, dict):
        raise BadFile(_("%s isn’t a file of an export.") % path.name)
    return content


def read_texts(folder: Path, table: Table) -> Iterator[Row]:
    for path in sorted((folder / table.name).glob("*.md")):
        place = f"{table.name}/{path.name}"
        values = read_document(_text(path), place)
        yield Row(table, checked(values, table, place, "body"), place)


def read_document(text: str, place: str) -> dict[str, Any]:
    """The front matter, and as ``body`` what is below."""
    opening, *rest = text.split("+++\n", 2)
    if opening or len(rest) != 2:
        raise BadFile(_("%s must begin with front matter between +++ lines.") % place)
    try:
        return tomllib.loads(rest[0]) | {"body": rest[1]}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadFile(f"{place}: {error}.") from None


def _text(path: Path) -> str:
    try:
        return read_text(path, MOST_MEGABYTES).text
    except BadFile as error:
        raise BadFile(f"{path.name}: {error}") from None


def checked(values: Any, table: Table, place: str, *more: str) -> dict[str, Any]:
    """``values``, if they are fields of ``table`` and can be kept."""
    if not isinstance(values, dict):
        raise BadFile(_("%s isn’t a row.") % place)
    for name in values:
        if name not in table.names and name not in more:
            raise BadFile(_("%(place)s: “%(name)s” can’t be set there.") % locals())
        if not _can_be_kept(values[name]):
            raise BadFile(_("%(place)s: “%(name)s” can’t be kept.") % locals())
    return values


def is_moment(at: datetime) -> bool:
    """Whether it is the same moment everywhere, and every time zone can name it."""
    return at.tzinfo is not None and 1 < at.year < 9999


def _can_be_kept(value: Any) -> bool:
    """Whether it is text, a number or a day, as any database takes it."""
    if isinstance(value, dict):
        return all(map(_can_be_kept, value.values()))
    if isinstance(value, list):
        return all(map(_can_be_kept, value))
    if isinstance(value, str):
        return not _NOT_KEPT.search(value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, int | date)
