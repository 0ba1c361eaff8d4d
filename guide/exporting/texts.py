"""Posts, plain pages, pictures and what belongs to them, as the files of a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import models

from guide.exporting.front_matter import document
from guide.exporting.rows import plain
from guide.exporting.values import as_json
from guide.models import (
    Author,
    Guide,
    Helpline,
    Image,
    OldPath,
    Page,
    PickedPost,
    Post,
    Question,
    SiteSettings,
    Topic,
)

# What isn't exported of each, and why.
LEFT_OUT: Mapping[type[models.Model], Mapping[str, str]] = {
    Author: {"account": "accounts stay here"},
    Topic: {},
    Guide: {},
    Post: {
        "body": "stands below the front matter",
        "words": "counted anew",
        "preview_key": "opens a draft",
        "preview_until": "opens a draft",
    },
    Question: {"post": "stands with its post"},
    PickedPost: {"post": "stands with its post"},
    Page: {"body": "stands below the front matter"},
    Image: {},
    OldPath: {},
    Helpline: {"stamp": "made anew"},
    SiteSettings: {},
}


def export_texts(folder: Path) -> dict[str, int]:
    """Write them below ``folder``; how many there are of each."""
    posts = Post.objects.select_related("guide", "author").prefetch_related(
        "topics", "questions", "picked__other"
    )
    return {
        "posts": _write_documents(folder / "posts", posts.order_by("pk"), _of_post),
        "pages": _write_documents(folder / "pages", Page.objects.order_by("pk"), _row),
        "pictures": _copy_pictures(folder / "media"),
        **_write_site(folder / "site.json"),
    }


def _write_documents(folder: Path, rows: Any, values_of: Any) -> int:
    folder.mkdir()
    count = 0
    for row in rows.iterator(chunk_size=100):
        text = document(values_of(row), row.body)
        (folder / f"{row.slug}.md").write_text(text, encoding="utf-8", newline="")
        count += 1
    return count


def _of_post(post: Post) -> dict[str, Any]:
    return _row(post) | {
        "topics": [topic.slug for topic in post.topics.all()],
        "questions": [_row(question) for question in post.questions.all()],
        "picked": [_row(picked) for picked in post.picked.all()],
    }


def _row(row: models.Model) -> dict[str, Any]:
    return plain(row, frozenset(LEFT_OUT[type(row)]))


def _write_site(file: Path) -> dict[str, int]:
    """What isn't a text: a list of rows for each kind."""
    tables: dict[str, Iterable[models.Model]] = {
        "authors": Author.objects.select_related("picture").order_by("pk"),
        "topics": Topic.objects.order_by("pk"),
        "guides": Guide.objects.select_related("author").order_by("pk"),
        "helplines": Helpline.objects.order_by("pk"),
        "pictures": Image.objects.order_by("pk"),
        "old addresses": OldPath.objects.select_related(
            "post", "page", "topic", "author"
        ),
        "settings": SiteSettings.objects.all(),
    }
    rows = {name: [_row(row) for row in found] for name, found in tables.items()}
    file.write_text(as_json(rows, indent=1) + "\n", encoding="utf-8")
    return {name: len(found) for name, found in rows.items() if name != "settings"}


def _copy_pictures(folder: Path) -> int:
    """The largest file of each, from which the others can be made anew."""
    folder.mkdir()
    count = 0
    for image in Image.objects.iterator():
        with (
            default_storage.open(str(image.name)) as stored,
            (folder / Path(str(image.name)).name).open("wb") as copy,
        ):
            shutil.copyfileobj(stored, copy)
        count += 1
    return count
