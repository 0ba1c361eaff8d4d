import pytest

from comments import text
from comments.importing.words import from_wordpress


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("One *star*\n# two\n\n1. three", "One \\*star\\*\n\\# two\n\n1\\. three"),
        ("<b>a</b> &amp; b\nc", "**a** & b\\\nc"),
        ("See http://a.org/b_c?d=1.", "See http://a.org/b_c?d=1."),
        ('<img src="x" alt="y"><script>z</script>', ""),
    ],
)
def test_comment_is_its_words(content: str, words: str) -> None:
    assert from_wordpress(content) == words


def test_address_with_marks_in_it_is_a_link_still() -> None:
    words = from_wordpress("http://a.org/_b_/")
    assert '<a href="http://a.org/_b_/"' in text.render(words)
    assert text.in_a_row(text.render(words)) == "http://a.org/_b_/"
