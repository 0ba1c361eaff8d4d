"""The files of ``guide/content/``, read as what they say of each row.

Files are Markdown with TOML front matter between ``+++`` lines. Comments such as
``<!-- points: 1A.1 -->`` tie a block to the outline; they stop here. In a post a
heading such as ``## How long? {#how-long}`` begins a question, a row of its own with
that anchor, and all up to the next one is its answer.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from guide.blocks import find_mistakes
from guide.models import Author, Guide, Helpline, Page, Post, Question, Topic

CONTENT_DIR = Path(__file__).parent / "content"
POINTS = re.compile(
    r"^[ \t]*<!-- points:[^>]*-->[ \t]*\n|[ \t]*<!-- points:[^>]*-->", re.M
)
QUESTION = re.compile(r"^## (.+?) \{#([^}\s]*)\}[ \t]*$", re.M)
# The kinds of fields that a file may set, and how. Dates are an editor's to say.
WRITTEN_AS: dict[type[models.Field], type] = {
    models.BooleanField: bool,
    models.CharField: str,
    models.TextField: str,
    models.ManyToManyField: list,
}
IN_WORDS = {bool: "true or false", str: "text in quotes", list: "a list"}


class BadContent(ValueError):
    """A sentence with the file's name."""


@dataclass(frozen=True)
class Item:
    """One row as its file has it. Relations name the ``source`` of another item."""

    source: str
    model: type[models.Model]
    values: dict[str, Any]
    file: str

    @property
    def place(self) -> str:
        """Where a person looks for it."""
        alone = self.source.endswith(self.file)
        return self.file if alone else f"{self.file} ({self.source})"


def read_site() -> Iterator[Item]:
    """The guide of the site's own folder (SITE_DIR) with the plain pages and helplines
    that ship where it lacks them; without one, all as it ships."""
    own = settings.SITE_DIR and settings.SITE_DIR / "content"
    if own and own.is_dir():
        return read_content(own, lacking=CONTENT_DIR)
    return read_content()


def read_content(
    folder: Path = CONTENT_DIR, lacking: Path | None = None
) -> Iterator[Item]:
    """Every item of ``folder``, so ordered that a relation's target comes first.

    Plain pages and helplines that it doesn't have come from the folder ``lacking``.
    BadContent where a file can't be read as what it should be.
    """
    path = folder / "guide.toml"
    (author, *_), topics, (guide, *_) = _read_tables(path, "author", "topics", "guide")
    yield _item(path, "author", Author, author)
    for topic in topics:
        yield _item(path, f"topics/{topic.get('slug')}", Topic, topic)
    yield _item(path, "guide", Guide, guide, author="author")
    slugs = [topic.get("slug") for topic in topics]
    for position, path in enumerate(sorted(folder.glob("*.md")), 1):
        post, *questions = _read_post(path, position, slugs)
        yield post
        yield from questions
    for path in _pages(folder, lacking or folder):
        yield _item(path, f"pages/{path.name}", Page, read_markdown(path))
    path = folder / "helplines.toml"
    if lacking and not path.exists():
        path = lacking / path.name
    [lines] = _read_tables(path, "helplines")
    for position, line in enumerate(lines, 1):
        source = "/".join(str(line.get(name)) for name in ("country", "kind", "name"))
        yield _item(path, f"helplines/{source}", Helpline, line, position=position)


def _pages(folder: Path, lacking: Path) -> list[Path]:
    found = {
        path.name: path
        for each in (lacking, folder)
        for path in (each / "pages").glob("*.md")
    }
    return [found[name] for name in sorted(found)]


def _read_post(path: Path, position: int, slugs: list[Any]) -> Iterator[Item]:
    """The post, then its questions."""
    values = {"topics": []} | read_markdown(path)
    body, *questions = QUESTION.split(values["body"])
    values["body"] = body.strip() + "\n"
    relations = {"guide": "guide", "author": "author"}
    item = _item(
        path, f"posts/{path.name}", Post, values, **relations, position=position
    )
    for slug in values["topics"]:
        if slug not in slugs:
            raise BadContent(f"{path.name}: guide.toml has no topic {slug!r}.")
    topics = [f"topics/{slug}" for slug in values["topics"]]
    yield replace(item, values=item.values | {"topics": topics})
    for place in range(0, len(questions), 3):
        question, slug, answer = questions[place : place + 3]
        yield Item(
            f"{item.source}/{slug}",
            Question,
            {
                "post": item.source,
                "position": place // 3 + 1,
                "question": question,
                "slug": slug,
                "answer": answer.strip() + "\n",
            },
            path.name,
        )


def _item(
    path: Path,
    source: str,
    model: type[models.Model],
    written: dict[str, Any],
    **ours: Any,
) -> Item:
    """What the file has ``written`` and what we add. BadContent names a wrong field."""
    item = Item(source, model, written | ours, path.name)
    types = _types_of(model)
    for name, value in written.items():
        if name not in types:
            known = ", ".join(types)
            raise BadContent(
                f"{item.place}: {name!r} can't be set there. These can: {known}."
            )
        if not isinstance(value, types[name]):
            raise BadContent(f"{item.place}: {name} must be {IN_WORDS[types[name]]}.")
    return item


def _types_of(model: type[models.Model]) -> dict[str, type]:
    """The fields that a file may set, each with the type that TOML has for it."""
    return {
        field.name: written_as
        for field in (*model._meta.fields, *model._meta.many_to_many)
        for kind, written_as in WRITTEN_AS.items()
        if isinstance(field, kind)
    }


def read_markdown(path: Path) -> dict[str, Any]:
    """The front matter's values and, as ``body``, the text without outline comments."""
    opening, front, body = [*_read(path).split("+++\n", 2), "", ""][:3]
    if opening or not body:
        raise BadContent(f"{path.name} must begin with front matter between +++ lines.")
    values = _parse_toml(path, front)
    if "body" in values:
        raise BadContent(f"{path.name}: the text stands below, it is no 'body'.")
    _check_blocks(path, body, lines_above=front.count("\n") + 2)
    return values | {"body": POINTS.sub("", body).strip() + "\n"}


def _check_blocks(path: Path, body: str, lines_above: int) -> None:
    """BadContent with the line as it counts in the file."""
    with_all_lines = POINTS.sub(lambda points: "\n" * points[0].count("\n"), body)
    for mistake in find_mistakes(with_all_lines):
        in_file = replace(mistake, line=mistake.line + lines_above)
        raise BadContent(f"{path.name}: {in_file}")


def _read_tables(path: Path, *names: str) -> Iterator[list[dict[str, Any]]]:
    """The tables ``[[name]]``, or the one ``[name]``, for each of ``names``."""
    found = _parse_toml(path, _read(path))
    for name in names:
        tables = found.get(name)
        tables = tables if isinstance(tables, list) and tables else [tables]
        if not all(isinstance(table, dict) for table in tables):
            raise BadContent(f"{path.name} must have a table [{name}].")
        yield tables


def _parse_toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadContent(f"{path.name}: {error}.") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadContent(f"{path.name} must be text in UTF-8.") from None
