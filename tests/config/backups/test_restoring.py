"""The drill: a site is backed up while it is written to, and brought back elsewhere."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from comments import keys, running
from comments.models import Comment, Correspondent, Status
from config.backups import restoring, rows
from config.backups.archive import BadBackup, Manifest, read, writing
from config.backups.building import InUse, building
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
    found = pictures()
    forget_pictures()
    default_storage.save(next(iter(found)), ContentFile(b"broken"))

    site("elsewhere")
    run("restore", tmp_path / "site.tar.gz")
    expected = before | {
        name: [lines.replace(b'"hash"', b'""') for lines in before[name]]
        for name in ("comments_comment", "comments_report")
    }
    assert dumped() == expected
    assert sum(map(bool, expected.values())) > 20
    assert pictures() == found


def pictures() -> dict[str, bytes]:
    names = default_storage.listdir("")[1]
    return {name: default_storage.open(name).read() for name in names}


def forget_pictures() -> None:
    for name in pictures():
        default_storage.delete(name)


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


# Refused


@pytest.fixture
def backup(site: GoTo, tmp_path: Path) -> Path:
    """Of a site that had a picture, which is gone since."""
    make_image()
    run("backup", tmp_path / "site.tar.gz")
    forget_pictures()
    site("elsewhere")
    return tmp_path / "site.tar.gz"


def test_site_that_runs_is_not_replaced(backup: Path) -> None:
    held = running.hold()
    assert held is not None
    with pytest.raises(CommandError, match=r"first\. Nothing was changed"):
        run("restore", "--replace", backup)
    assert not pictures()
    os.close(held)


def test_only_the_owner_of_the_folder_restores(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(CommandError, match="belongs to another user"):
        run("restore", "--replace", backup)
    assert not pictures()


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What was built can't take the place of what is there."""

    def refuse() -> None:
        assert len(pictures()) > 1
        raise InUse

    @contextmanager
    def refusing() -> Iterator[Any]:
        with building() as place:
            monkeypatch.setattr(place, "take_over", refuse)
            yield place

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(restoring, "building", refusing)
        # An empty one: migrating and filling it takes seconds, and the drill does it.
        meanwhile.setattr(restoring, "_fill", lambda *backup: None)
        yield


@pytest.mark.usefixtures("refused")
def test_pictures_are_as_they_were_where_the_database_stays(backup: Path) -> None:
    name = next(name for name, _content in read(backup, None) if "media/" in name)
    broken = name.removeprefix("media/")
    before = {broken: b"broken", "own.png": b"own"}
    for file, content in before.items():
        default_storage.save(file, ContentFile(content))
    with pytest.raises(CommandError, match="Stop the site first"):
        run("restore", "--replace", backup)
    assert pictures() == before


@pytest.mark.parametrize("name", ["media/", "media/../settings.env", "media/a/b"])
def test_what_is_no_picture_is_refused_before_anything(
    tmp_path: Path, name: str
) -> None:
    manifest = Manifest("2026-11-30T12:00:00+00:00", [])
    with (tmp_path / "site").open("wb") as file, writing(file, None, manifest) as made:
        made.add(name, b"words")
    with pytest.raises(BadBackup, match="no picture’s name"):
        restoring.look_at(tmp_path / "site", None)
