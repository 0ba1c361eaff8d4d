import pytest

from guide.from_html import to_markdown

PICTURE = "/media/5744c525c3a8de06-1600x889.jpg"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>A</h1><h3>B #</h3><h6>C</h6>", "## A\n\n### B \\#\n\n#### C"),
        ("a <b>bold </b>word", "a **bold** word"),
        ("<b>Note:</b>so", "**Note**:so"),
        ('<span style="font-weight:700; font-style:italic">x</span>', "***x***"),
        ('<b style="font-weight:normal" id="docs-internal-guid">x</b>', "x"),
        ('<a href="/a (b)/" title="T">l<i>i</i>nk</a>', '[l*i*nk](/a%20%28b%29/ "T")'),
        ("<blockquote>a<br>b</blockquote>", "> a\\\n> b"),
        ("<div>a<br><br>b</div>", "a\n\nb"),
        ("<pre>  a\n```\n</pre>", "````\n  a\n```\n````"),
        ("<code>a`b</code>", "``a`b``"),
        ("a<hr>b", "a\n\n***\n\nb"),
        ("<!-- wp:paragraph --><p>a&nbsp;b</p><p>&nbsp;</p>", "a\u00a0b"),
        ("1. a<br>- b<br># c", "1\\. a\\\n\\- b\\\n\\# c"),
        ("&gt; a<br>::: say<br>---", "\\> a\\\n\\::: say\\\n\\---"),
        ("2 * 3, snake_case, [sic], *, &amp;copy;",
         "2 * 3, snake_case, [sic], \\*, \\&copy;"),
        ('!<a href="/a/">[b]</a>', "\\![\\[b\\]](/a/)"),
        ('<div class="say"><p>Words.</p></div>', "::: say\nWords.\n:::"),
        ('<iframe src="//a.org/film"></iframe>',
         "[https://a.org/film](https://a.org/film)"),
        ("<script>x</script><style>y</style>", ""),
    ],
)  # fmt: skip
def test_html_has_its_like_in_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html).markdown.strip() == markdown
    assert to_markdown(html).lost == ()


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ul><li>a<ol start=3><li>b</ol><li><p>c</ul>", "- a\n  3. b\n- c"),
        ("<ul><li>a<ul></ul><ul><li>b</ul></ul>", "- a\n  - b"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b"),
        ("<ul><li><p>a<p>b<li>c</ul>", "- a\n\n  b\n\n- c"),
        ("<ul><ul><li>a</ul></ul>", "- - a"),
    ],
)
def test_lists_nest_and_keep_apart(html: str, markdown: str) -> None:
    assert to_markdown(html).markdown.strip() == markdown


def test_lists_of_word_are_lists() -> None:
    line = (
        '<p class=MsoListParagraph style="mso-list:l0 level{} lfo1"><span '
        'style="mso-list:Ignore">{}<span>&nbsp; </span></span>{}<o:p></o:p></p>'
    )
    html = (
        line.format(1, "·", "a") + line.format(2, "1.", "b") + line.format(1, "·", "c")
    )
    assert to_markdown(html).markdown == "- a\n  1. b\n- c\n"


def test_picture_in_a_figure_keeps_its_caption() -> None:
    html = (
        f'<figure><a href="/full.jpg"><img src="{PICTURE}" alt="Hills"></a>'
        "<figcaption>At <b>dusk</b></figcaption></figure>"
    )
    assert to_markdown(html).markdown == f'![Hills]({PICTURE} "At dusk")\n'


def test_caption_of_a_picture_elsewhere_is_a_paragraph() -> None:
    html = '<figure><img src="https://example.org/a.jpg"><figcaption>Dusk</figcaption>'
    assert to_markdown(html).markdown == "![](https://example.org/a.jpg)\n\nDusk\n"


def test_table_with_headings_is_a_table() -> None:
    html = "<table><tr><th>a<th>b<tr><td>1|2<td><b>3</b></table>"
    found = to_markdown(html)
    assert found.markdown == "| a | b |\n| --- | --- |\n| 1\\|2 | **3** |\n"
    assert found.lost == ()


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        ("H<sub>2</sub>O", "lowered letters"),
        ("<del>no</del>", "words that are struck out"),
        ("<table><tr><td>a<td>b</table>", "a table without headings"),
        ("<table><tr><th colspan=2>a<tr><td>b<td>c</table>",
         "cells of a table that are joined"),
        ("<table><tr><th>a<th>b<tr><td>b<br>c<td></table>",
         "paragraphs or lists within a table"),
        ("<dl><dt>a<dd>b</dl>", "a list of words and what they mean"),
    ],
)  # fmt: skip
def test_what_markdown_cannot_keep_is_named(html: str, lost: str) -> None:
    assert to_markdown(html).lost == (lost,)


def test_deep_nesting_ends() -> None:
    assert to_markdown("<div>" * 5000 + "a").markdown == "a\n"
