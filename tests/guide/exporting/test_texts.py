"""Posts, pages and pictures as files."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from guide.exporting import tables
from guide.exporting.texts import export_texts
from guide.models import (
    Imported,
    LoadedContent,
    PickedPost,
    PostTerms,
    Purge,
    SearchRow,
    SimilarPost,
    TextRevision,
    UnsavedText,
)
from tests.make import (
    make_guide,
    make_image,
    make_page,
    make_post,
    make_question,
    make_topic,
)

# Worked out or noted by the site itself.
DERIVED = {Imported, LoadedContent, PostTerms, Purge, SearchRow, SimilarPost}
# What was before, and what isn't saved yet.
STAYS = {TextRevision, UnsavedText}

pytestmark = pytest.mark.django_db


def exported(folder: Path, name: str) -> dict[str, Any]:
    _, front, body = (folder / name).read_text().split("+++\n", 2)
    return tomllib.loads(front) | {"body": body}


def test_each_model_is_exported_or_derived() -> None:
    models = set(apps.get_app_config("guide").get_models())
    assert models - DERIVED - STAYS == {table.model for table in tables.ALL}


@pytest.mark.parametrize("table", tables.ALL, ids=lambda table: table.name)
def test_what_is_left_out_is_a_field(table: tables.Table) -> None:
    names = {field.name for field in table.model._meta.concrete_fields}
    assert table.left_out.keys() <= names


def test_post_is_a_text_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    topic, guide = make_topic(slug="rest"), make_guide(slug="slow")
    post = make_post(topics=(topic,), guide=guide, slug="bread", body="Flour.\n")
    make_question(post=post, question="Too old?", slug="too-old", answer="Smell.")
    other = make_post(slug="soup")
    PickedPost.objects.create(post=post, other=other, why="also warm")
    export_texts(tmp_path)
    found = exported(tmp_path, "posts/bread.md")
    assert (found["guide"], found["topics"], found["body"]) == (
        "slow",
        ["rest"],
        "Flour.\n",
    )
    assert found["questions"][0]["answer"] == "Smell."
    assert found["picked"][0]["other"] == "soup"


def test_draft_has_no_date(tmp_path: Path) -> None:
    make_post(slug="bread", published_at=None)
    export_texts(tmp_path)
    assert "published_at" not in exported(tmp_path, "posts/bread.md")


def test_link_that_opens_a_draft_stays_here(tmp_path: Path) -> None:
    make_post(slug="bread", preview_key="0123456789abcdef")
    export_texts(tmp_path)
    assert "0123456789abcdef" not in (tmp_path / "posts" / "bread.md").read_text()


def test_page_is_a_text(tmp_path: Path) -> None:
    make_page(slug="about", title="About")
    export_texts(tmp_path)
    assert exported(tmp_path, "pages/about.md")["title"] == "About"


def test_picture_is_there_with_its_words(tmp_path: Path) -> None:
    image = make_image("A lantern")
    export_texts(tmp_path)
    assert (tmp_path / "media" / str(image.name)).stat().st_size
    site = json.loads((tmp_path / "site.json").read_text())
    assert site["pictures"][0]["alt"] == "A lantern"
