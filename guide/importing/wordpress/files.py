"""The file of an export as text that an XML parser takes, a piece at a time.

Real ones hold control characters, bytes of another encoding than the one they name, and
blank lines before their first. None of that is worth refusing a site for.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import Self

from django.utils.translation import gettext as _

from guide.importing.files import BadFile

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"\A(\s*)<\?xml\s[^>]*\?>")
_NAMED = re.compile(rb"<\?xml\s[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, as the encoding that such bytes nearly always are in."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("windows-1252", "replace"), error.end


codecs.register_error("as-windows", _as_windows)


class ExportFile:
    """To be read from its beginning. ``tell`` is told how many bytes have been read,
    and of how many."""

    def __init__(
        self, path: Path, tell: Callable[[int, int], None] = lambda done, total: None
    ) -> None:
        self.tell = tell
        try:
            self.size = path.stat().st_size
            self.file = path.open("rb")
        except OSError as error:
            reason = error.strerror or str(error)
            raise BadFile(_("It can’t be opened: %s.") % reason) from None
        head = self.file.read(200)
        self.file.seek(0)
        self.decoder = codecs.getincrementaldecoder(_codec(head))("as-windows")
        self.is_at_start = True
        self.done = 0

    def read(self, size: int, /) -> str:
        """Up to about ``size`` characters; "" at the end alone."""
        while chunk := self.file.read(size):
            self.done += len(chunk)
            self.tell(self.done, self.size)
            text = self._text(chunk)
            if self.is_at_start:
                # Decoded already, so what it says of its encoding is no more true.
                text = _DECLARATION.sub(lambda found: " " * len(found[0]), text)
                self.is_at_start = False
            if text:
                return text
        return self._text(b"", final=True)

    def _text(self, chunk: bytes, *, final: bool = False) -> str:
        try:
            return _NOT_IN_XML.sub("", self.decoder.decode(chunk, final))
        except UnicodeError as error:
            raise BadFile(_("Its encoding can’t be read: %s.") % error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.file.close()


def _codec(head: bytes) -> str:
    for mark, codec in _MARKS.items():
        if head.startswith(mark):
            return codec
    named = _NAMED.search(head)
    name = named[1].decode() if named else "utf-8"
    try:
        # What is no encoding of text, such as one that unpacks, isn't found so.
        " ".encode(name)
    except (LookupError, UnicodeError):
        return "utf-8"
    return codecs.lookup(name).name
