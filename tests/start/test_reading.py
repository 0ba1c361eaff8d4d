"""What a phone gets over the wire."""

import re
from urllib.parse import urljoin

import pytest

from tests.start.client import Client

POSTS = (
    "welcome the-pause the-gentle-detective the-bridge common-mistakes the-long-game "
    "questions-and-answers"
).split()
KILOBYTE = 1000
LOADED = ("stylesheet", "preload", "icon")
FACE = re.compile(r"@font-face\s*{[^}]*}")


def paths_loaded(client: Client, path: str) -> set[str]:
    """``path`` and what a browser fetches to show it, the letters it needs included."""
    page = client.get(path)
    found = {path}
    for tag, attributes in page.links:
        if tag == "link" and attributes.get("rel") in LOADED:
            found.add(attributes["href"])
        elif tag in ("img", "script") and "src" in attributes:
            found.add(attributes["src"])
    for sheet in [each for each in found if each.endswith(".css")]:
        for face in FACE.findall(client.get(sheet).text):
            source = re.search(r"url\(\W?([^\s\"')]+)", face)
            if source and is_needed(face, page.words):
                found.add(urljoin(sheet, source[1]))
    return found


def is_needed(face: str, words: str) -> bool:
    """Whether a letter of ``words`` is in the face's unicode-range, if it has one."""
    ranges = re.findall(r"U\+([0-9A-F]+)-?([0-9A-F]*)", face)
    letters = set(map(ord, words))
    return not ranges or any(
        not letters.isdisjoint(range(int(low, 16), int(high or low, 16) + 1))
        for low, high in ranges
    )


def on_the_wire(client: Client, path: str) -> int:
    """Bytes of the body as a phone asks for it."""
    answer = client.get(path, accept_encoding="gzip, deflate, br")
    assert answer.status == 200, path
    return len(answer.body)


def test_cover_leads_to_the_seven_posts_and_then_to_all(client: Client) -> None:
    page = client.get("/")
    addresses = [each["href"] for tag, each in page.links if tag == "a"]
    posts = [each for each in addresses if each.startswith("/posts/")]
    seven = [f"/posts/{slug}/" for slug in POSTS]
    assert list(dict.fromkeys(posts)) == [*seven, "/posts/"]


@pytest.mark.parametrize("slug", POSTS)
def test_post_is_served(client: Client, slug: str) -> None:
    assert client.get(f"/posts/{slug}/").status == 200


@pytest.mark.parametrize("path", ["/", *(f"/posts/{slug}/" for slug in POSTS)])
def test_first_view_is_light(client: Client, path: str) -> None:
    sizes = {each: on_the_wire(client, each) for each in paths_loaded(client, path)}
    assert any(each.endswith(".woff2") for each in sizes)
    assert sum(sizes.values()) <= 60 * KILOBYTE, sizes


def test_files_are_kept_for_ever_under_names_of_their_own(client: Client) -> None:
    for path in paths_loaded(client, "/posts/the-bridge/") - {"/posts/the-bridge/"}:
        assert re.fullmatch(r"/static/[\w/-]+\.[0-9a-f]{12}\.\w+", path)
        assert "immutable" in client.get(path)["Cache-Control"], path


def test_text_is_compressed(client: Client) -> None:
    for path in paths_loaded(client, "/posts/the-bridge/"):
        if not path.endswith(".woff2"):
            answer = client.get(path, accept_encoding="gzip, deflate, br")
            assert answer["Content-Encoding"] in ("br", "gzip"), path
