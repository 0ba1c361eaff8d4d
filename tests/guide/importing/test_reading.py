"""Files become manuscripts, and no word of them is lost or becomes another."""

import re
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.importing.files import BadFile
from guide.importing.manuscripts.outline import Manuscript
from guide.importing.manuscripts.reading import Read, read
from tests.guide.importing.documents import docx, p

MANUSCRIPTS = Path(__file__).parents[2] / "data" / "manuscripts"
TITLES = [
    "Introduction",
    "1. The quiet week",
    "2. Looking in both mirrors",
    "3. Small planks",
    "Conclusion",
    "Frequently Asked Questions",
]


def read_text(tmp_path: Path, name: str, text: str | bytes) -> Read:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def words(text: str) -> list[str]:
    """What a reader would miss: words, and the marks that a typewriter lacks."""
    seen = re.sub(r"^\[[^]]*\]: .*$", "", text, flags=re.M)
    return re.findall(r"[^\W_]+|[“”‘’…–—]", seen)


def words_of(manuscript: Manuscript) -> list[str]:
    """All of it in its order, but for the title that words got which had none."""
    parts = [manuscript.title, manuscript.subtitle]
    for chapter in manuscript.chapters:
        given = "" if chapter.title == "Introduction" else chapter.title
        parts += [given, chapter.body]
        for each in chapter.questions:
            parts += [each.question, each.answer]
    return words("\n".join(parts))


@pytest.mark.parametrize("name", ["lantern.txt", "page.txt", "lantern.md"])
def test_every_word_of_a_manuscript_comes_in(name: str) -> None:
    text = (MANUSCRIPTS / name).read_text(encoding="utf-8")
    found = read(MANUSCRIPTS / name).manuscript
    left_out = Counter(words("\n".join(found.left_out)))
    assert Counter(words_of(found)) + left_out == Counter(words(text))


def test_long_manuscript_keeps_every_word_in_its_order(tmp_path: Path) -> None:
    lines, expected = ["The Wall", ""], ["The", "Wall"]
    for chapter in range(1, 31):
        title = f"Chapter {chapter}: Stone upon stone"
        lines += [title, ""]
        expected += words(title)
        for number in range(12):
            begun, ended = (
                f"On day {number} of {chapter} “we” took",
                f"stones… and {chapter} more.",
            )
            page = str(12 * chapter + number)
            lines += [begun, "", page, "", "The Wall", "", ended, ""]
            expected += words(begun) + words(ended)
    found = read_text(tmp_path, "wall.txt", "\n".join(lines)).manuscript
    assert words_of(found) == expected
    assert len(found.chapters) == 30
    assert found.chapters[4].body.startswith(
        "On day 0 of 5 “we” took stones… and 5 more.\n"
    )


def test_broken_lines_become_a_guide() -> None:
    found = read(MANUSCRIPTS / "lantern.txt").manuscript
    assert found.title == "The Lantern on the Sill"
    assert found.subtitle == "Notes on Mending a Quiet House"
    assert [chapter.title for chapter in found.chapters] == TITLES
    assert [len(chapter.questions) for chapter in found.chapters] == [0, 0, 0, 0, 0, 3]


def test_furniture_is_named() -> None:
    found = read(MANUSCRIPTS / "page.txt").manuscript
    assert found.left_out[:6] == (
        "19", "20", "21", "Author", "Similar Posts", "Leave a Reply",
    )  # fmt: skip


def test_bold_ellipses_and_quotation_marks_survive() -> None:
    text = "\n".join(
        chapter.body
        for chapter in read(MANUSCRIPTS / "lantern.txt").manuscript.chapters
    )
    assert "**All of it was for the noise in my head.**" in text
    assert "“and then at least it’s somewhere.”" in text
    assert "this week… and lay it" in text


def test_saved_page_is_its_article() -> None:
    found = read(MANUSCRIPTS / "page.html").manuscript
    assert [chapter.title for chapter in found.chapters] == [
        "Introduction",
        "The quiet week",
        "Small planks",
        "FAQs",
    ]
    assert found.left_out == ("19",)


def test_what_stands_beside_an_article_is_told() -> None:
    _encoding, note = read(MANUSCRIPTS / "page.html").notes
    assert note == "What stands on the page outside its article stays behind."


def test_markdown_stays_as_it_was_written() -> None:
    found = read(MANUSCRIPTS / "lantern.md").manuscript
    assert found.title == "The Lantern on the Sill"
    assert found.chapters[0].body == (
        "*Somewhere* to __write__ it down…  \nas it comes, with <>.\n\n"
        "::: say\n“Shall we walk?”\n:::\n"
    )
    assert "\n## Beneath\n" in found.chapters[1].body


def test_html_in_markdown_becomes_markdown(tmp_path: Path) -> None:
    text = "# One\n\nSo <b>it</b> is.\n\n<!-- not said -->\n\n<p>And *so*</p>\n"
    found = read_text(tmp_path, "a.md", text).manuscript
    assert found.chapters[0].body == "So **it** is.\n\nAnd \\*so\\*\n"


def test_front_matter_gives_the_title_and_is_left_out(tmp_path: Path) -> None:
    text = '---\ntitle: "The lantern"\ndate: 2024\n---\n# One\n\na\n\n# Two\n\nb'
    found = read_text(tmp_path, "a.md", text).manuscript
    assert found.title == "The lantern"
    assert found.left_out == ('title: "The lantern"\ndate: 2024',)


def test_encoding_is_said(tmp_path: Path) -> None:
    found = read_text(tmp_path, "a.txt", "It’s déjà vu.".encode("windows-1252"))
    assert found.notes == ("It is text in Windows-1252.",)
    assert found.manuscript.chapters[0].body == "It’s déjà vu.\n"


def test_pictures_of_a_document_are_told(tmp_path: Path) -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    found = read_text(tmp_path, "a.docx", docx(p("So it is.", picture)))
    assert found.notes == ("1 pictures stay behind: put them in by hand.",)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"", "There are no words in it"),
        ("a.txt", b"19\n\n20\n", "There are no words in it"),
        ("a.docx", docx(""), "There are no words in it"),
        ("a.pdf", b"%PDF-1.7", "It is a PDF file. Save it as .docx"),
        ("a.txt", b"{\\rtf1", "It is a RTF file"),
        ("a.doc", b"\xd0\xcf\x11\xe0", r"It is a \.doc file"),
        ("a.odt", b"PK\x03\x04", r"It is a \.odt file"),
        ("a.txt", b"PK\x03\x04", r"It is no \.docx"),
    ],
)
def test_what_is_no_manuscript_is_told(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(BadFile, match=sentence):
        read_text(tmp_path, name, content)


# What a person writes, and every mark that means something to some format.
SENTENCE = st.text(
    st.sampled_from("abcé ,“”‘’…–'\"*_`[]()<>&#+-=|~\\!:;/")
    | st.sampled_from("kwxyz "),
    max_size=60,
).map(lambda middle: f"So {' '.join(middle.split())} ends.")
PARTS = st.lists(
    st.one_of(
        st.tuples(st.just("p"), SENTENCE),
        st.tuples(st.just("li"), SENTENCE),
        st.tuples(st.just("page"), st.integers(10, 99).map(str)),
        st.tuples(st.just("form"), st.sampled_from(["Leave a Reply", "Email *"])),
    ),
    min_size=1,
    max_size=8,
)
AS_TEXT = {"li": "- {}"}
Parts = list[tuple[str, str]]


def as_docx(parts: Parts) -> bytes:
    paragraphs = (
        p(escape(text), listed=(1, 0) if kind == "li" else None) for kind, text in parts
    )
    return docx("".join(paragraphs))


def as_html(parts: Parts) -> bytes:
    blocks = (
        f"<ul><li>{escape(text)}</li></ul>"
        if kind == "li"
        else f"<p>{escape(text)}</p>"
        for kind, text in parts
    )
    return f"<html><body>{''.join(blocks)}</body></html>".encode()


def as_plain(parts: Parts) -> bytes:
    return "\n\n".join(
        AS_TEXT.get(kind, "{}").format(text) for kind, text in parts
    ).encode()


@pytest.mark.parametrize("make", [as_docx, as_html, as_plain])
@settings(max_examples=25)
@given(parts=PARTS)
def test_words_in_are_words_out(
    tmp_path_factory: pytest.TempPathFactory, make: object, parts: Parts
) -> None:
    assert callable(make)
    text = [(kind, words) for kind, words in parts if kind in ("p", "li")]
    folder = tmp_path_factory.mktemp("in")
    if not text:
        return
    found = read_text(folder, "Title", make(parts)).manuscript
    [chapter] = found.chapters
    assert words(chapter.body) == words("\n".join(words for _kind, words in text))
    assert len(found.left_out) == len(parts) - len(text)
