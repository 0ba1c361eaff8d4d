"""XML from elsewhere, an element at a time: bounded, and with nothing that acts.

A document type is refused before anything in it counts: entities that grow without
end, and files or servers that it would make us ask, all begin there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from guide.importing.files import BadFile, Readable

DEEPEST = 200
CHUNK = 1 << 16


@dataclass(frozen=True)
class Found:
    """One element, its names and attributes without namespaces; its first line."""

    element: Element
    line: int


@dataclass
class _Reader:
    """Keeps what is inside elements of ``names``; of the rest only the depth."""

    names: Collection[str]
    most_characters: int
    parser: expat.XMLParserType = field(init=False)
    found: list[Found] = field(default_factory=list)
    depth: int = 0
    began_at: int = 0
    line: int = 0
    characters: int = 0
    builder: TreeBuilder | None = None

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
        if self.builder is None and _local(name) in self.names:
            self.builder = TreeBuilder()
            self.began_at, self.line, self.characters = self.depth, line, 0
        if self.builder is not None:
            named = {_local(key): value for key, value in attributes.items()}
            self.count(_local(name), *named.values())
            self.builder.start(_local(name), named)

    def end(self, name: str) -> None:
        if self.builder is not None:
            self.builder.end(_local(name))
            if self.depth == self.began_at:
                self.found.append(Found(self.builder.close(), self.line))
                self.builder = None
        self.depth -= 1

    def text(self, characters: str) -> None:
        if self.builder is not None:
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
    file: Readable, names: Collection[str], most_characters: int = 5_000_000
) -> Iterator[Found]:
    """The outermost elements of ``names``, in their order, while the file is read.

    BadFile with the line where it isn't well-formed, or isn't safe.
    """
    reader = _Reader(names, most_characters)
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


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
