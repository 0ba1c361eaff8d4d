"""What manage.py backup and restore say, and that bad files change nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

from comments import keys
from config.backups import keeping
from config.backups.archive import read
from tests.make import make_comment

pytestmark = pytest.mark.django_db(transaction=True)
GoTo = Callable[[str], None]


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text("four plain words\n")
    return file


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    run("backup", tmp_path / "site.tar.gz")
    return tmp_path / "site.tar.gz"


def test_it_is_for_its_owner_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_it_names_the_keys_and_holds_none(tmp_path: Path, settings: Any) -> None:
    keys.verify()
    make_comment(email="wren@example.org")
    said = run("backup", tmp_path / "site")
    assert "The keys aren’t in it: keep SECRET_KEY and ADDRESS_KEYS" in said
    content = b"".join(content for _name, content in read(tmp_path / "site", None))
    secrets = ["wren@example.org", settings.SECRET_KEY, *settings.ADDRESS_KEYS]
    assert not [each for each in secrets if each.encode() in content]


def test_no_backup_replaces_a_file(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(CommandError, match="never replaces a file"):
        run("backup", backup)
    assert backup.read_bytes() == before


def test_one_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "add_media", full)
    with pytest.raises(CommandError, match=r"No backup was made.*No space left"):
        run("backup", tmp_path / "site.tar.gz")
    assert not list(tmp_path.iterdir())


def test_database_of_a_newer_version_is_not_backed_up_by_halves(tmp_path: Path) -> None:
    from django.db import connection

    recorder = MigrationRecorder(connection)
    recorder.record_applied("guide", "0999_of_tomorrow")
    with pytest.raises(CommandError, match=r"newer version: guide\.0999_of_tomorrow"):
        run("backup", tmp_path / "site.tar.gz")
    recorder.record_unapplied("guide", "0999_of_tomorrow")


def test_site_that_is_not_there_yet_is_told_apart(
    site: GoTo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site("elsewhere")
    with pytest.raises(SystemExit) as ended:
        run("backup", tmp_path / "site.tar.gz")
    assert ended.value.code == 4
    assert "nothing to back up" in capsys.readouterr().err
    assert not (tmp_path / "site.tar.gz").exists()


# A folder of them


def test_unless_told_it_goes_to_a_folder_of_the_site(
    tmp_path: Path, settings: Any
) -> None:
    settings.VAR_DIR = tmp_path
    run("backup")
    [made] = (tmp_path / "backups").iterdir()
    assert keeping.made_at(made)
    assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700


def put(folder: Path, days_ago: float) -> Path:
    made_at = datetime.now(UTC) - timedelta(days=days_ago)
    path = folder / f"footbridge-{made_at:%Y-%m-%dT%H%M%SZ}.tar.gz"
    path.touch()
    return path


def test_folder_gets_one_by_its_date_and_drops_old_ones(
    tmp_path: Path, settings: Any
) -> None:
    settings.BACKUP_DAYS = 30
    old, recent = put(tmp_path, 31), put(tmp_path, 29)
    others = tmp_path / "footbridge-notes.tar.gz"
    others.touch()
    assert f"Dropped: {old.name}" in run("backup", tmp_path)
    assert not old.exists() and recent.exists() and others.exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_folder_keeps_no_more_than_it_is_told(tmp_path: Path) -> None:
    older, newer = put(tmp_path, 2), put(tmp_path, 1)
    run("backup", tmp_path, "--keep", 2)
    assert not older.exists() and newer.exists()


def test_last_one_stays_however_old_it_is(tmp_path: Path) -> None:
    last = put(tmp_path, 400)
    assert keeping.drop_old(tmp_path, 1, 30) == []
    assert last.exists()


def test_what_a_killed_one_has_left_goes_after_a_day(tmp_path: Path) -> None:
    left = tmp_path / ".footbridge-x.tar.gz.0000.unfinished"
    left.touch()
    keeping.drop_old(tmp_path, None, None)
    assert left.exists()
    os.utime(left, (0, time.time() - 25 * 3600))
    keeping.drop_old(tmp_path, None, None)
    assert not left.exists()


@pytest.mark.parametrize("keep", [0, -1])
def test_keeping_none_is_refused(tmp_path: Path, keep: int) -> None:
    with pytest.raises(CommandError, match="--keep"):
        run("backup", tmp_path, f"--keep={keep}")


# Passphrases


def test_sealed_one_needs_its_passphrase(tmp_path: Path, passphrase: Path) -> None:
    run("backup", tmp_path / "site", "--passphrase-file", passphrase)
    with pytest.raises(CommandError, match="It is sealed"):
        run("restore", tmp_path / "site", "--check")
    opened = run(
        "restore", tmp_path / "site", "--check", "--passphrase-file", passphrase
    )
    assert "is whole" in opened
    passphrase.write_text("five other plain words")
    with pytest.raises(CommandError, match="passphrase is another one"):
        run("restore", tmp_path / "site", "--passphrase-file", passphrase)


@pytest.mark.parametrize("words", ["", "too short"])
def test_short_passphrase_is_refused(
    tmp_path: Path, passphrase: Path, words: str
) -> None:
    passphrase.write_text(words)
    with pytest.raises(CommandError, match="shorter than 12"):
        run("backup", tmp_path / "site", "--passphrase-file", passphrase)


# What can't be restored


def refused(*arguments: Any) -> str:
    with pytest.raises(CommandError) as caught:
        run("restore", *arguments)
    assert "Nothing was changed." in str(caught.value)
    return str(caught.value)


def test_site_that_is_there_is_not_replaced_unasked(backup: Path) -> None:
    assert "There is a site here already" in refused(backup)


def test_file_that_is_not_there(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none")


@pytest.mark.parametrize("content", [b"", b"words", b"\x1f\x8b" + bytes(100)])
def test_file_that_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "site").write_bytes(content)
    assert "is no backup" in refused(tmp_path / "site", "--replace")


def test_every_missing_end_is_noticed(backup: Path) -> None:
    whole = backup.read_bytes()
    for length in range(1, len(whole), len(whole) // 20):
        backup.write_bytes(whole[:-length])
        assert refused(backup, "--replace")


def test_every_changed_byte_is_noticed(backup: Path) -> None:
    # Ten bytes of head, of which nothing depends on some.
    whole = backup.read_bytes()
    for place in range(10, len(whole), len(whole) // 20):
        changed = bytearray(whole)
        changed[place] ^= 1
        backup.write_bytes(changed)
        assert refused(backup, "--replace")


def test_other_keys_restore_nothing(tmp_path: Path, settings: Any) -> None:
    keys.verify()
    run("backup", tmp_path / "site")
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    assert "aren’t the keys of this backup" in refused(tmp_path / "site", "--replace")
