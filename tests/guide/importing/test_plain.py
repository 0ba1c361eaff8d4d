import re
from pathlib import Path

import pytest

from guide.importing.manuscripts.plain import to_html

MANUSCRIPTS = Path(__file__).parents[2] / "data" / "manuscripts"


def headings(html: str) -> list[str]:
    return re.findall(r"<h[1-6]>.*?</h[1-6]>", html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo.\n\nThree.", "<p>One\ntwo.</p>\n<p>Three.</p>"),
        ("x:\n- a\n  b\n- c", "<p>x:</p>\n<ul><li>a\nb</li><li>c</li></ul>"),
        ("• a.\n\n• b.", "<ul><li>a.</li><li>b.</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("1. a,\n\n2. b,", '<ol start="1"><li>a,</li><li>b,</li></ol>'),
        (
            "- a\n    1. b\n    2. c\n- d",
            '<ul><li>a<ol start="1"><li>b</li><li>c</li></ol></li><li>d</li></ul>',
        ),
        ("Then,\n\n1984. A year.", "<p>Then,</p>\n<p>1984. A year.</p>"),
        ("1. a,\n3. b,", "<p>1. a,</p>\n<p>3. b,</p>"),
        ("a.\n\n* * *\n\nb.", "<p>a.</p>\n<hr>\n<p>b.</p>"),
        (
            "**Now** and *then*, 2 * 3.",
            "<p><strong>Now</strong> and <em>then</em>, 2 * 3.</p>",
        ),
        ("a < b & c.", "<p>a &lt; b &amp; c.</p>"),
        ("Q: How?\nA: So.", "<p>Q: How?</p>\n<p>A: So.</p>"),
        ("– Hello, she said.", "<p>– Hello, she said.</p>"),
        ("a.\r\n\r\nb.", "<p>a.</p>\n<p>b.</p>"),
    ],
)
def test_lines_become(text: str, html: str) -> None:
    assert to_html(f"Begun,\n\n{text}").html == f"<p>Begun,</p>\n{html}"


def test_paragraph_that_a_page_broke_is_one_again() -> None:
    found = to_html("He stood in\n\n  19\n\nthe hall.\n\nAnd on.\n20\nIt went.")
    assert (
        found.html == "<p>He stood in\nthe hall.</p>\n<p>And on.</p>\n<p>It went.</p>"
    )
    assert found.left_out == ("19", "20")


def test_year_at_the_end_of_a_line_stays() -> None:
    assert to_html("It was in the year\n1984\nthat he left.").left_out == ()


def test_broken_lines_have_headings_by_how_they_stand() -> None:
    text = (MANUSCRIPTS / "lantern.txt").read_text(encoding="utf-8")
    assert headings(to_html(text).html) == [
        "<h1>The Lantern on the Sill: Notes on Mending a Quiet House</h1>",
        "<h1>The Lantern on the Sill: Notes on Mending a Quiet House</h1>",
        "<h2>1. The quiet week</h2>",
        "<h3>Why quiet helps</h3>",
        "<h3>What a quiet week can look like</h3>",
        "<h2>2. Looking in both mirrors</h2>",
        "<h3>YOUR OWN SIDE FIRST</h3>",
        "<h3>HIS SIDE, AS FAR AS YOU CAN SEE IT</h3>",
        "<h2>3. Small planks</h2>",
        "<h3>Step 1: Say one good thing</h3>",
        "<h3>Step 2: Do one daft thing</h3>",
        "<h2>Conclusion</h2>",
        "<h2>Frequently Asked Questions</h2>",
        "<h3>What if only one of us wants to mend it?</h3>",
        "<h3>How long does it take?</h3>",
        "<h3>Do I have to give up the list of his faults?</h3>",
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_title_may_be_two_lines_with_whose_it_is_below(between: str) -> None:
    html = to_html(
        f"The Lantern\nA Small Guide{between}By Rowan Ashdown\n\nWelcome"
    ).html
    assert headings(html) == ["<h1>The Lantern: A Small Guide</h1>", "<h2>Welcome</h2>"]
    assert "<p>By Rowan Ashdown</p>" in html


def test_lines_that_are_paragraphs_have_them_too() -> None:
    text = (MANUSCRIPTS / "page.txt").read_text(encoding="utf-8")
    assert headings(to_html(text).html)[1:] == [
        "<h2>Part 1: The quiet week</h2>",
        "<h3>Why quiet helps</h3>",
        "<h3>What a quiet week can look like</h3>",
        "<h2>Part 2: Looking in both mirrors</h2>",
        "<h3>Step 1: Your own side first</h3>",
        "<h3>Step 2: His side</h3>",
        "<h2>Conclusion</h2>",
        "<h2>FAQs</h2>",
        "<h3>What if only one of us wants to mend it?</h3>",
        "<h3>How long does it take?</h3>",
    ]


def test_underlined_lines_are_headings() -> None:
    html = to_html("One\n===\nWords,\nmore.\n\nTwo\n===\n\nThree\n---\n\nx.").html
    assert headings(html) == ["<h1>One</h1>", "<h2>Two</h2>", "<h2>Three</h2>"]


@pytest.mark.parametrize("text", ["", "\n\f\n", "19", "   "])
def test_nothing_becomes_nothing(text: str) -> None:
    assert to_html(text).html == ""
