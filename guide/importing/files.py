"""Files from elsewhere, as they come: whether they can be read at all, and as what."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

MOST_MEGABYTES = 20


class BadFile(ValueError):
    """A sentence that says what is wrong, and where in the file."""


def refusal(path: Path, error: Exception) -> str:
    """What a person is told who brought in ``path``. A database quotes words only
    below the first line."""
    if isinstance(error, BadFile):
        return _("%(file)s: %(error)s Nothing has changed.") % {
            "file": path.name,
            "error": error,
        }
    reason = str(error).strip().partition("\n")[0]
    return _("%(file)s: the database refuses it (%(reason)s). Nothing has changed.") % {
        "file": path.name,
        "reason": reason,
    }


@dataclass(frozen=True)
class Decoded:
    text: str
    # Its usual name, such as "UTF-8".
    encoding: str


def read_text(path: Path, most_megabytes: int = MOST_MEGABYTES) -> Decoded:
    """The text of ``path``. BadFile where it is none, or too much of it."""
    return decode(read_bytes(path, most_megabytes))


def read_bytes(path: Path, most_megabytes: int) -> bytes:
    """What ``path`` holds, of which no more is read than may be."""
    most = most_megabytes * 1_000_000
    content = read_beginning(path, most + 1)
    if len(content) > most:
        raise BadFile(_("It is larger than %d MB.") % most_megabytes)
    return content


def read_beginning(path: Path, size: int) -> bytes:
    with opened(path) as file:
        return file.read(size)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """BadFile where it can't be opened or read."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadFile(_("It can’t be opened: %s.") % reason) from None


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass
class Bounded:
    """What is unpacked of ``file``, of which no more is read than may be."""

    file: Readable
    most_megabytes: int
    read_so_far: int = 0

    def read(self, size: int, /) -> bytes:
        try:
            content = self.file.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise BadFile(_("It can’t be unpacked.")) from None
        self.read_so_far += len(content)
        if self.read_so_far > self.most_megabytes * 1_000_000:
            raise BadFile(_("It unpacks to more than %d MB.") % self.most_megabytes)
        return content


def decode(content: bytes) -> Decoded:
    """UTF-8 with and without its mark, UTF-16, and what Windows wrote in the West."""
    for mark, codec, name in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            return Decoded(_decoded(content, codec, name), name)
    if b"\0" in content:
        codec = _without_mark(content)
        return Decoded(_decoded(content, codec, "UTF-16"), "UTF-16")
    try:
        return Decoded(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        # A UTF-8 file with a slip in it would come out full of nonsense.
        if _has_letters_of_utf8(content):
            raise _not_text(content, error.start, "UTF-8") from None
    return Decoded(_decoded(content, "windows-1252", "Windows-1252"), "Windows-1252")


def _without_mark(content: bytes) -> str:
    """The kind of UTF-16 that has a zero in most of its characters. BadFile if none."""
    for codec, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = content[at::2].count(0)
        if zeros * 4 > len(content) and content[1 - at :: 2].count(0) == 0:
            return codec
    raise BadFile(_("It is no text: byte %d is zero.") % (content.index(0) + 1))


def _has_letters_of_utf8(content: bytes) -> bool:
    """Whether more of it is UTF-8 beyond ASCII than isn't."""
    beyond = sum(byte > 127 for byte in content)
    understood = len(content.decode("utf-8", "ignore").encode("utf-8"))
    return 2 * (len(content) - understood) < beyond


def _decoded(content: bytes, codec: str, name: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise _not_text(content, error.start, name) from None


def _not_text(content: bytes, at: int, name: str) -> BadFile:
    line = content.count(b"\n", 0, at) + 1
    return BadFile(
        _("Line %(line)d holds a byte that isn’t %(encoding)s.")
        % {"line": line, "encoding": name}
    )
