"""Where the pictures of an export lie: in a folder, or packed with it into a ZIP.

An address may name any place, so only what is inside is ever found.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO, Protocol
from zipfile import ZipFile, ZipInfo

from django.conf import settings
from django.utils.translation import gettext as _

from guide.images import MOST_MEGABYTES
from guide.importing.files import BadFile, Bounded, opened
from guide.importing.zips import opened_zip

_PACKED = b"PK\x03\x04"
MOST_FILES = 50_000
_ENCRYPTED = 1
_AT_ONCE = 1_000_000
# What a ZIP that is broken, or made to break something, raises.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    UnicodeDecodeError,
    EOFError,
    OSError,
)
Content = Callable[[], bytes]


class Shelf(Protocol):
    def find(self, place: str) -> Content | None:
        """What reads the file that lies at ``place``, a path with slashes."""


@dataclass(frozen=True)
class Folder:
    """The files of ``path``; none where that is None."""

    path: Path | None

    def find(self, place: str) -> Content | None:
        if self.path is None:
            return None
        try:
            found = (self.path / place).resolve()
            is_inside = found.is_relative_to(self.path.resolve())
            is_there = is_inside and found.is_file()
        except (OSError, ValueError):  # no name that a file could have
            return None
        return (lambda: _beginning(found.open("rb"))) if is_there else None


@dataclass(frozen=True)
class Packed:
    """The files of ``archive``: beside the export in it, or from its top; else those
    of ``folder``."""

    archive: ZipFile
    beside: PurePosixPath
    folder: Folder

    def find(self, place: str) -> Content | None:
        for name in (str(self.beside / place), place):
            try:
                info = self.archive.getinfo(name)
            except KeyError:
                continue
            return partial(self._content, info)
        return self.folder.find(place)

    def _content(self, info: ZipInfo) -> bytes:
        """Nothing of what can't be read, which is then no picture."""
        if info.flag_bits & _ENCRYPTED:
            return b""
        try:
            return _beginning(self.archive.open(info))
        except _UNREADABLE:
            return b""


def _beginning(file: IO[bytes]) -> bytes:
    """Of one that is too large to be taken no more than shows that."""
    with file:
        return file.read(MOST_MEGABYTES * 1_000_000 + 1)


@contextmanager
def unpacked(
    path: Path, folder: Path | None, most_megabytes: int
) -> Iterator[tuple[Path, Shelf]]:
    """The export that ``path`` is or holds, and where its pictures are: packed with it,
    or in ``folder``. BadFile where it can't be unpacked, or is larger then."""
    with opened(path) as file:
        is_packed = file.read(len(_PACKED)) == _PACKED
    if not is_packed:
        yield path, Folder(folder)
        return
    with ExitStack() as stack:
        try:
            file = path.open("rb", buffering=0)
            archive = stack.enter_context(opened_zip(file, MOST_FILES))
        except _UNREADABLE:
            raise BadFile(_("It can’t be unpacked.")) from None
        export = _export(archive)
        copy = stack.enter_context(_copied(archive, export, most_megabytes))
        beside = PurePosixPath(export.filename).parent
        yield copy, Packed(archive, beside, Folder(folder))


def _export(archive: ZipFile) -> ZipInfo:
    infos = archive.infolist()
    names = (PurePosixPath(info.filename) for info in infos)
    found = [
        info
        for info, name in zip(infos, names, strict=True)
        # What macOS adds begins so.
        if name.suffix.lower() == ".xml" and not name.name.startswith("._")
    ]
    if len(found) != 1:
        sentence = _("It must hold one file that ends in .xml; it holds %d.")
        raise BadFile(sentence % len(found))
    if found[0].flag_bits & _ENCRYPTED:
        raise BadFile(_("It is locked by a password. Pack it without one."))
    return found[0]


@contextmanager
def _copied(archive: ZipFile, export: ZipInfo, most_megabytes: int) -> Iterator[Path]:
    """The export in a file of its own, since it is read more than once. Where this is
    killed, a clock removes it within the hour."""
    folder: Path = settings.INCOMING_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, suffix=".xml") as copy:
        try:
            with archive.open(export) as file:
                bounded = Bounded(file, most_megabytes)
                while content := bounded.read(_AT_ONCE):
                    copy.write(content)
        except _UNREADABLE:
            raise BadFile(_("It can’t be unpacked.")) from None
        copy.flush()
        yield Path(copy.name)
