"""The guide's own text: read from ``guide/content/`` and loaded into the database.

Files are Markdown with TOML front matter between ``+++`` lines. Comments such as
``<!-- points: 1A.1 -->`` tie a block to the outline; they stop here.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from guide.models import Author, Guide, Helpline, LoadedContent, Page, Post, Topic

CONTENT_DIR = Path(__file__).parent / "content"
POINTS = re.compile(
    r"^[ \t]*<!-- points:[^>]*-->[ \t]*\n|[ \t]*<!-- points:[^>]*-->", re.M
)


class BadContent(ValueError):
    """A sentence with the file's name."""


@dataclass(frozen=True)
class Item:
    """One row as its file has it. Relations name the ``source`` of another item."""

    source: str
    model: type[models.Model]
    values: dict[str, Any]


@dataclass
class Report:
    """Sources by what became of them; ``left_alone`` also says why."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        counts = (
            f"{len(self.created)} created, {len(self.updated)} updated, "
            f"{len(self.unchanged)} unchanged, {len(self.left_alone)} left alone"
        )
        reasons = [f"  left alone: {source} ({why})" for source, why in self.left_alone]
        return "\n".join([counts, *reasons])


def read_content(folder: Path = CONTENT_DIR) -> Iterator[Item]:
    """Every item of ``folder``, so ordered that a relation's target comes first.

    BadContent where a file can't be read as what it should be.
    """
    top = _read_toml(folder / "guide.toml")
    yield Item("author", Author, top["author"])
    for topic in top["topics"]:
        yield Item(f"topics/{topic['slug']}", Topic, topic)
    yield Item("guide", Guide, top["guide"] | {"author": "author"})
    for position, path in enumerate(sorted(folder.glob("*.md")), 1):
        values = read_markdown(path)
        relations = {
            "guide": "guide",
            "author": "author",
            "topics": [f"topics/{slug}" for slug in values.get("topics", [])],
        }
        yield Item(
            f"posts/{path.name}", Post, values | relations | {"position": position}
        )
    for path in sorted((folder / "pages").glob("*.md")):
        yield Item(f"pages/{path.name}", Page, read_markdown(path))
    lines = _read_toml(folder / "helplines.toml")["helplines"]
    for position, line in enumerate(lines, 1):
        source = f"helplines/{line['country']}/{line['kind']}/{line['name']}"
        yield Item(source, Helpline, line | {"position": position})


def read_markdown(path: Path) -> dict[str, Any]:
    """The front matter's values and, as ``body``, the text without outline comments."""
    opening, front, body = [*path.read_text().split("+++\n", 2), "", ""][:3]
    if opening or not body:
        raise BadContent(f"{path.name} must begin with front matter between +++ lines.")
    try:
        values = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise BadContent(f"{path.name}: {error}.") from None
    return values | {"body": POINTS.sub("", body).strip() + "\n"}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise BadContent(f"{path.name}: {error}.") from None


@transaction.atomic
def load_content(items: Iterator[Item]) -> Report:
    """Bring the database up to ``items``; what an editor changed or deleted stays."""
    report = Report()
    known = {row.source: row for row in LoadedContent.objects.select_for_update()}
    keys: dict[str, int] = {}
    for item in items:
        values = _resolve(item.values, keys)
        row = known.get(item.source)
        present = (
            item.model._default_manager.filter(pk=row.object_pk).first()
            if row
            else None
        )
        if present:
            keys[item.source] = present.pk
        if row is None:
            _create(item, values, keys, report)
        elif present is None:
            report.left_alone.append((item.source, "deleted in the admin"))
        elif _values_of(present, row.values) != row.values:
            report.left_alone.append((item.source, "changed in the admin"))
        elif row.values == values:
            report.unchanged.append(item.source)
        else:
            _write(present, values)
            row.values = values
            row.save()
            report.updated.append(item.source)
    return report


def _resolve(values: dict[str, Any], keys: dict[str, int]) -> dict[str, Any]:
    """Relations as keys of rows; a topic that an editor deleted is left out."""
    found = dict(values)
    for name in {"author", "guide"} & values.keys():
        found[name] = keys.get(values[name])
    if "topics" in values:
        found["topics"] = sorted(
            keys[source] for source in values["topics"] if source in keys
        )
    return found


def _create(
    item: Item, values: dict[str, Any], keys: dict[str, int], report: Report
) -> None:
    slug = values.get("slug")
    if slug and item.model._default_manager.filter(slug=slug).exists():
        report.left_alone.append((item.source, "its address is in use here"))
        return
    present = item.model()
    if isinstance(present, Post):
        present.published_at = timezone.now()
    _write(present, values)
    LoadedContent.objects.create(
        source=item.source, object_pk=present.pk, values=values
    )
    keys[item.source] = present.pk
    report.created.append(item.source)


def _write(present: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name != "topics":
            setattr(
                present, f"{name}_id" if name in ("author", "guide") else name, value
            )
    present.save()
    if isinstance(present, Post):
        present.topics.set(values["topics"])


def _values_of(present: models.Model, names: dict[str, Any]) -> dict[str, Any]:
    """The present values of the fields in ``names``, in the form that is stored."""
    found = {}
    for name in names:
        if name == "topics":
            found[name] = sorted(present.topics.values_list("pk", flat=True))  # type: ignore[attr-defined]
        else:
            found[name] = present.serializable_value(name)
    return found
