import io
import zipfile

import pytest

from guide.importing.files import BadFile
from guide.importing.manuscripts.docx import to_html
from tests.guide.importing.documents import docx, p, r


def html(*paragraphs: str) -> str:
    return to_html(docx("".join(paragraphs))).html


@pytest.mark.parametrize(
    ("style", "tag"),
    [
        ("Title", "h1"),
        ("berschrift1", "h2"),
        ("Mine", "h3"),
        ("Leveled", "h4"),
        ("Quote", "blockquote"),
        ("Unknown", "p"),
    ],
)
def test_style_says_what_a_paragraph_is(style: str, tag: str) -> None:
    known = p("Known", style="berschrift1")
    assert (
        html(known, p("Words", style=style)) == f"<h2>Known</h2>\n<{tag}>Words</{tag}>"
    )


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (r("so", "b"), "<strong>so</strong>"),
        (r("so", "i"), "<em>so</em>"),
        (r("so", "b,i"), "<strong><em>so</em></strong>"),
        (r("so", 'b w:val="0"'), "so"),
        (r("a &lt; b &amp; “c”…"), "a &lt; b &amp; “c”…"),
        (
            '<w:hyperlink r:id="r1"><w:r><w:t>so</w:t></w:r></w:hyperlink>',
            '<a href="https://example.org/?a=1&amp;b=2">so</a>',
        ),
        ("<w:ins><w:r><w:t>in</w:t></w:r></w:ins>", "in"),
        ("<w:del><w:r><w:t>out</w:t></w:r></w:del>", ""),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>", "a<br>b c"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + r("so"), "so"),
    ],
)
def test_runs_become(run: str, expected: str) -> None:
    assert html(p("Begun, ", run, ".")) == f"<p>Begun, {expected}.</p>"


def test_lists_nest_and_count() -> None:
    found = html(
        p("a", style="Listed"),
        p("b", listed=(1, 1)),
        p("c", listed=(1, 0)),
        p("d", listed=(2, 0)),
        p("Between, words.", listed=(0, 0)),
        p("e", listed=(2, 0)),
        p("f", listed=(3, 0)),
    )
    assert found == (
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>\n"
        '<ol start="1"><li>d</li></ol>\n<p>Between, words.</p>\n'
        '<ol start="2"><li>e</li></ol>\n<ol start="5"><li>f</li></ol>'
    )


def test_table_keeps_its_cells() -> None:
    cells = "".join(f"<w:tc>{p(words)}</w:tc>" for words in ("a", "b"))
    assert html(f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>") == (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>a</td><td>b</td></tr></table>"
    )


def test_table_in_a_table_comes_once() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    table = f"<w:tbl><w:tr><w:tc>{p('a')}{inner}</w:tc></w:tr></w:tbl>"
    assert html(table) == "<table><tr><th>a b</th></tr></table>"


def test_table_of_contents_is_left_out() -> None:
    found = to_html(docx(p("One", "<w:r><w:tab/></w:r>", "3", style="TOC1") + p("So.")))
    assert (found.html, found.left_out) == ("<p>So.</p>", ("One 3",))


def test_footnotes_stand_before_the_next_heading() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    found = html(p("So", note, "."), p("Next", style="berschrift1"))
    assert found == "<p>So[1].</p>\n<p>[1] A note.</p>\n<h2>Next</h2>"


def test_text_box_comes_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('Boxed.')}</w:txbxContent>"
    both = f"<w:r><w:Choice><w:drawing>{box}</w:drawing></w:Choice>"
    both += f"<w:Fallback><w:pict>{box}</w:pict></w:Fallback></w:r>"
    assert html(p("Words,", both)) == "<p>Words,</p>\n<p>Boxed.</p>"


def test_pictures_are_counted() -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    assert to_html(docx(p("Words", picture))).pictures == 1


def test_bold_lines_are_headings_where_no_style_says_so() -> None:
    found = html(
        p(r("One", "b")), p("Words."), p(r("Two ", "b"), r("and", "b")), p("x.")
    )
    assert found.count("<h") == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "It is no .docx: File is not a zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "It is no .docx"),
        (docx("")[:-30], "It is no .docx"),
        (docx("", document="<w:p>"), "word/document.xml: Line 1: this is no XML"),
        (
            docx("", styles='<!DOCTYPE x [<!ENTITY y "z">]><x/>'),
            "word/styles.xml: Line 1 declares a document type",
        ),
    ],
)
def test_bad_file_is_told_with_its_part(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        to_html(content)


def test_other_zip_is_told() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(BadFile, match=r"word/document\.xml is missing"):
        to_html(packed.getvalue())


def test_part_that_unpacks_without_end_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("guide.importing.manuscripts.docx.MOST_MEGABYTES", 1)
    bomb = docx(p("x" * 1_100_000))
    assert len(bomb) < 50_000
    with pytest.raises(BadFile, match="It unpacks to more than 1 MB"):
        to_html(bomb)
