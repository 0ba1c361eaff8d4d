from typing import Any

import pytest

from guide import links, rendering


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("/help/", "https://b.example.org/help/"),
        ("#end", "https://b.example.org/posts/p/#end"),
        ("../q/?a=1", "https://b.example.org/posts/q/?a=1"),
        ("//c.example.org/", "https://c.example.org/"),
        ("https://c.example.org/", "https://c.example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:112", "tel:112"),
        ("//[", "//["),
    ],
)
def test_address_holds_wherever_it_is_read(
    settings: Any, written: str, whole: str
) -> None:
    settings.SITE_URL = "https://b.example.org"
    assert links.seen_from("/posts/p/")(written) == whole


def test_addresses_of_links_and_images_change_and_nothing_else() -> None:
    text = '[a](/x "href=/x") ![b](/y) `href="/z"`\n\n## C'
    html = rendering.render(text).html
    changed = rendering.with_addresses(html, lambda address: f"/new{address}")
    assert changed == html.replace('"/x"', '"/new/x"').replace('src="/y', 'src="/new/y')
