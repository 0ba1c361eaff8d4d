"""Our HTML as XHTML, and text as XML can hold it. Pure."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from xml.sax.saxutils import escape, quoteattr

# Titles and names may hold the last two; XML can't.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def in_xml(words: str) -> str:
    return _NOT_IN_XML.sub("", words)


def from_html(
    html: str, file_at: Callable[[str], str | None] = lambda address: None
) -> str:
    """``html`` of ``rendering.render`` as XHTML.

    ``file_at`` says what is shown for the picture at an address; where that is nothing,
    the words for it stand in its place.
    """
    writer = _Writer(file_at)
    writer.feed(html)
    writer.close()
    return in_xml("".join(writer.written))


class _Writer(HTMLParser):
    """For HTML in which everything is closed that can be."""

    def __init__(self, file_at: Callable[[str], str | None]) -> None:
        super().__init__(convert_charrefs=True)
        self.file_at = file_at
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("picture", "source"):
            return
        if tag == "img":
            self._handle_picture(dict(attrs))
            return
        named = "".join(f" {name}={quoteattr(value or '')}" for name, value in attrs)
        end = "/" if tag in ("br", "hr") else ""
        self.written.append(f"<{tag}{named}{end}>")

    def _handle_picture(self, attrs: dict[str, str | None]) -> None:
        words = attrs.get("alt") or ""
        file = self.file_at(attrs.get("src") or "")
        if file:
            self.written.append(f"<img src={quoteattr(file)} alt={quoteattr(words)}/>")
        else:
            self.handle_data(words)

    def handle_endtag(self, tag: str) -> None:
        if tag != "picture":
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.written.append(escape(data))
