"""Words in are words out, whatever stands around them."""

import re
from html import unescape

import nh3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guide import rendering
from guide.from_html import to_markdown

# Nothing whose words a page shows in another way, such as the address of a film.
INLINE = ["b", "i", "strong", "em", "span", "code", "cite"]
BLOCKS = ["p", "div", "blockquote", "h1", "h2", "h3", "h5", "section", "center"]
MARKS = st.text(alphabet="*_`#>-+1.)![]()<&;:|=~\\\"'x y\n\u00a0é", max_size=12)
WORDS = MARKS | st.text(max_size=12) | st.sampled_from(["- ", "1. ", "::: say", "---"])


def _within(tags: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(tags)


text = WORDS.map(lambda words: words.replace("&", "&amp;").replace("<", "&lt;"))
line = st.recursive(
    text | st.just("<br>"),
    lambda inner: (
        st.builds("<{0}>{1}</{0}>".format, _within(INLINE), inner)
        | st.builds(
            '<a href="https://example.org/{}">{}</a>'.format, st.just("a"), inner
        )
        | st.lists(inner, max_size=4).map("".join)
    ),
    max_leaves=6,
)
block = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, _within(BLOCKS), line),
    lambda inner: (
        st.builds("<{0}>{1}</{0}>".format, _within([*BLOCKS, "b", "a"]), inner)
        | st.lists(inner | line, max_size=3).map(
            lambda lines: (
                "<ul>" + "".join(f"<li>{each}</li>" for each in lines) + "</ul>"
            )
        )
        | st.lists(inner | line, max_size=3).map(
            lambda lines: "<ol>" + "".join(f"<li>{each}" for each in lines) + "</ol>"
        )
        | st.builds("<table><tr><th>{}<tr><td>{}</table>".format, line, line)
        | st.lists(inner | line, max_size=3).map("".join)
    ),
    max_leaves=6,
)


def letters(html: str) -> str:
    words = unescape(nh3.clean(html, tags=set()))
    words = re.sub(r"\((c|r|tm)\)|[©®™]", "", words, flags=re.I)
    words = re.sub("[\u200b\u2060\ufeff]", "", words)
    return "".join(re.findall(r"[^\W_]|[\\`*_#|~=@/<>&]", words))


@settings(max_examples=100)
@given(block)
@example("<p>1<b>. </b>x")
@example("<p>Note<b>!</b><a href='/x/'>see</a>")
def test_words_in_are_words_out(html: str) -> None:
    found = to_markdown(html)
    assert letters(rendering.render(found.markdown).html) == letters(html)
    assert "words that Markdown would change" not in found.lost
