import re
import time

import pytest
from django.utils.text import Truncator
from hypothesis import given
from hypothesis import strategies as st

from comments import text

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("<>\"'`&;:/()[]!*_#\\\n javscript=onx"), st.characters()
    )
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("*soft* **loud**", "<p><em>soft</em> <strong>loud</strong></p>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("# no heading", "<p># no heading</p>"),
        ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>"),
        ("&copy;", "<p>&amp;copy;</p>"),
    ],
)
def test_quiet_markdown(typed: str, shown: str) -> None:
    assert text.render(typed) == shown


def test_image_shows_as_typed() -> None:
    html = text.render("![a cat](https://example.org/cat.png)")
    assert "<img" not in html
    assert html.startswith("<p>![a cat](")


def test_link_gives_nothing_away_and_earns_nothing() -> None:
    html = text.render("[here](https://example.org/)")
    assert 'rel="nofollow ugc noopener noreferrer"' in html


def test_script_link_is_no_link() -> None:
    assert "<a" not in text.render("[here](javascript:alert(1))")


def test_address_in_the_text_is_not_linked() -> None:
    assert "<a" not in text.render("write to wren@example.org")


@given(HOSTILE)
def test_nothing_but_the_quiet_tags_comes_out(typed: str) -> None:
    tags = re.findall(r"<\s*/?\s*([a-zA-Z!?][^\s>]*)", text.render(typed))
    assert set(tags) <= {"p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "a"}


@given(HOSTILE)
def test_no_script_address_or_handler_comes_out(typed: str) -> None:
    html = text.render(typed).lower()
    assert not re.search(r"<[^>]*\s(on\w+|style|src)=", html)
    assert not re.search(r'<[^>]*\shref="(?!https?://)', html)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [(" a\r\nb\rc ", "a\nb\nc"), ("e\u0301", "\u00e9"), ("a\tb", "a    b")],
)
def test_tidy(typed: str, tidied: str) -> None:
    assert text.tidy(typed) == tidied


@pytest.mark.parametrize("character", ["\0", "\x07", "\u202e", chr(0xD800), "\ufffd"])
def test_unsafe_characters_are_known(character: str) -> None:
    assert text.without_unsafe(f"a{character}b") == "ab"


@pytest.mark.parametrize("words", ["a\nb", "👩‍👧 says hi", "שלום", "naïve"])
def test_what_people_write_is_safe(words: str) -> None:
    assert text.without_unsafe(words) == words


def test_invisible_characters_have_no_length() -> None:
    assert text.visible_length("\u200b a \u2060") == 1


@pytest.mark.parametrize("blank", ["\u3164", "\u115f", "\u2800", "\u034f", "\ufe0f"])
def test_blank_letters_have_no_length(blank: str) -> None:
    assert text.visible_length(blank * 3) == 0


@pytest.mark.parametrize(
    "mark", ["\u0301", "\u0e31", "\u0488", "\u200d", "\ufe0f", "\u0301\u200d"]
)
def test_marks_do_not_pile_up(mark: str) -> None:
    assert len(text.without_unsafe("e" + mark * 50)) == 9


def test_flag_of_a_region_is_kept() -> None:
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng\x7f")
    assert text.without_unsafe(f"\U0001f3f4{tags}") == f"\U0001f3f4{tags}"


@given(st.integers(7, 12), st.text("e\n.’\u0301\u0488\u200d\ufffd\u202e"))
def test_a_quick_look_finds_what_each_character_would(marks: int, more: str) -> None:
    words = "e" + "\u0301" * marks + more
    # A NUL at the end has each of them looked at.
    assert text.without_unsafe(words) == text.without_unsafe(f"{words}\0")


def test_piles_of_marks_cost_no_time() -> None:
    began = time.process_time()
    text.tidy("a" + "\u0301\u0316" * 100_000)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("nested", ["> " * 40, "- " * 40, ">" * 4000, "1. " * 30])
def test_words_of_any_depth_are_shown(nested: str) -> None:
    assert "the words" in text.render(f"{nested}the words")


def test_digest_sees_the_same_words_in_other_case_and_spacing() -> None:
    assert text.digests("One  step\nmore") == text.digests("one step more")


def test_quotation_has_the_words_alone() -> None:
    html = text.render("I *asked*: 5 < 6\nand\n\n> Listen &amp; wait.")
    assert text.in_a_row(html) == "I asked: 5 < 6 and Listen &amp; wait."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("short", "short"),
        ("0123456789", "0123456789"),
        ("0123456789a", "012345678…"),
        ("“so” – sé bien", "“so” – sé…"),
        ("e\u0301" * 10, "\u00e9" * 10),
        ("e\u0301" * 11, "\u00e9" * 9 + "…"),
    ],
)
def test_beginning_is_as_long_as_asked_for(words: str, shown: str) -> None:
    assert text.beginning(words, 10) == shown


@given(st.text("aé “\u0301\u0488\u200d日👩\n"), st.integers(2, 12))
def test_a_quick_beginning_is_what_django_would_cut(words: str, most: int) -> None:
    assert text.beginning(words, most) == Truncator(words).chars(most)
