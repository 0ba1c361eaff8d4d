from typing import Any

import pytest
from django.utils import translation

from guide import rendering
from guide.templatetags.sections import with_paper_addresses, with_section_links


@pytest.mark.parametrize(
    ("address", "on_paper"),
    [
        ("/help/?a=1&b", ' data-whole="https://b.example.org/help/?a=1&amp;b"'),
        ("//c.example.org/", ""),
        ("https://c.example.org/", ""),
        ("#end", ""),
    ],
)
def test_paper_has_whole_addresses_of_this_site(
    settings: Any, address: str, on_paper: str
) -> None:
    settings.SITE_URL = "https://b.example.org"
    html = rendering.render(f"[a]({address})").html
    shown = with_paper_addresses(html)
    assert shown.count("data-whole") == bool(on_paper) and on_paper in shown


def test_each_language_has_its_own_words() -> None:
    html = '<h2 id="one">One</h2>'
    assert "Link to this section: One" in with_section_links(html)
    with translation.override("es"):
        assert "Link to this section" not in with_section_links(html)
