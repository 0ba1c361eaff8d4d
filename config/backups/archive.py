"""The file of a backup: a compressed tar, sealed where a passphrase is given.

    format-1.txt                   what this is, for whoever unpacks it
    tables/<table>/<number>.jsonl  some rows of a table, a JSON array each
    media/<name>                   a picture's file
    manifest.json                  what must be in it, with a hash of each member

The manifest comes last, when all of it is known, so that nothing is read twice and no
draft is written. A file without it ended too early.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from config.backups.sealing import MAGIC, NotOpened, Opener, Sealer

FORMAT = "format-1.txt"
MANIFEST = "manifest.json"
_ABOUT = (
    "A backup of a Footbridge site; manage.py restore brings it back. SECRET_KEY and\n"
    "ADDRESS_KEYS aren't in it: without them no address in it can be read.\n"
)
_BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, NotOpened)

Member = tuple[str, bytes]


class BadBackup(Exception):
    """A sentence for the operator."""


@dataclass
class Manifest:
    """``made_at`` is ISO 8601; ``rows`` are counts by table; ``key_check`` is what the
    keys of the site must be able to read, None where it had no addresses yet."""

    made_at: str
    migrations: list[list[str]]
    key_check: str | None = None
    rows: dict[str, int] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def of(cls, member: bytes) -> "Manifest":
        try:
            return cls(**json.loads(member))
        except (ValueError, TypeError):
            raise BadBackup("Its manifest can’t be read.") from None


class Writer:
    """Adds members to an archive and notes a hash of each in ``manifest``."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.manifest = manifest
        self._tar = tar

    def add(self, name: str, content: bytes) -> None:
        self.manifest.sha256[name] = hashlib.sha256(content).hexdigest()
        self._add(name, content)

    def _add(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))

    def finish(self) -> None:
        self._add(MANIFEST, self.manifest.as_bytes())


@contextmanager
def writing(
    file: BinaryIO, passphrase: bytes | None, manifest: Manifest
) -> Iterator[Writer]:
    """What isn't left in peace leaves a file that nobody takes for a whole one."""
    sealer = Sealer(file, passphrase) if passphrase else None
    under = cast(BinaryIO, sealer) if sealer else file
    packed = gzip.GzipFile(fileobj=under, mode="wb", filename="", compresslevel=6)
    tar = tarfile.TarFile(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT)
    writer = Writer(tar, manifest)
    try:
        writer.add(FORMAT, _ABOUT.encode())
        yield writer
        writer.finish()
        tar.close()
    finally:
        # It lacks its last member where something failed, or its seal's end.
        packed.close()
    if sealer:
        sealer.finish()


def read(path: Path, passphrase: bytes | None) -> Iterator[Member]:
    """The members in their order. BadBackup where the file is broken."""
    try:
        with ExitStack() as opened:
            file = opened.enter_context(path.open("rb"))
            under = _unsealed(file, passphrase)
            packed = opened.enter_context(gzip.GzipFile(fileobj=under, mode="rb"))
            tar = opened.enter_context(tarfile.open(fileobj=packed, mode="r|"))
            for info in tar:
                content = tar.extractfile(info)
                yield info.name, content.read() if content else b""
            # What follows the last member counts too: the checksum of the whole.
            while packed.read(1 << 16):
                pass
    except NotOpened as error:
        raise BadBackup(str(error)) from None
    except _BROKEN:
        raise BadBackup("It is no backup, or it is damaged or cut off.") from None


def _unsealed(file: BinaryIO, passphrase: bytes | None) -> BinaryIO:
    is_sealed = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    if is_sealed and not passphrase:
        raise BadBackup("It is sealed: name the file of its passphrase.")
    if not is_sealed:
        return file
    return cast(BinaryIO, io.BufferedReader(Opener(file, passphrase or b"")))


def check(path: Path, passphrase: bytes | None) -> Manifest:
    """Read all of it. BadBackup unless every member is there as it was written."""
    found: dict[str, str] = {}
    manifest = None
    for name, content in read(path, passphrase):
        if not found and name != FORMAT:
            raise BadBackup("It is no backup, or one of a newer version.")
        if name == MANIFEST:
            manifest = Manifest.of(content)
        else:
            found[name] = hashlib.sha256(content).hexdigest()
    if manifest is None:
        raise BadBackup("It is cut off: its manifest is missing.")
    if found != manifest.sha256:
        differing = sorted(found.items() ^ manifest.sha256.items())
        raise BadBackup(f"It is damaged: {differing[0][0]} isn’t what was written.")
    return manifest
