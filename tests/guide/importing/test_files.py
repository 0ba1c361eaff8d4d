from pathlib import Path

import pytest

from guide.importing.files import BadFile, decode, read_text

WORDS = "“Déjà vu…”, said Zoë"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("windows-1252", "Windows-1252"),
    ],
)
def test_encoding_is_told(codec: str, name: str) -> None:
    found = decode(WORDS.encode(codec))
    assert (found.text, found.encoding) == (WORDS, name)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told(codec: str) -> None:
    assert decode("Some plain words.".encode(codec)).encoding == "UTF-16"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (WORDS.encode() * 9 + b"\nslip \xe9\n", "Line 2 holds a byte that isn’t UTF-8"),
        (b"\xef\xbb\xbfone\ntwo \xff", "Line 2 holds a byte that isn’t UTF-8"),
        (b"\xff\xfea\0b", "Line 1 holds a byte that isn’t UTF-16"),
        (b"\x81", "Line 1 holds a byte that isn’t Windows-1252"),
        (b"\x89PNG\r\n\0\0", "It is no text: byte 7 is zero"),
    ],
)
def test_what_is_no_text_is_told_with_its_place(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        decode(content)


def test_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 1_000_001)
    with pytest.raises(BadFile, match=r"larger than 1 MB"):
        read_text(path, 1)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="can’t be opened: No such file"):
        read_text(tmp_path / "none.txt")
