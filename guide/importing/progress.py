"""How far a long work is, for somebody who waits at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

EVERY = 1000
LARGE = 5_000_000  # bytes
Thing = TypeVar("Thing")


class Terminal(Protocol):
    def isatty(self) -> bool: ...

    def write(
        self, words: str, style: Callable[[str], str] | None, ending: str | None, /
    ) -> object: ...


def counted(things: Iterable[Thing], total: int, terminal: Terminal) -> Iterator[Thing]:
    """``things``, with a line that counts them where ``terminal`` is one."""
    shows = terminal.isatty() and total >= EVERY
    for number, thing in enumerate(things, 1):
        yield thing
        if shows and (number % EVERY == 0 or number == total):
            words = _("%(number)d of %(total)d") % {"number": number, "total": total}
            # It is no error, so it has the colour of none.
            terminal.write(words, str, "\n" if number == total else "\r")


@dataclass
class Share:
    """How much of a file is read, where ``terminal`` is one and the file is large."""

    terminal: Terminal
    shown: str = ""

    def tell(self, what: str, done: int, total: int) -> None:
        if total < LARGE or not self.terminal.isatty():
            return
        words = f"{what}: {100 * done // total} %"
        if words != self.shown:
            self.shown = words
            self.terminal.write(words, str, "\n" if done >= total else "\r")
