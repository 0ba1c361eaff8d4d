"""The drill: a site is backed up while it is written to, and brought back elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from comments import keys
from comments.models import Comment, Correspondent, Status
from config.backups import rows
from guide import finding, search, words
from tests.make import (
    make_comment,
    make_image,
    make_mail,
    make_member,
    make_page,
    make_post,
    make_question,
    make_reply,
    make_report,
    make_rule,
    make_subscription,
    make_topic,
)

GoTo = Callable[[str], None]
Dumped = dict[str, list[bytes]]
# Made on SQLite with the keys of all tests.
OLDER = Path(__file__).parent.parent.parent / "data/backups/2026-11-30.tar.gz"


def dumped() -> Dumped:
    models = rows.models_at(rows.applied_migrations())
    return {
        table: [lines for _count, lines in rows.dump(model)]
        for table, model in models.items()
    }


def fill() -> None:
    keys.verify()
    make_image()
    post = make_post(topics=(make_topic(),), title="A lantern on the footbridge")
    make_question(post=post)
    search.put_posts([post])
    make_page()
    said = "“Été”, 日本 and\na second line"
    comment = make_comment(Status.APPROVED, words=said, post=post, sender="hash")
    make_report(comment, sender="hash")
    make_reply(comment)
    make_rule()
    make_mail()
    make_subscription()
    make_member("Owners")


def run(*arguments: Any) -> None:
    call_command(*map(str, arguments))


def test_every_table_comes_back_as_it_was(
    site: GoTo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    before, dump = dumped(), rows.dump

    def dump_among_others(model: Any) -> Any:
        """Somebody writes meanwhile, on a connection of their own."""
        if model._meta.db_table == "comments_comment":
            other = threading.Thread(target=write_and_close)
            other.start()
            other.join()
        return dump(model)

    monkeypatch.setattr(rows, "dump", dump_among_others)
    run("backup", tmp_path / "site.tar.gz")
    monkeypatch.undo()
    assert dumped() != before
    pictures = forget_pictures()

    site("elsewhere")
    run("restore", tmp_path / "site.tar.gz")
    expected = before | {
        name: [lines.replace(b'"hash"', b'""') for lines in before[name]]
        for name in ("comments_comment", "comments_report")
    }
    assert dumped() == expected
    assert sum(map(bool, expected.values())) > 20
    assert sorted(default_storage.listdir("")[1]) == pictures


def forget_pictures() -> list[str]:
    names: list[str] = default_storage.listdir("")[1]
    for name in names:
        default_storage.delete(name)
    return sorted(names)


def write_and_close() -> None:
    make_comment()
    connection.close()


def test_older_backup_of_the_other_kind_of_database_is_brought_up_to_date(
    site: GoTo,
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the drill takes the same way there; this one is of SQLite")
    site("elsewhere")
    run("restore", OLDER)
    assert Correspondent.objects.get().email == "wren@example.org"
    assert finding.texts(words.query("lantern")).hits
    call_command("migrate", check_unapplied=True)
    # Keys that were given out after the backup, in links, name no other row.
    last = Comment.objects.latest("pk")
    assert make_comment().pk > last.pk + 1000
