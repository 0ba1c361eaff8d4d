"""A file under a passphrase, written and read as a stream.

Each chunk is sealed with its number and with whether it is the last one, so that none
can be changed, moved, left out or cut off unnoticed. Each file has a key of its own,
made of the passphrase and a random salt, so that a number is never used twice.
"""

import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"footbridge sealed 1\n"
SALT_BYTES, TAG_BYTES = 16, 16
CHUNK_BYTES = 1 << 16
# 64 MB and a quarter of a second for each guess.
_GUESSES_COST = {"n": 1 << 16, "r": 8, "p": 1}


class NotOpened(ValueError):
    """What the file and the passphrase don't fit in, as a sentence."""


def _box(passphrase: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(
        Scrypt(salt=salt, length=32, **_GUESSES_COST).derive(passphrase)
    )


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class Sealer(io.RawIOBase):
    """What is written here goes sealed to ``file``; whole only once this is closed."""

    def __init__(self, file: BinaryIO, passphrase: bytes) -> None:
        salt = os.urandom(SALT_BYTES)
        self._file, self._box = file, _box(passphrase, salt)
        self._waiting, self._number = bytearray(), 0
        self._file.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, words: bytes) -> int:  # type: ignore[override]
        self._waiting += words
        # One is kept back, since the last chunk is sealed as the last.
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(CHUNK_BYTES, is_last=False)
        return len(words)

    def finish(self) -> None:
        """Not part of ``close``, which also happens where something went wrong."""
        self._seal(len(self._waiting), is_last=True)

    def _seal(self, size: int, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last)
        self._file.write(self._box.encrypt(nonce, bytes(self._waiting[:size]), MAGIC))
        del self._waiting[:size]
        self._number += 1


class Opener(io.RawIOBase):
    """Reads what a Sealer wrote. NotOpened where a chunk isn't what was sealed."""

    def __init__(self, file: BinaryIO, passphrase: bytes) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise NotOpened("It isn’t a sealed file.")
        self._file, self._box = file, _box(passphrase, file.read(SALT_BYTES))
        self._opened, self._number = b"", 0
        self._next: bytes | None = self._read_chunk()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self._opened and self._next is not None:
            self._open()
        size = min(len(buffer), len(self._opened))
        buffer[:size] = self._opened[:size]
        self._opened = self._opened[size:]
        return size

    def _read_chunk(self) -> bytes:
        return self._file.read(CHUNK_BYTES + TAG_BYTES)

    def _open(self) -> None:
        chunk, after = self._next or b"", self._read_chunk()
        nonce = _nonce(self._number, is_last=not after)
        try:
            self._opened = self._box.decrypt(nonce, chunk, MAGIC)
        except InvalidTag:
            raise NotOpened(
                "It is damaged or ends too early."
                if self._number
                else "The passphrase is another one, or the file is damaged."
            ) from None
        self._next = after or None
        self._number += 1
