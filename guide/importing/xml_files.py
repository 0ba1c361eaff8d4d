"""XML from elsewhere, an element at a time: bounded, and with nothing that acts.

A document type is refused before anything in it counts: entities that grow without
end, and files or servers that it would make us ask, all begin there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import NoReturn, Protocol
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from guide.importing.files import BadFile

DEEPEST = 200
CHUNK = 1 << 16


class Feed(Protocol):
    """A file of bytes, or of text that was decoded already."""

    def read(self, size: int, /) -> bytes | str: ...


def local(name: str) -> str:
    """``name`` without its namespace, which the parser puts before it."""
    return name.rpartition(" ")[2]


@dataclass(frozen=True)
class Found:
    """One element, named as was asked for, and its first line."""

    element: Element
    line: int


@dataclass
class _Reader:
    """Keeps what is inside the elements of ``names``, but for those ``without`` which
    they are wanted, and of the rest only the depth."""

    names: Collection[str]
    most_characters: int
    naming: Callable[[str], str]
    without: Collection[str]
    parser: expat.XMLParserType = field(init=False)
    found: list[Found] = field(default_factory=list)
    depth: int = 0
    began_at: int = 0
    line: int = 0
    characters: int = 0
    builder: TreeBuilder | None = None
    # How deep an element is that isn't wanted; 0 outside of those.
    left_out_at: int = 0

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def refuse(self, *declared: object) -> NoReturn:
        line = self.parser.CurrentLineNumber
        raise BadFile(_("Line %d declares a document type, which none needs.") % line)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        line = self.parser.CurrentLineNumber
        if self.depth > DEEPEST:
            raise BadFile(_("Line %d: elements are nested without end.") % line)
        name = self.naming(name)
        if self.builder is None and name in self.names:
            self.builder = TreeBuilder()
            self.began_at, self.line, self.characters = self.depth, line, 0
        elif self.builder is not None and not self.left_out_at:
            self.left_out_at = self.depth if name in self.without else 0
        if self.builder is not None and not self.left_out_at:
            named = {self.naming(key): value for key, value in attributes.items()}
            self.count(name, *named.values())
            self.builder.start(name, named)

    def end(self, name: str) -> None:
        if self.left_out_at:
            self.left_out_at = 0 if self.depth == self.left_out_at else self.left_out_at
        elif self.builder is not None:
            self.builder.end(self.naming(name))
            if self.depth == self.began_at:
                self.found.append(Found(self.builder.close(), self.line))
                self.builder = None
        self.depth -= 1

    def text(self, characters: str) -> None:
        if self.builder is not None and not self.left_out_at:
            self.count(characters)
            self.builder.data(characters)

    def count(self, *pieces: str) -> None:
        """BadFile where one element is larger than any that a person wrote."""
        self.characters += sum(map(len, pieces))
        if self.characters > self.most_characters:
            raise BadFile(
                _("Line %(line)d: <%(name)s> is larger than any text.")
                % {"line": self.line, "name": " or ".join(sorted(self.names))}
            )


def elements(
    file: Feed,
    names: Collection[str],
    most_characters: int = 5_000_000,
    *,
    naming: Callable[[str], str] = local,
    without: Collection[str] = (),
) -> Iterator[Found]:
    """The outermost elements of ``names``, in their order, while the file is read.

    ``naming`` gives a name that comes with its namespace another one; what is in
    elements of the names ``without`` is left out, however much it is.

    BadFile with the line where it isn't well-formed, or isn't safe.
    """
    reader = _Reader(names, most_characters, naming, without)
    while True:
        chunk = file.read(CHUNK)
        try:
            reader.parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            sentence = _("Line %(line)d: this is no XML (%(reason)s).")
            raise BadFile(sentence % {"line": error.lineno, "reason": reason}) from None
        except BadFile:
            raise
        except (LookupError, ValueError) as error:
            raise BadFile(_("Its encoding can’t be read: %s.") % error) from None
        yield from reader.found
        reader.found.clear()
        if not chunk:
            return
