from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide import rendering, xhtml


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<br>b<hr>", "a<br/>b<hr/>"),
        ("a&nbsp;b &amp; &lt;c&gt;", "a\xa0b &amp; &lt;c&gt;"),
        ('<a href="/?a=1&amp;b=&quot;" title="">x</a>', None),
        (
            'before <img src="/x.png" alt="a &lt;cup&gt;"> after',
            "before a &lt;cup&gt; after",
        ),
        ('<img src="/x.png">', ""),
        ('<picture><source srcset="/x 4w"><img src="/x" alt="a"></picture>', "a"),
        ("a\ufffe\x0cb", "ab"),
    ],
)
def test_html_becomes_xhtml(html: str, expected: str | None) -> None:
    found = xhtml.from_html(html)
    assert expected is None or found == expected
    fromstring(f"<body>{found}</body>")  # noqa: S314


def test_picture_has_another_address_and_its_words() -> None:
    html = '<img src="/x.png" width="9" alt="a &amp; b" loading="lazy">'
    found = xhtml.from_html(html, {"/x.png": "picture-1.png"}.get)
    assert found == '<img src="picture-1.png" alt="a &amp; b"/>'


@given(st.text("<>&\"'*_#`[]()!-\\\n :|x\x0c\ufffe", max_size=60))
def test_every_text_becomes_xml(text: str) -> None:
    found = xhtml.from_html(rendering.render(text).html)
    fromstring(f"<body>{found}</body>")  # noqa: S314
