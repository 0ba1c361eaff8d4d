from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client

from guide.models import Image
from tests.make import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def image() -> Image:
    return make_image()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("ending", "kind"),
    [("jpg", "image/jpeg"), ("webp", "image/webp"), ("avif", "image/avif")],
)
def test_each_file_is_served_as_what_it_is(
    client: Client, image: Image, ending: str, kind: str
) -> None:
    name = str(image.name.in_format(ending)[0])
    answer = client.get(f"/media/{name}")
    content = body(answer)
    with default_storage.open(name) as file:
        assert content == file.read()
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_it_may_be_kept_for_good(client: Client, image: Image) -> None:
    answer = client.get(image.get_absolute_url())
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies


def test_it_is_sent_as_it_is(client: Client, image: Image) -> None:
    """It is compressed already, and streamed its length would be unknown."""
    answer = client.get(image.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer
    assert int(answer["Content-Length"]) == len(body(answer))


def test_head_has_no_body(client: Client, image: Image) -> None:
    answer = client.head(image.get_absolute_url())
    assert answer.status_code == 200 and int(answer["Content-Length"]) > 0
    assert not body(answer)


@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_it_is_told_so(client: Client, image: Image, method: str) -> None:
    ask = getattr(client, method)
    tag = ask(image.get_absolute_url())["ETag"]
    answer: HttpResponse = ask(image.get_absolute_url(), headers={"if-none-match": tag})
    assert answer.status_code == 304 and not answer.content
    assert "immutable" in answer["Cache-Control"]


def test_who_has_one_that_went_is_told_that(
    client: Client, image: Image, django_capture_on_commit_callbacks: Any
) -> None:
    address = image.get_absolute_url()
    tag = client.get(address)["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert client.get(address, headers={"if-none-match": tag}).status_code == 404


def test_plain_files_are_served_as_well(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    address = make_image().get_absolute_url()
    [file] = tmp_path.glob("*.jpg")
    assert body(client.get(address)) == file.read_bytes()
    file.unlink()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "other.txt",
        "../other.txt",
        "%2e%2e/other.txt",
        "..%2fother.txt",
        "%00.jpg",
        "0123456789abcdef-4x4.jpg",
        "0123456789abcdef-4x4.svg",
        "folder/0123456789abcdef-4x4.jpg",
    ],
)
def test_what_is_no_file_of_a_picture_is_not_there(client: Client, path: str) -> None:
    for name in ("other.txt", "folder/0123456789abcdef-4x4.jpg"):
        default_storage.save(name, ContentFile(b"private"))
    assert client.get(f"/media/{path}").status_code == 404


def test_nothing_can_be_sent_there(client: Client, image: Image) -> None:
    assert client.post(image.get_absolute_url()).status_code == 405


def test_no_query_is_asked(
    client: Client, image: Image, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        body(client.get(image.get_absolute_url()))
