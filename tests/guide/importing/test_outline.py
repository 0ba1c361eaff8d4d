import pytest

from guide.importing.manuscripts import outline
from guide.importing.manuscripts.outline import Answer, Chapter, Manuscript


def find(markdown: str) -> Manuscript:
    return outline.find(markdown, "Unnamed", "Introduction")


def titles(markdown: str) -> list[str]:
    return [chapter.title for chapter in find(markdown).chapters]


def test_title_introduction_and_chapters() -> None:
    found = find(
        "# Lantern: A book\n\nHello.\n\n## One\n\na\n\n### In it\n\nb\n\n## Two\n\nc"
    )
    assert (found.title, found.subtitle) == ("Lantern", "A book")
    assert found.chapters == (
        Chapter("Introduction", "Hello.\n"),
        Chapter("One", "a\n\n## In it\n\nb\n"),
        Chapter("Two", "c\n"),
    )


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# One\n\na\n\n# Two\n\nb", ["One", "Two"]),
        ("One\n===\n\na\n\nTwo\n===\n\nb", ["One", "Two"]),
        ("Only words.", ["Unnamed"]),
        ("# Alone\n\nWords.", ["Alone"]),
        ("## One\n\na\n\n### In it\n\nb", ["Introduction", "In it"]),
        (
            "# A\n\no\n\n# Chapter 1\n\n# The quiet\n\na\n\n# Two\n\nb",
            ["A", "Chapter 1: The quiet", "Two"],
        ),
        (
            "# Part I\n\n## One\n\na\n\n# Part II\n\nb\n\n## Two\n\nc",
            ["Part I", "Part II"],
        ),
        ("# *One* \\& “two”\n\na\n\n# [Three](/x/)\n\nb", ["One & “two”", "Three"]),
        (
            "> # Quoted\n\n```\n# Code\n```\n\n# One\n\na\n\n# Two\n\nb",
            ["Introduction", "One", "Two"],
        ),
        (
            "::: say\n# Said\n:::\n\n# One\n\na\n\n# Two\n\nb",
            ["Introduction", "One", "Two"],
        ),
        ("", []),
    ],
)
def test_chapters_are_told_by_their_headings(
    markdown: str, expected: list[str]
) -> None:
    assert titles(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# A\n\n# B\n\nb\n\n# C\n\nc", [("A", "## B\n\nb\n"), ("C", "c\n")]),
        ("# A\n\n# B\n\n# C\n\n## D\n\nc", [("A", "## B\n\n## C\n\n### D\n\nc\n")]),
        ("# A\n\na\n\n# B\n\nb\n\n# C", [("A", "a\n"), ("B", "b\n\n## C\n")]),
    ],
)
def test_heading_without_words_becomes_no_empty_chapter(
    markdown: str, expected: list[tuple[str, str]]
) -> None:
    assert [(each.title, each.body) for each in find(markdown).chapters] == expected


def test_line_that_says_whose_it_is_becomes_no_chapter() -> None:
    found = find("# Lantern\n\nBy Rowan Ashdown\n\n## One\n\na\n\n## Two\n\nb")
    assert [chapter.title for chapter in found.chapters] == ["One", "Two"]
    assert found.left_out == ("By Rowan Ashdown",)


def test_title_that_is_printed_again_is_left_out() -> None:
    found = find(
        "# The lantern\n\nby R.\n\n# The lantern\n\n## One\n\na\n\n## Two\n\nb"
    )
    assert found.left_out == ("The lantern", "by R.")
    assert found.chapters[0] == Chapter("One", "a\n")


def test_heading_too_long_for_a_title_stays_in_the_text() -> None:
    long = "word " * 30
    found = find(f"# One\n\na\n\n# {long}\n\nb\n\n# Two\n\nc")
    assert found.chapters[0].body == f"a\n\n## {long.strip()}\n\nb\n"


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("### Is it *so*?", "Is it *so*?"),
        ("**Is it so?**", "Is it so?"),
        ("Q: Is it so?", "Is it so?"),
        ("Q1. Is it so?", "Is it so?"),
    ],
)
def test_questions_become_rows(asked: str, question: str) -> None:
    found = find(f"## One\n\na\n\n## FAQ\n\nFour.\n\n{asked}\n\nYes.\n\nNo.")
    answer = Answer(question, "Yes.\n\nNo.\n")
    assert found.chapters[1] == Chapter("FAQ", "Four.\n", (answer,))


def test_question_and_answer_in_two_lines_are_parted() -> None:
    found = find(
        "# One\n\na\n\n# Questions and answers\n\nQ: So?\nA: Yes.\n\nQ: No?\nA. No."
    )
    answers = (Answer("So?", "Yes.\n"), Answer("No?", "No.\n"))
    assert found.chapters[1].questions == answers


def test_initials_at_the_beginning_of_an_answer_stay() -> None:
    found = find("# One\n\na\n\n# FAQ\n\n## Who?\n\nA. B. Pell.")
    assert found.chapters[1].questions == (Answer("Who?", "A. B. Pell.\n"),)


@pytest.mark.parametrize(
    "markdown",
    [
        "# One\n\n## Why stop?\n\na\n\n# Two\n\nb",
        "# One\n\n# FAQ\n\n## Why?\n\na\n\n## And then\n\nb",
        f"# One\n\n# FAQ\n\n## {'why ' * 60}?\n\na",
    ],
)
def test_what_asks_elsewhere_stays_in_its_chapter(markdown: str) -> None:
    assert not any(chapter.questions for chapter in find(markdown).chapters)


def test_questions_at_the_end_of_a_chapter_are_its_own() -> None:
    found = find("# One\n\na\n\n# Two\n\nb\n\n## Common questions\n\n### So?\n\nYes.")
    assert found.chapters[1] == Chapter(
        "Two", "b\n\n## Common questions\n", (Answer("So?", "Yes.\n"),)
    )


def test_links_that_are_defined_elsewhere_lead_there_still() -> None:
    found = find('# One\n\n[a][x]\n\n# Two\n\n[b]\n\n[x]: /x/ "So"\n[B]: /b/')
    assert found.chapters[0].body == '[a][x]\n\n[x]: </x/> "So"\n'
    assert found.chapters[1].body == "[b]\n\n[b]: </b/>\n"


def test_footnote_in_a_quotation_does_no_harm() -> None:
    assert find("# One\n\n> [^1]: ibid\n\n# Two\n\nb").chapters[0].body == (
        "> \\[^1]: ibid\n"
    )


def test_footnote_of_one_word_is_no_link() -> None:
    assert find("# One\n\na[^1]\n\n[^1]: ibid\n\n# Two\n\nb").chapters[0].body == (
        "a[^1]\n\n\\[^1]: ibid\n"
    )
