"""An author's picture: where it is shown and who is told of it."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from guide.models import Author, Image
from tests.make import make_author, make_image, make_member, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(settings: Any, tmp_path: Any) -> Image:
    settings.MEDIA_ROOT = tmp_path
    return make_image("Amanda & a <kettle>")


@pytest.fixture
def author(picture: Image) -> Author:
    author = make_author(slug="amanda", bio="Words.", picture=picture)
    make_post(slug="p", author=author)
    return author


@pytest.mark.parametrize("address", ["/authors/amanda/", "/posts/p/"])
def test_it_is_shown_with_its_alternative_text(
    client: Client, author: Author, picture: Image, address: str
) -> None:
    page = client.get(address).content.decode()
    [shown] = re.findall(r'<img class="portrait".*?>', page, re.S)
    assert 'alt="Amanda &amp; a &lt;kettle&gt;"' in shown
    assert f'src="{picture.smallest_url}"' in shown
    sources = re.findall(r'<source type="([^"]*)" srcset="([^"]*)"', page)
    assert [kind for kind, _file in sources][:2] == ["image/avif", "image/webp"]
    assert all(client.get(file).status_code == 200 for _kind, file in sources)


def test_author_without_one_is_shown_as_before(client: Client) -> None:
    make_post(slug="p", author=make_author(slug="a", bio="Words."))
    for address in ("/authors/a/", "/posts/p/"):
        assert b"portrait" not in client.get(address).content


def test_machines_are_told(client: Client, author: Author, picture: Image) -> None:
    page = client.get("/authors/amanda/").content.decode()
    data = json.loads(page.split('ld+json">')[1].split("</script>")[0])
    told = data["@graph"][0]["image"]
    assert told["url"].endswith(picture.get_absolute_url())
    assert told["caption"] == picture.alt
    [feed_author] = client.get("/feed.json").json()["items"][0]["authors"]
    assert feed_author["avatar"].endswith(picture.smallest_url)


def test_deleting_the_picture_says_whom_it_shows_and_leaves_the_author(
    client: Client, author: Author, picture: Image
) -> None:
    client.force_login(make_member("Owners"))
    address = f"/admin/guide/image/{picture.pk}/delete/"
    assert f"“{author}”" in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    author.refresh_from_db()
    assert author.picture is None


def test_author_chooses_one(client: Client, author: Author, picture: Image) -> None:
    client.force_login(make_member("Authors"))
    change = f"/admin/guide/author/{author.pk}/change/"
    assert b"picture-portrait" in client.get(change).content
    form = {"name": author.name, "slug": author.slug, "bio": "Words."}
    for chosen in ("", picture.pk):
        client.post(change, form | {"picture": chosen})
        author.refresh_from_db()
        assert (author.picture_id or "") == chosen
    refused = client.post(change, form | {"picture": picture.pk + 1})
    assert refused.status_code == 200 and b"errorlist" in refused.content
