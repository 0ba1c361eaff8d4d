import io

import pytest

from guide.importing.files import BadFile
from guide.importing.xml_files import elements

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<a><p>&b;</p></a>"""
OUTSIDE = b"""<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a><p/></a>"""


def read(content: bytes, most_characters: int = 1000) -> list[tuple[str, int]]:
    found = elements(io.BytesIO(content), {"p"}, most_characters)
    return [("".join(each.element.itertext()), each.line) for each in found]


def test_elements_come_with_their_lines_and_without_namespaces() -> None:
    content = b'<a xmlns="urn:x">\n<p>one</p><q/>\n<p>tw<![CDATA[o]]></p></a>'
    assert read(content) == [("one", 2), ("two", 3)]


def test_outermost_of_those_in_each_other_comes() -> None:
    assert read(b"<a><p>one <p>two</p></p></a>") == [("one two", 1)]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16"])
def test_named_encoding_is_read(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><a><p>é</p></a>"
    assert read(text.encode(encoding)) == [("é", 1)]


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE])
def test_document_type_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile, match=r"Line \d declares a document type"):
        read(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Line 1: this is no XML"),
        (b"<a>\n<p>cut", r"Line 2: this is no XML \(no element found\)"),
        (b"<a><p>\x01</p></a>", "Line 1: this is no XML"),
        (b"<a>&nbsp;</a>", r"Line 1: this is no XML \(undefined entity\)"),
        (b"<?xml version='1.0' encoding='f-8'?><a/>", "Its encoding can’t be read"),
        (b"<?xml version='1.0' encoding='gb2312'?><a/>", "Its encoding can’t be read"),
        (b"<a>" * 300, "Line 1: elements are nested without end"),
    ],
)
def test_bad_xml_is_told_with_its_line(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(content)


def test_one_huge_element_is_refused() -> None:
    with pytest.raises(BadFile, match="Line 1: <p> is larger than any text"):
        read(b"<a><p>" + b"<q>x</q>" * 60 + b"</p></a>", most_characters=100)
