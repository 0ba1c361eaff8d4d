from typing import Any

import pytest

from guide import links, rendering

PICTURE = "/media/0123456789abcdef-900x600.jpg"


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
    text = f'[a](/x "href=/x") ![b]({PICTURE}) `href="/z"`\n\n## C'
    html = rendering.render(text).html
    changed = rendering.with_addresses(html, lambda address: f"/new{address}")
    assert changed == html.replace('"/x"', '"/new/x"').replace("/media", "/new/media")


def test_each_file_of_a_picture_has_its_whole_address() -> None:
    html = rendering.render("![A cup](/media/0123456789abcdef-900x600.jpg)").html
    changed = rendering.with_addresses(html, lambda address: f"/new{address}")
    assert changed == html.replace("/media/", "/new/media/")
