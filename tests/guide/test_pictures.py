"""What becomes of pictures in a text."""

import re
from html import escape

import nh3
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from guide.image_names import ImageName
from guide.models import Image
from guide.pictures import FOLDER
from guide.rendering import render

FILE = "0123456789abcdef-1000x500.jpg"
SRC = f"/media/{FILE}"
LINE = f"![A lantern]({SRC})"
OTHERS = [
    "https://elsewhere.example/a.jpg",
    f"https://elsewhere.example{SRC}",
    f"//elsewhere.example{SRC}",
    "/static/img/favicon.svg",
    "/media/a.jpg",
    f"/media/../media/{FILE}",
    f"{SRC}?a=b",
]


def test_picture_of_ours_is_a_figure() -> None:
    assert render(LINE).html == (
        "<figure>\n<picture>"
        '<source type="image/avif" srcset="'
        "/media/0123456789abcdef-400x200.avif 400w, "
        "/media/0123456789abcdef-800x400.avif 800w, "
        '/media/0123456789abcdef-1000x500.avif 1000w" '
        'sizes="(min-width: 44rem) 41.25rem, calc(100vw - 2rem)">'
        '<source type="image/webp" srcset="'
        "/media/0123456789abcdef-400x200.webp 400w, "
        "/media/0123456789abcdef-800x400.webp 800w, "
        '/media/0123456789abcdef-1000x500.webp 1000w" '
        'sizes="(min-width: 44rem) 41.25rem, calc(100vw - 2rem)">'
        '<source type="image/jpeg" srcset="'
        "/media/0123456789abcdef-400x200.jpg 400w, "
        "/media/0123456789abcdef-800x400.jpg 800w, "
        '/media/0123456789abcdef-1000x500.jpg 1000w" '
        'sizes="(min-width: 44rem) 41.25rem, calc(100vw - 2rem)">'
        f'<img src="{SRC}" width="1000" height="500" alt="A lantern" decoding="async">'
        "</picture>\n</figure>\n"
    )


def test_folder_is_the_address_of_the_view() -> None:
    assert reverse("guide:image", args=[FILE]) == f"{FOLDER}/{FILE}" == SRC


def test_words_in_quotation_marks_are_its_caption() -> None:
    html = render(f'![A lantern]({SRC} "Lit <at> dusk & later")').html
    caption = "<figcaption>Lit &lt;at&gt; dusk &amp; later</figcaption>\n</figure>"
    assert caption in html


def test_alternative_text_is_kept_as_written() -> None:
    html = render(f'![A *"lantern"* <b> & more]({SRC})').html
    [alt] = re.findall(r'alt="([^"]*)"', html)
    assert alt.replace("&lt;", "<").replace("&gt;", ">") == (
        "A &quot;lantern&quot; <b> &amp; more"
    )


@given(
    st.text(
        st.sampled_from("\\`*_{}[]()<>#+-.!&|:~$^\"' ax1")
        | st.characters(codec="utf-8"),
        min_size=1,
    )
)
def test_line_that_is_offered_says_the_same(words: str) -> None:
    alt = " ".join(words.split())
    name = ImageName.parse(FILE)
    assert name
    image = Image(alt=alt, digest=name.digest, width=1000, height=500, ending="jpg")
    html = render(image.markdown).html
    assert html.startswith("<figure>")
    assert html == render(LINE).html.replace("A lantern", _as_attribute(alt))


def _as_attribute(words: str) -> str:
    """As nh3 writes it."""
    kept: str = nh3.clean(f'<img alt="{escape(words)}">')
    return kept.removeprefix('<img alt="').removesuffix('">')


@pytest.mark.parametrize("src", OTHERS)
def test_picture_from_elsewhere_is_a_link(src: str) -> None:
    html = render(f"See ![a lantern]({src}).").html
    assert "<img" not in html and "<source" not in html
    assert f'href="{src}"' in html and ">a lantern</a>." in html


def test_picture_from_elsewhere_without_words_shows_its_address() -> None:
    html = render("![](https://elsewhere.example/a.jpg)").html
    assert ">https://elsewhere.example/a.jpg</a>" in html


def test_picture_from_elsewhere_within_a_link_is_words() -> None:
    html = render("[See ![a lantern](https://elsewhere.example/a.jpg)](/help/)").html
    assert html.startswith('<p><a href="/help/"') and html.count("<a ") == 1
    assert ">See a lantern</a>" in html


def test_address_that_runs_is_no_link_either() -> None:
    assert "javascript" not in render("![a](javascript:alert)").html.split(">", 1)[0]


def test_picture_amid_words_stays_there() -> None:
    html = render(f"A {LINE} on the sill.").html
    assert html.startswith("<p>A <picture>") and "<figure" not in html


def test_picture_within_a_link_stays_there() -> None:
    html = render(f"[{LINE}](/help/)").html
    assert html.startswith('<p><a href="/help/"') and "</picture></a></p>" in html


def test_two_lines_of_pictures_are_two_figures() -> None:
    html = render(f"{LINE}\n{LINE}").html
    assert html.count("<figure>") == 2 and "<p>" not in html


def lazy(text: str) -> list[bool]:
    return [" loading=" in tag for tag in re.findall("<img[^>]*>", render(text).html)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LINE, [False]),
        (f"{LINE}\n\nWords.\n\n{LINE}", [False, True]),
        (f"{LINE}\n{LINE}", [False, True]),
        (f"{LINE}\n\n{LINE}", [False, True]),
        (f"Words, then {LINE} and {LINE}", [False, True]),
        (f"Words.\n\n{LINE}", [True]),
        (f"## Words\n\n{LINE}", [True]),
        (f"- Words\n- {LINE}", [True]),
    ],
)
def test_only_a_picture_in_the_first_view_is_loaded_at_once(
    text: str, expected: list[bool]
) -> None:
    assert lazy(text) == expected


def test_picture_in_an_answer_or_further_down_a_page_waits() -> None:
    assert 'loading="lazy"' in render(LINE, beneath="why").html
    assert 'loading="lazy"' in render(LINE, within="chapter-two").html


def test_words_of_a_picture_are_not_read_as_text() -> None:
    assert render(LINE).words == 0
    assert render(f'![A lantern]({SRC} "At dusk")').words == 2
