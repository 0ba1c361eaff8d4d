"""Posts, plain pages, pictures and what belongs to them, as the files of a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from guide.exporting.front_matter import document
from guide.exporting.tables import AFTER, BEFORE, PAGES, POSTS, Table
from guide.exporting.values import as_json
from guide.models import Image


def export_texts(folder: Path) -> dict[str, int]:
    """Write them below ``folder``; how many there are of each table."""
    counts = {table.name: _write_texts(folder, table) for table in (PAGES, POSTS)}
    _copy_pictures(folder / "media")
    return counts | write_tables(folder / "site.json", (*BEFORE, *AFTER))


def _write_texts(folder: Path, table: Table) -> int:
    folder = folder / table.name
    folder.mkdir()
    count = 0
    for row in table.rows().iterator(chunk_size=100):
        text = document(table.values(row), row.body)
        file = folder / f"{table.key(row)}.md"
        file.write_text(text, encoding="utf-8", newline="")
        count += 1
    return count


def write_tables(file: Path, tables: tuple[Table, ...]) -> dict[str, int]:
    """What isn't a text: a list of rows for each table, and whose they are."""
    rows = {table.name: [table.values(row) for row in table.rows()] for table in tables}
    content = {"site": settings.SITE_URL} | rows
    file.write_text(as_json(content, indent=1) + "\n", encoding="utf-8")
    return {name: len(found) for name, found in rows.items()}


def _copy_pictures(folder: Path) -> None:
    """The largest file of each, from which the others are made anew."""
    folder.mkdir()
    for image in Image.objects.iterator():
        with (
            default_storage.open(str(image.name)) as stored,
            (folder / str(image.name)).open("wb") as copy,
        ):
            shutil.copyfileobj(stored, copy)
