"""ZIPs from elsewhere, opened only where they hold no more files than they may."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import ZipFile

from django.utils.translation import gettext as _

from guide.importing.files import BadFile

# How each file's entry in the list of a ZIP begins, and how long one is at most on
# average, its name in it.
_ENTRY = b"PK\x01\x02"
_ENTRY_BYTES = 400


class _Listing(io.BufferedReader):
    """A ZIP of which no list of more than ``most`` files is read, while that is set.

    What it says itself of their number, once or in the longer form for large ones, is
    nothing to go by: zipfile doesn't read it, and makes an object of each entry that
    is there.
    """

    most: int | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        if self.most is None:
            return super().read(size)
        if (size or 0) > self.most * _ENTRY_BYTES:
            raise _too_many(self.most)
        content = super().read(size)
        if content.count(_ENTRY) > self.most:
            raise _too_many(self.most)
        return content


def _too_many(most: int) -> BadFile:
    return BadFile(_("It holds more than %d files.") % most)


@contextmanager
def opened_zip(file: io.RawIOBase | io.BytesIO, most_files: int) -> Iterator[ZipFile]:
    """BadFile where it holds more, before that costs memory; else what zipfile raises
    where it is none. ``file`` is closed at the end."""
    with _Listing(file) as listing:
        listing.most = most_files
        with ZipFile(listing) as archive:
            listing.most = None
            yield archive
