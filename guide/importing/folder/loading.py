"""The rows of an exported folder become rows here, found again by their source."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide import related, revisions
from guide.exporting.tables import (
    AFTER,
    BEFORE,
    PAGES,
    PICKED,
    PICTURES,
    POSTS,
    QUESTIONS,
    Table,
)
from guide.exporting.values import as_json
from guide.importing import known
from guide.importing.files import BadFile
from guide.importing.folder.pictures import keep_picture
from guide.importing.folder.reading import Row, checked, read_tables, read_texts
from guide.importing.folder.writing import keep_times, write
from guide.importing.report import Outcome
from guide.importing.running import Run
from guide.models import Imported, Page, Post, Topic

HERE = gettext_lazy("something of that name is here already, and stays as it is")


@dataclass
class Loader:
    """``origin`` tells one exported site from another, such as ``site:example.org``."""

    run: Run
    folder: Path
    origin: str
    # By model and by name: what is here of what can be named.
    named: dict[type[models.Model], dict[str, int]] = field(default_factory=dict)

    def load_texts(self) -> None:
        """Within ``run.all_or_nothing``. BadFile where something can't be read."""
        related.wait_for_others()
        site = self.folder / "site.json"
        self.load(read_tables(site, BEFORE))
        self.load(read_texts(self.folder, PAGES))
        self.load(read_texts(self.folder, POSTS))
        self.load(read_tables(site, AFTER))
        if not self.run.dry_run:
            related.catch_up()

    def load(self, rows: Iterable[Row]) -> None:
        """Posts name each other, so none is complete before all of ``rows`` came."""
        written = []
        for row in rows:
            stored = self._load_one(row)
            if stored is not None:
                written.append((row, stored))
        for row, stored in written:
            self._complete(row, stored)
            before = self._before(row)
            digest = self._digest_here(row, stored)
            known.remember(self._source(row), stored, digest, before)

    def _source(self, row: Row) -> str:
        return f"{self.origin}:{row.table.name}:{row.key}"

    def _before(self, row: Row) -> Imported | None:
        return Imported.objects.filter(source=self._source(row)).first()

    def _keys(self, table: Table) -> dict[str, int]:
        """What is here of ``table``, by what names it."""
        if table.model not in self.named:
            rows = table.rows()
            self.named[table.model] = {table.key(each): each.pk for each in rows}
        return self.named[table.model]

    def _load_one(self, row: Row) -> models.Model | None:
        """The row here, if it was written."""
        keys, report, what = self._keys(row.table), self.run.report, row.table.name
        before = self._before(row)
        key = before.object_pk if before else keys.get(row.key)
        present = row.table.model._base_manager.filter(pk=key).first()
        if before and present is None:
            report.skip(what, str(known.DELETED), row.key)
            return None
        if present is not None:
            keys[row.key] = present.pk
            here = self._digest_here(row, present)
            if here == _digest(row.values):
                report.add(what, Outcome.UNCHANGED)
                return None
            if before is None or before.digest != here:
                report.skip(what, str(known.CHANGED if before else HERE), row.key)
                return None
        if isinstance(present, Post | Page):
            revisions.keep_found(present)
        stored = self._write(row, present)
        keys[row.key] = stored.pk
        report.add(what, Outcome.UPDATED if present else Outcome.CREATED)
        return stored

    def _write(self, row: Row, present: models.Model | None) -> models.Model:
        if row.table is PICTURES and present is None:
            present = keep_picture(row, self.folder, self.run)
        return write(row, present, self.named)

    def _complete(self, row: Row, stored: models.Model) -> None:
        if not isinstance(stored, Post):
            return
        topics = self._keys_named(row, Topic, _listed(row, "topics"))
        stored.topics.set(topics)
        for table, kept in ((QUESTIONS, stored.questions), (PICKED, stored.picked)):
            kept.all().delete()
            for given in _listed(row, table.name):
                values = checked(given, table, row.place)
                child = table.model(post=stored)
                write(Row(table, values, row.place), child, self.named)
        if "updated_at" in row.values:
            keep_times(stored, {"updated_at": row.values["updated_at"]})

    def _keys_named(
        self, row: Row, model: type[models.Model], names: list[str]
    ) -> list[int]:
        here = self.named.get(model, {})
        for name in map(str, names):
            if name not in here:
                sentence = _("%(place)s: there is no topic “%(name)s”.")
                raise BadFile(sentence % {"place": row.place, "name": name})
        return [here[str(name)] for name in names]

    def _digest_here(self, row: Row, stored: models.Model) -> str:
        """Of what an export would say of it now."""
        fresh = row.table.rows().get(pk=stored.pk)
        body = {"body": fresh.body} if "body" in row.table.left_out else {}
        return _digest(row.table.values(fresh) | body)


def _listed(row: Row, name: str) -> list[Any]:
    found = row.values.get(name, [])
    if not isinstance(found, list):
        raise BadFile(_("%s: “%s” must be a list.") % (row.place, name))
    return found


def _digest(values: dict[str, Any]) -> str:
    return known.digest_of(json.loads(as_json(_said(values))))


def _said(value: Any) -> Any:
    """Without what is None: front matter doesn't say it."""
    if isinstance(value, dict):
        return {name: _said(each) for name, each in value.items() if each is not None}
    return [_said(each) for each in value] if isinstance(value, list) else value
