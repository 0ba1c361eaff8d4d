from guide.editor import Asked, OutlineEntry, preview, told_lost
from guide.rendering import render

TEXT = "# One\n\nSome words.\n\n## Two\n\n#### Not this\n"


def test_preview_is_what_the_page_shows() -> None:
    assert preview(TEXT).html == render(TEXT).html
    raised = "<p>2<sup>nd</sup></p>"
    assert preview(raised, written_in="html").html.strip() == raised


def test_outline_says_where_each_heading_is_written() -> None:
    asked = Asked("How *long*?", "how-long", "Long.\n\n# A while")
    found = [
        (each.part, each.line, each.text) for each in preview(TEXT, [asked]).outline
    ]
    assert found == [
        (0, 1, "One"),
        (0, 5, "Two"),
        (1, 0, "How long?"),
        (1, 3, "A while"),
    ]


def test_heading_of_the_text_leaves_its_anchor_to_a_question() -> None:
    found = preview("# Why", [Asked("Why?", "why", "So.")]).outline
    assert found == [
        OutlineEntry(0, 1, 2, "why-2", "Why"),
        OutlineEntry(1, 0, 2, "why", "Why?"),
    ]


def test_anchor_that_no_page_may_have_is_replaced() -> None:
    hostile = '"><script>alert(1)</script>'
    found = preview("", [Asked("How long?", hostile, "x"), Asked("?", hostile, "y")])
    assert [each.id for each in found.outline] == ["how-long", "question"]
    assert "<script" not in found.html


def test_length_is_in_words_and_minutes() -> None:
    assert preview("word " * 500).measure == "500 words · 2 minutes to read"
    assert preview("word").measure == "1 word · 1 minute to read"


def test_first_mistake_in_the_blocks_is_told() -> None:
    open_block = "::: say\nWords."
    assert preview(open_block).mistake.startswith("Line 1: the block")
    assert preview("", [Asked("?", "a", open_block)]).mistake
    # The answer's own editor says it.
    assert not preview("Fine.", [Asked("?", "a", open_block)]).mistake


def test_paste_says_what_could_not_come_along() -> None:
    assert told_lost([]) == "Pasted as Markdown."
    assert told_lost(["table", "video"]).endswith("come along: table, video.")
