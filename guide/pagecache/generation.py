"""What tells every process of a machine that kept pages are out of date: random values
in a file that all of them map.

A page is kept with the values that were there before its rendering began, and is good
for as long as they are the same. A value is no counter: two processes could count to
the same number, and nobody can write the same random one twice.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Words of eight bytes: whose machine it is, the values, the leases (the slot and until
# when), and until when nothing at all may be kept.
SLOTS, LEASES = 1024, 64
_MACHINE, _VALUES = 0, 1
_LEASES = _VALUES + SLOTS
_NOTHING_KEPT = _LEASES + 2 * LEASES
_WORDS = _NOTHING_KEPT + 1
SIZE = 8 * _WORDS

EVERYTHING, CONVERSATIONS = 0, 1
_OF_POSTS = 2
# Longer than any transaction goes on after its last write.
LEASE_SECONDS = 10


def slot_of(post: int) -> int:
    """Of the conversation under the post with this key. Two posts that share one forget
    each other's pages, which is never wrong."""
    return _OF_POSTS + post % (SLOTS - _OF_POSTS)


@dataclass(frozen=True)
class Lease:
    place: int
    slot: int
    until: int


class Generation:
    """The file at ``path``; with None, a memory of this process alone.

    OSError where it can't be made or mapped.
    """

    def __init__(self, path: Path | None) -> None:
        self._file = _opened(path) if path else None
        descriptor = self._file if self._file is not None else -1
        self._map = mmap.mmap(descriptor, SIZE)
        self._words = memoryview(self._map).cast("Q")
        # Read by each answer out of the cache, so there is no call in between.
        self.values = self._words[_VALUES : _VALUES + SLOTS]
        self._alone = threading.Lock()
        with self._locked():
            if not self._words[_MACHINE]:
                self._words[_MACHINE] = _random()

    @property
    def machine(self) -> int:
        """Another one where the file was copied, or is shared by several machines."""
        return self._words[_MACHINE] ^ _boot()

    def snapshot(self) -> memoryview:
        """The values as they are now."""
        return memoryview(bytes(self.values)).cast("Q")

    def change(self, slot: int) -> None:
        """Forget all pages that are kept under ``slot``."""
        self.values[slot] = _random()

    def hold(self, slot: int, lease: Lease | None = None) -> Lease | None:
        """Change ``slot``, and from now on let no page be kept under it until
        ``release``, or for ten seconds: what is being rendered may be out of date.

        ``lease`` is one to go on with. None where all are taken; then nothing at all is
        kept for as long.
        """
        now = time.monotonic_ns()
        until = now + LEASE_SECONDS * 1_000_000_000
        with self._locked():
            place = self._place_for(lease, now)
            if place is None:
                self._words[_NOTHING_KEPT] = until
            else:
                self._words[place], self._words[place + 1] = slot, until
        self.change(slot)
        return None if place is None else Lease(place, slot, until)

    def release(self, lease: Lease | None) -> None:
        with self._locked():
            if lease and self._is_ours(lease):
                self._words[lease.place + 1] = 0

    def is_held(self, slots: Iterable[int]) -> bool:
        now, words = time.monotonic_ns(), self._words
        if _goes_on(words[_NOTHING_KEPT], now):
            return True
        asked = {EVERYTHING, *slots}
        return any(
            words[place] in asked and _goes_on(words[place + 1], now)
            for place in _places()
        )

    def _place_for(self, lease: Lease | None, now: int) -> int | None:
        if lease and self._is_ours(lease):
            return lease.place
        free = (at for at in _places() if not _goes_on(self._words[at + 1], now))
        return next(free, None)

    def _is_ours(self, lease: Lease) -> bool:
        stands = self._words[lease.place], self._words[lease.place + 1]
        return stands == (lease.slot, lease.until)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Among all threads and processes; only those who write wait here."""
        with self._alone:
            if self._file is None:
                yield
                return
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


@cache
def _boot() -> int:
    """Of this machine since it was started; 0 where the system doesn't tell."""
    try:
        told = Path("/proc/sys/kernel/random/boot_id").read_text()
    except OSError:
        return 0
    return int(told.replace("-", "").strip()[:16], 16)


def _opened(path: Path) -> int:
    """Whoever may use the folder's database may use this file, as with the files that
    SQLite itself lays beside it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if os.fstat(descriptor).st_size < SIZE:
        os.truncate(descriptor, SIZE)
        if os.geteuid() == 0:  # others may not, and a sandbox may end who tries
            around = path.parent.stat()
            os.fchown(descriptor, around.st_uid, around.st_gid)
    return descriptor


def _places() -> range:
    return range(_LEASES, _LEASES + 2 * LEASES, 2)


def _goes_on(until: int, now: int) -> bool:
    """One from before the machine was started anew is none, however late it says."""
    return 0 < until - now <= LEASE_SECONDS * 1_000_000_000


def _random() -> int:
    return secrets.randbits(64) or 1
