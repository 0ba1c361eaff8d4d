from guide import html_text, rendering
from guide.rendering import Heading

PICTURE = "/media/5744c525c3a8de06-1600x889.jpg"


def test_headings_have_the_levels_and_ids_of_markdown() -> None:
    shown = html_text.render("<h1>Why <b>pause</b></h1><h3>Comments</h3><h6>x</h6>")
    same = rendering.render("# Why **pause**\n\n### Comments\n\n##### x")
    assert shown.html.replace("\n", "") == same.html.replace("\n", "")
    assert shown.contents == same.contents


def test_headings_within_a_page_are_a_level_deeper() -> None:
    shown = html_text.render("<h2>A</h2>", within="post", taken=frozenset({"a"}))
    assert '<h3 id="post--a-2">A</h3>' in shown.html
    assert shown.contents == (Heading(2, "post--a-2", "A"),)


def test_nothing_acts() -> None:
    html = '<p onclick="x" style="y" class="z"><a href="javascript:x">w</a><script>v'
    shown = html_text.render(html).html
    assert shown == '<p><a rel="noopener noreferrer">w</a></p>'


def test_what_markdown_cannot_say_stays() -> None:
    html = '<table><tbody><tr><td colspan="2">H<sub>2</sub>O</td></tr></tbody></table>'
    assert html_text.render(html).html == html


def test_picture_of_this_site_is_shown_and_another_one_linked_to() -> None:
    own = html_text.render(f'<img src="{PICTURE}" alt="Hills">').html
    assert "<picture>" in own and 'alt="Hills"' in own
    other = html_text.render('<img src="https://example.org/a.jpg" alt="Hills">').html
    assert ">Hills</a>" in other and "<img" not in other


def test_film_becomes_a_link_when_a_text_is_kept() -> None:
    kept = html_text.tidied('<p>See</p><iframe src="//example.org/f"></iframe>')
    link = '<p><a href="https://example.org/f">https://example.org/f</a></p>'
    assert kept == f"<p>See</p>\n{link}\n"


def test_addresses_are_changed_when_a_text_is_kept() -> None:
    kept = html_text.tidied('<a href="/a/"><img src="/b.jpg"></a>', str.upper)
    assert kept == '<a href="/A/"><img src="/B.JPG"></a>\n'
