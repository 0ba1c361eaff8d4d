"""A stream under a passphrase: what is read is what was written, or nothing."""

import io
import random

import pytest

from config.backups import sealing
from config.backups.sealing import CHUNK_BYTES, MAGIC, NotOpened, Opener, Sealer

WORDS = b"correct horse"
HEAD = len(MAGIC) + sealing.SALT_BYTES
SEALED_CHUNK = CHUNK_BYTES + sealing.TAG_BYTES


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_GUESSES_COST", {"n": 16, "r": 8, "p": 1})


def sealed(content: bytes) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, WORDS)
    for start in range(0, len(content), 10_000):
        sealer.write(content[start : start + 10_000])
    sealer.finish()
    return file.getvalue()


def opened(file: bytes, passphrase: bytes = WORDS) -> bytes:
    return Opener(io.BytesIO(file), passphrase).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_was_sealed_is_opened(size: int) -> None:
    content = random.Random(size).randbytes(size)  # noqa: S311 (no secret)
    assert opened(sealed(content)) == content


def test_same_words_are_never_sealed_alike() -> None:
    assert sealed(b"same")[HEAD:] != sealed(b"same")[HEAD:]


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(NotOpened, match="passphrase is another one"):
        opened(sealed(b"words"), b"another horse")


@pytest.mark.parametrize("place", [HEAD, HEAD + SEALED_CHUNK, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    file = bytearray(sealed(bytes(2 * CHUNK_BYTES)))
    file[place] ^= 1
    with pytest.raises(NotOpened, match="damaged"):
        opened(bytes(file))


@pytest.mark.parametrize("length", [HEAD, HEAD + SEALED_CHUNK, -1])
def test_a_missing_end_is_noticed(length: int) -> None:
    with pytest.raises(NotOpened):
        opened(sealed(bytes(2 * CHUNK_BYTES))[:length])


def test_chunks_in_another_order_are_noticed() -> None:
    file = sealed(bytes(3 * CHUNK_BYTES))
    first, second = file[HEAD:][:SEALED_CHUNK], file[HEAD + SEALED_CHUNK :]
    swapped = second[:SEALED_CHUNK] + first + second[SEALED_CHUNK:]
    with pytest.raises(NotOpened):
        opened(file[:HEAD] + swapped)
