"""How far a long work is, for somebody who waits at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

EVERY = 1000
LARGE = 5_000_000  # bytes
Thing = TypeVar("Thing")


class Terminal(Protocol):
    def isatty(self) -> bool: ...

    def write(
        self, words: str, style: Callable[[str], str] | None, ending: str | None, /
    ) -> object: ...


def counted(things: Iterable[Thing], terminal: Terminal) -> Iterator[Thing]:
    """``things``, counted on ``terminal`` every thousand, if it is one."""
    number = 0
    for number, thing in enumerate(things, 1):
        if number % EVERY == 0 and terminal.isatty():
            # It is no error, so it has the colour of none.
            terminal.write(f"{number:,}", str, "\r")
        yield thing
    if number >= EVERY and terminal.isatty():
        terminal.write(f"{number:,}", str, "\n")


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
