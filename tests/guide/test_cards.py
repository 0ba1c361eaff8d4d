"""Pictures for shared links."""

import io

import pytest
from django.test import Client
from PIL import Image

from guide import cards
from tests.make import make_post

LONG = "W" * 120


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return image.convert("RGB")


def differs(title: str, other: str) -> bool:
    return cards.card(title, "Site") != cards.card(other, "Site")


def test_card_is_as_large_as_sharing_sites_want_it() -> None:
    image = opened(cards.card("A title", "Footbridge"))
    assert image.size == (1200, 630)


@pytest.mark.parametrize("title", [LONG, "word " * 24, "A", "", "x" * 500])
def test_title_of_any_length_stays_within_its_room(title: str) -> None:
    image = opened(cards.card(title, "")).crop((0, 0, cards.WIDTH, 400))
    ground = Image.new("RGB", image.size, cards.PAPER)
    marks = [
        (x, y)
        for x in (*range(60), *range(1140, 1200))
        for y in range(400)
        if image.getpixel((x, y)) != ground.getpixel((x, y))
    ]
    assert marks == []
    words, face = cards.fitted(title)
    room = face.size * 1.3 * len(words.splitlines())
    assert room <= cards.ROOM_HEIGHT * 1.05


def test_short_titles_are_large_and_long_ones_whole() -> None:
    words, face = cards.fitted("The bridge")
    assert (words, face.size) == ("The bridge", 88)
    words, face = cards.fitted(LONG)
    assert words.replace("\n", "") == LONG and face.size < 88


def test_what_fits_nowhere_is_cut_off() -> None:
    words, _face = cards.fitted("word " * 200)
    assert words.endswith("…")


@pytest.mark.parametrize(
    "title", ["Žluťoučký kůň", "Łódź, ğüneş", "ắ ễ ộ", "Ελληνικά", "Русский", "“’—…”"]
)
def test_accents_and_letters_of_europe_are_written(title: str) -> None:
    assert cards.writable(title) == title


def test_accent_may_come_as_a_sign_of_its_own() -> None:
    assert cards.writable("e\u0301te\u0301") == "été"
    assert not differs("e\u0301", "é") and differs("é", "e")


def test_pictures_are_left_out_and_other_scripts_not_written_at_all() -> None:
    assert cards.writable("Tea 💛 for two") == "Tea for two"
    assert cards.writable("漢字 and tea") == ""


@pytest.mark.django_db
class TestAddresses:
    def test_post_has_a_card(self, client: Client) -> None:
        make_post(slug="p", title="The post")
        answer = client.get("/posts/p/card.png")
        assert answer["Content-Type"] == "image/png"
        assert answer.content == cards.card("The post", "Footbridge")

    def test_draft_has_none(self, client: Client) -> None:
        make_post(slug="p", published_at=None)
        assert client.get("/posts/p/card.png").status_code == 404

    def test_site_has_one_that_tells_nothing(self, client: Client) -> None:
        assert client.get("/card.png").content == cards.card("", "Footbridge")

    def test_it_is_drawn_once_until_the_title_changes(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        post = make_post(slug="p", title="Drawn once")
        drawn: list[str] = []

        def draw(title: str, site: str) -> bytes:
            drawn.append(title)
            return b"drawn"

        monkeypatch.setattr(cards, "card", draw)
        for title in ("Drawn once", "Drawn once", "Drawn again"):
            post.title = title
            post.save()
            client.get("/posts/p/card.png")
        assert drawn == ["Drawn once", "Drawn again"]
