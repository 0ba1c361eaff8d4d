import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from guide import made


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MADE_DIR = tmp_path / "made"
    return tmp_path / "made"


def refuse() -> bytes:
    raise AssertionError("It is there already.")


def test_the_same_content_is_made_once() -> None:
    calls: list[int] = []

    def make() -> bytes:
        calls.append(1)
        return b"file"

    assert [made.once(make, "test", 1), made.once(make, "test", 1)] == [b"file"] * 2
    assert made.once(make, "test", "1") == b"file"
    assert len(calls) == 2


def test_it_is_a_whole_file_that_every_process_finds(folder: Path) -> None:
    made.once(lambda: b"file", "test")
    assert [path.read_bytes() for path in folder.iterdir()] == [b"file"]
    assert made.once(refuse, "test") == b"file"


def test_what_is_old_goes_and_is_made_again(folder: Path) -> None:
    now = timezone.now()
    assert made.forget_old(now) == 0
    made.once(lambda: b"old", "test")
    [path] = folder.iterdir()
    made.once(lambda: b"new", "another")
    eight_days_ago = (now - timedelta(days=8)).timestamp()
    os.utime(path, (eight_days_ago, eight_days_ago))
    assert made.forget_old(now) == 1
    assert [path.read_bytes() for path in folder.iterdir()] == [b"new"]
    assert made.once(lambda: b"again", "test") == b"again"


def test_where_nothing_can_be_kept_it_is_sent_all_the_same(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("No folder.")
    assert made.once(lambda: b"file", "test") == b"file"
    assert "can't be kept" in caplog.text
