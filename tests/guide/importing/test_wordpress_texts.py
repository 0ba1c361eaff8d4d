import time

import pytest

from guide.from_html import to_markdown
from guide.importing.wordpress.texts import Gallery, as_html

PICTURE = "/media/5744c525c3a8de06-9x9.jpg"


def markdown(content: str) -> str:
    return to_markdown(as_html(content).html).markdown.strip()


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("One\ntwo\n\nthree", "One\\\ntwo\n\nthree"),
        ("One\r\n\r\n<b>two</b>", "One\n\n**two**"),
        ("<ul>\n\t<li>a</li>\n\t<li>b\nc</li>\n</ul>\nd", "- a\n- b\\\n  c\n\nd"),
        ("<blockquote>a\n\nb</blockquote>", "> a\n>\n> b"),
        ("a\n<pre>b\n\nc</pre>\nd", "a\n\n```\nb\n\nc\n```\n\nd"),
        ('<a\nhref="/b/">c</a>', "[c](/b/)"),
        ("a<br />\nb", "a\\\nb"),
        ("<!-- wp:paragraph --><p>a\nb</p><!-- /wp:paragraph -->", "a b"),
        ("[embed]https://a.org/b[/embed]", "[https://a.org/b](https://a.org/b)"),
        ('[video mp4="https://a.org/b.mp4"][/video]', "[https://a.org/b.mp4](https://a.org/b.mp4)"),
        ("He said [sic] this", "He said [sic] this"),
        ("[[gallery]]", "[gallery]"),
        (f'[caption caption="Old"]<img src="{PICTURE}">[/caption]',
         f'![]({PICTURE} "Old")'),
        ("[caption]no picture[/caption]", "no picture"),
    ],
)  # fmt: skip
def test_text_is_what_wordpress_shows(content: str, shown: str) -> None:
    assert markdown(content) == shown


def test_gallery_is_its_pictures() -> None:
    by_number = {"1": ("/a.png", "A"), "2": ("/b.png", "B")}
    gallery = Gallery(by_number.get, lambda: iter(by_number.values()))
    both = "![A](/a.png)\n\n![B](/b.png)\n"
    assert to_markdown(as_html('[gallery ids="1,9,2"]', gallery).html).markdown == both
    assert to_markdown(as_html("[gallery]", gallery).html).markdown == both


def test_unknown_short_codes_are_named_and_stay() -> None:
    text = as_html('[form id="1"] [sic] [note]x[/note]')
    assert text.left == ["form", "note"]
    assert '[form id="1"]' in text.html


def test_what_is_opened_without_end_takes_no_longer_than_other_words() -> None:
    began = time.process_time()
    for opening in ("<pre>", "[caption]", "[embed]", "[audio "):
        as_html(opening * 4000)
    assert time.process_time() - began < 2
