"""Saying that pages are out of date, before a commit and after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from guide import pagecache
from guide.models import Author, Post
from guide.pagecache import forgetting
from guide.pagecache.generation import (
    CONVERSATIONS,
    EVERYTHING,
    Generation,
    slot_of,
)
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

# What no page for readers shows, so that writing it forgets none.
NOT_SHOWN = {
    "guide": {
        "Imported",  # where a row came from
        "LoadedContent",  # what the loader wrote
        "OldPath",  # leads from addresses that have no page
        "Purge",  # what is to be told to others
        "PostTerms",  # SimilarPost is worked out of them
        "SearchRow",  # what a search finds is never kept
        "TextRevision",
        "UnsavedText",
    },
    # The verbs of moderation say which conversation they change.
    "comments": {
        model.__name__ for model in apps.get_app_config("comments").get_models()
    }
    - {"DiscussionSettings"},
}


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Generation:
    made = Generation(None)
    monkeypatch.setattr(forgetting, "generation", lambda: made)
    return made


def test_every_model_is_either_watched_or_notshown_tables() -> None:
    watched = forgetting.shown_tables
    for app, hidden in NOT_SHOWN.items():
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            is_hidden = model.__name__ in hidden
            assert is_hidden != (model._meta.db_table in watched), model


def test_a_write_forgets_every_page(ours: Generation) -> None:
    before = ours.snapshot()
    make.make_post()
    assert ours.values[EVERYTHING] != before[EVERYTHING]


@pytest.mark.parametrize("write", ["update", "bulk", "delete", "raw", "through"])
def test_whoever_writes_is_noticed(ours: Generation, write: str) -> None:
    post = make.make_post()
    before = ours.snapshot()
    writes: dict[str, Callable[[], object]] = {
        "update": lambda: Post.objects.filter(pk=post.pk).update(title="Another"),
        "bulk": lambda: Author.objects.bulk_create([Author(name="A", slug="another")]),
        "delete": post.delete,
        "raw": lambda: connection.cursor().execute(
            "update guide_post set title = 'Another'"
        ),
        "through": lambda: post.topics.add(make.make_topic()),
    }
    writes[write]()
    assert ours.values[EVERYTHING] != before[EVERYTHING]


def test_reading_forgets_nothing(ours: Generation) -> None:
    make.make_post()
    before = ours.snapshot()
    list(Post.objects.all())
    assert ours.snapshot() == before


def test_between_a_write_and_its_commit_nothing_is_kept(ours: Generation) -> None:
    with transaction.atomic():
        make.make_post()
        inside = ours.snapshot()
        assert ours.is_held([EVERYTHING])
    assert not ours.is_held([EVERYTHING])
    assert ours.values[EVERYTHING] != inside[EVERYTHING]


def test_what_is_taken_back_holds_until_its_lease_ends(ours: Generation) -> None:
    before = ours.snapshot()
    with transaction.atomic():
        make.make_post()
        transaction.set_rollback(True)
    assert ours.values[EVERYTHING] != before[EVERYTHING]
    assert ours.is_held([EVERYTHING])


def test_a_write_after_a_savepoint_was_taken_back_is_told_after_the_commit(
    ours: Generation,
) -> None:
    with transaction.atomic():
        with transaction.atomic():
            make.make_post()
            transaction.set_rollback(True)
        make.make_post()
        inside = ours.snapshot()
    assert ours.values[EVERYTHING] != inside[EVERYTHING]


def test_many_writes_of_one_transaction_take_one_lease(ours: Generation) -> None:
    with transaction.atomic():
        for _ in range(3):
            make.make_post()
        assert len(_changes()) == 1


def _changes() -> list[object]:
    return [each for each in connection.run_on_commit if "Change" in repr(each[1])]


def test_a_long_transaction_goes_on_with_its_lease(
    ours: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "RENEWED_AFTER_SECONDS", -1)
    with transaction.atomic():
        make.make_post()
        first = ours.snapshot()
        make.make_post()
        assert ours.values[EVERYTHING] != first[EVERYTHING]


def test_one_conversation_is_forgotten_alone(ours: Generation) -> None:
    before = ours.snapshot()
    with transaction.atomic():
        pagecache.forget(7)
        assert ours.is_held([slot_of(7)])
        assert not ours.is_held([slot_of(8)])
    after = ours.snapshot()
    changed = {slot for slot in range(len(after)) if before[slot] != after[slot]}
    assert changed == {slot_of(7), CONVERSATIONS}


def test_outside_a_transaction_nothing_can_be_forgotten() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        pagecache.forget(7)


def test_the_file_lies_beside_that_of_sqlite(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path / "var"
    path = forgetting.file_path()
    if connection.vendor == "sqlite":
        assert str(path) == f"{connection.settings_dict['NAME']}-pages"
    else:
        assert path == tmp_path / "var" / "pages"
        assert path.parent.is_dir()
