import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide import rendering
from guide.rendering import Heading

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_heading_gets_an_anchor_and_a_line_of_contents() -> None:
    shown = rendering.render("## Why *pause*")
    assert '<h2 id="why-pause">' in shown.html
    assert shown.contents == (Heading(2, "why-pause", "Why pause"),)


def test_same_heading_twice_has_two_anchors() -> None:
    ids = [line.id for line in rendering.render("## A\n\n## A\n\n### A").contents]
    assert ids == ["a", "a-2", "a-3"]


@pytest.mark.parametrize("taken", ["Comments", "Respond", "Main"])
def test_anchor_never_takes_a_name_of_the_page(taken: str) -> None:
    [line] = rendering.render(f"## {taken}").contents
    assert line.id == f"{taken.lower()}-2"


def anchors(*headings: str) -> list[str]:
    text = "\n\n".join(f"## {words}" for words in headings)
    return [line.id for line in rendering.render(text).contents]


@pytest.mark.parametrize(
    ("words", "anchor"),
    [
        ("Comment 5", "a-comment-5"),
        ("Comment form", "comment-form-2"),
        ("Error summary", "error-summary-2"),
        ("Comments heading", "comments-heading-2"),
        ("Country US", "country-us-2"),
        ("id_comment", "id-comment"),
    ],
)
def test_anchor_takes_no_id_of_a_comment_or_field(words: str, anchor: str) -> None:
    assert anchors(words) == [anchor]


def test_second_heading_of_a_name_is_no_comment_either() -> None:
    assert anchors("Comment", "Comment") == ["a-comment", "a-comment-2"]


def test_anchor_takes_no_id_that_a_template_has() -> None:
    paths = TEMPLATES.rglob("*.html")
    # No heading of the guide stands on a page of the admin.
    sources = [path.read_text() for path in paths if "admin" not in path.parts]
    ids = set(re.findall(r'\bid="([\w-]+)"', " ".join(sources)))
    assert ids >= {"main", "comments", "respond", "similar-heading"}
    assert not ids & set(anchors(*ids))


def test_headings_beneath_a_question_begin_at_the_third_level() -> None:
    shown = rendering.render("# A\n\n## B\n\n### C\n\n#### D", beneath="why")
    assert re.findall(r'<(h\d) id="([^"]+)"', shown.html) == [
        ("h3", "why--a"),
        ("h3", "why--b"),
        ("h4", "why--c"),
        ("h4", "why--d"),
    ]


def test_ids_of_others_are_left_to_them() -> None:
    shown = rendering.render("## A\n\n## A-2", taken=frozenset({"a", "a-2"}))
    assert [line.id for line in shown.contents] == ["a-3", "a-2-2"]


def test_section_has_a_link_to_itself_with_its_name() -> None:
    html = rendering.link_headings(rendering.render('## A *b* & "c"\n\n#### D').html)
    assert html.count('href="#a-b-c" aria-label="Link to this section: A b &amp; “c”"')
    assert html.count("<a ") == html.count("</h2><a ") == 1


def test_top_heading_becomes_second() -> None:
    assert "<h1" not in rendering.render("# Loud").html


def test_part_of_a_page_has_deeper_headings_and_ids_of_its_own() -> None:
    rendered = rendering.render("# A\n\n## A\n\n### B\n\n#### C", within="part")
    opened = re.findall(r"<(h\d) id=\"(.*?)\"", rendered.html)
    ids = ["part--a", "part--a-2", "part--b", "part--c"]
    assert opened == list(zip(("h3", "h3", "h4", "h5"), ids, strict=True))
    assert [heading.id for heading in rendered.contents] == ids[:3]
    assert [heading.level for heading in rendered.contents] == [2, 2, 3]


def test_words_to_say_are_set_apart() -> None:
    html = rendering.render('::: say\n"Hello."\n:::').html
    assert html == '<div class="say">\n<p>“Hello.”</p>\n</div>\n'


def test_safety_question_is_set_apart() -> None:
    html = rendering.render("::: safety\n[Read this](/help/).\n:::").html
    assert html.startswith('<aside class="safety">')


def test_raw_html_shows_as_typed() -> None:
    assert "&lt;script&gt;" in rendering.render("<script>alert(1)</script>").html


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("<>\"'()[]!#:\n javscript="), st.characters(codec="utf-8")
        )
    )
)
def test_no_handler_or_script_comes_out(text: str) -> None:
    html = rendering.render(text).html.lower()
    assert not re.search(r"<script|<[^>]*\son\w+=|href=\"javascript", html)


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (238, 1), (476, 2), (1000, 4)]
)
def test_reading_minutes(words: int, minutes: int) -> None:
    assert rendering.reading_minutes(words) == minutes


def test_negative_words_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        rendering.reading_minutes(-1)


def test_words_are_counted_without_tags() -> None:
    assert rendering.render("## Two words\n\n*and* [three](/x/) more").words == 5
