from pathlib import Path

import pytest

from guide.content_files import BadContent, read_content, read_markdown


def test_outline_marks_do_not_reach_readers(folder: Path) -> None:
    assert read_markdown(folder / "01-one.md")["body"] == "Some words.\n"


@pytest.mark.parametrize("text", ["no front matter", "+++\nbroken\n+++\nx", ""])
def test_bad_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "03-bad.md"
    path.write_text(text)
    with pytest.raises(BadContent, match=r"03-bad\.md"):
        read_markdown(path)


def change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (
            "sumary = 'x'",
            r"01-one\.md: 'sumary' can't be set there. These can: .*title",
        ),
        ("author = 'x'", r"01-one\.md: 'author' can't be set there"),
        ("published_at = 2026-01-01", r"01-one\.md: 'published_at' can't be set there"),
        ("words = 5", r"01-one\.md: 'words' can't be set there"),
        ("body = 'x'", r"01-one\.md: the text stands below"),
        ("summary = 5", r"01-one\.md: summary must be text in quotes"),
        ("comments_open = 'no'", r"01-one\.md: comments_open must be true or false"),
    ],
)
def test_wrong_field_is_named(folder: Path, new: str, sentence: str) -> None:
    change(folder / "01-one.md", 'summary = ""', new)
    with pytest.raises(BadContent, match=sentence):
        list(read_content(folder))


@pytest.mark.parametrize(
    ("topics", "sentence"),
    [('"rest"', "topics must be a list"), ('["calm"]', "has no topic 'calm'")],
)
def test_wrong_topics_are_named(folder: Path, topics: str, sentence: str) -> None:
    change(folder / "02-two.md", '["rest"]', topics)
    with pytest.raises(BadContent, match=rf"02-two\.md: .*{sentence}"):
        list(read_content(folder))


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("guide.toml", "subtitle", "subtitel", r"guide\.toml \(guide\): 'subtitel'"),
        ("guide.toml", "[author]", "[autor]", r"guide\.toml must have a .*\[author\]"),
        ("guide.toml", "[[topics]]", "[[topic]]", r"must have a table \[topics\]"),
        (
            "helplines.toml",
            "numbers",
            "number",
            r"helplines\.toml \(.*\): 'number' can",
        ),
        ("pages/help.md", "title", "titel", r"help\.md: 'titel' can't be set there"),
    ],
)
def test_wrong_table_is_named(
    folder: Path, file: str, old: str, new: str, sentence: str
) -> None:
    change(folder / file, old, new)
    with pytest.raises(BadContent, match=sentence):
        list(read_content(folder))


def test_open_block_is_named_by_its_line_in_the_file(folder: Path) -> None:
    change(folder / "01-one.md", "Some words.", "::: say\nSome words.")
    assert (folder / "01-one.md").read_text().splitlines()[8] == "::: say"
    with pytest.raises(BadContent, match=r"01-one\.md: Line 9: the block “::: say”"):
        read_markdown(folder / "01-one.md")


def test_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "01-one.md").write_bytes("Café".encode("latin-1"))
    with pytest.raises(BadContent, match=r"01-one\.md must be text in UTF-8"):
        list(read_content(folder))
