"""The file of a backup: whole, or refused with a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config.backups import archive
from config.backups.archive import BadBackup, Manifest, Writer, check, writing

Change = Callable[[Writer], None]


def written(path: Path, change: Change = lambda writer: None) -> Path:
    manifest = Manifest("2026-11-30T12:00:00+00:00", [["guide", "0001_initial"]])
    with path.open("wb") as file, writing(file, None, manifest) as writer:
        writer.add("tables/guide_post/000000.jsonl", b"[1]")
        change(writer)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    manifest = check(written(tmp_path / "site"), None)
    assert manifest.migrations == [["guide", "0001_initial"]]
    assert list(manifest.sha256) == ["format-1.txt", "tables/guide_post/000000.jsonl"]


def change_a_hash(writer: Writer) -> None:
    writer.manifest.sha256["tables/guide_post/000000.jsonl"] = "0" * 64


def leave_one_out(writer: Writer) -> None:
    writer.manifest.sha256["media/a.jpg"] = "0" * 64


def forget_one(writer: Writer) -> None:
    del writer.manifest.sha256["tables/guide_post/000000.jsonl"]


@pytest.mark.parametrize("change", [change_a_hash, leave_one_out, forget_one])
def test_member_that_is_not_what_the_manifest_says(
    tmp_path: Path, change: Change
) -> None:
    with pytest.raises(BadBackup, match="isn’t what was written"):
        check(written(tmp_path / "site", change), None)


def test_format_of_a_newer_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as tomorrow:
        tomorrow.setattr(archive, "FORMAT", "format-2.txt")
        file = written(tmp_path / "site")
    with pytest.raises(BadBackup, match="newer version"):
        check(file, None)


def test_manifest_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Writer, "finish", lambda writer: None)
        file = written(tmp_path / "site")
    with pytest.raises(BadBackup, match="its manifest is missing"):
        check(file, None)
