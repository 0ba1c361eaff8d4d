"""A ZIP that holds too many files is refused before its list is read."""

from __future__ import annotations

import io
import struct
import tracemalloc
from zipfile import BadZipFile, ZipFile

import pytest

from guide.importing.files import BadFile
from guide.importing.zips import opened_zip

ENTRY = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", *[0] * 18)


def end(size: int, count: int) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, 0, 0)


def end_of_a_large_one(size: int, count: int) -> bytes:
    """As ZIP64 has it; what the usual record says then counts for nothing."""
    numbers = (44, 45, 45, 0, 0, count, count, size, 0)
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", *numbers)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, size, 1)
    return record + locator + end(0xFFFFFFFF, 0xFFFF)


@pytest.mark.parametrize("ending", [end, end_of_a_large_one])
@pytest.mark.parametrize("said", [1, 1001])
def test_too_many_files_whatever_it_says_itself(ending: object, said: int) -> None:
    assert callable(ending)
    content = ENTRY * 1001 + ending(1001 * len(ENTRY), said)
    with ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.infolist()) == 1001
    with (
        pytest.raises(BadFile, match="more than 1000 files"),
        opened_zip(io.BytesIO(content), 1000),
    ):
        pass


@pytest.mark.parametrize("ending", [end, end_of_a_large_one])
def test_list_that_is_too_long_is_not_even_read(ending: object) -> None:
    assert callable(ending)
    size = 20_000_000
    file = io.BytesIO(bytes(size) + ending(size, 1))
    tracemalloc.start()
    with pytest.raises(BadFile, match="more than 1000 files"), opened_zip(file, 1000):
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000


def test_as_many_as_may_be_are_all_there() -> None:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(1000):
            archive.writestr(f"{number}", b"words " * 1000)
    with opened_zip(file, 1000) as archive:
        assert len(archive.infolist()) == 1000
        # Once it is open no more is asked: words may look like entries.
        assert archive.read("999") == b"words " * 1000


def test_what_a_file_holds_is_not_counted() -> None:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("words", ENTRY * 100)
    with opened_zip(file, 1) as archive:
        assert archive.read("words") == ENTRY * 100


def test_what_is_no_zip_is_told_as_by_zipfile() -> None:
    with pytest.raises(BadZipFile), opened_zip(io.BytesIO(b"words"), 10):
        pass
