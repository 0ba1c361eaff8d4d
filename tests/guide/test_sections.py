from typing import Any

import pytest

from guide import rendering
from guide.templatetags.sections import with_paper_addresses


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
