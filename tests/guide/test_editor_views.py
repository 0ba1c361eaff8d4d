from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guide.models import Image
from tests.make import make_image, make_member
from tests.pictures import made

pytestmark = pytest.mark.django_db

PREVIEW, PASTE, PICTURE = (
    reverse(f"editor:{name}") for name in ("preview", "paste", "picture")
)
ALL = [PREVIEW, PASTE, PICTURE]


@pytest.fixture(autouse=True)
def author(client: Client) -> None:
    client.force_login(make_member("Authors"))


def drop(client: Client, content: bytes = b"", **fields: Any) -> Any:
    file = SimpleUploadedFile("holiday.jpg", content or made(), "image/jpeg")
    return client.post(PICTURE, {"picture": file, "alt": "A lantern"} | fields)


def test_preview_answers_with_the_text_and_what_is_said_of_it(client: Client) -> None:
    asked = {"question": "How long?", "anchor": "how-long", "answer": "Long."}
    answer = client.post(PREVIEW, {"text": "# One\n\n*Two*", **asked})
    found = answer.json()
    assert "<em>Two</em>" in found["html"] and 'id="how-long"' in found["html"]
    assert [each["line"] for each in found["outline"]] == [1, 0]
    assert answer["Cache-Control"].endswith("private")
    assert "no-store" in answer["Cache-Control"]


def test_preview_goes_by_how_the_text_is_written(client: Client) -> None:
    sent = {"text": "<p>2<sup>nd</sup></p>", "format": "html"}
    assert sent["text"] in client.post(PREVIEW, sent).json()["html"]


def test_preview_of_nothing_is_empty(client: Client) -> None:
    assert client.post(PREVIEW).json()["html"] == ""


def test_preview_holds_no_program(client: Client) -> None:
    text = "<script>a</script> [x](javascript:a) <img src=x onerror=a>"
    html = client.post(PREVIEW, {"text": text}).json()["html"]
    assert "<script" not in html and "href" not in html and "<img" not in html


def test_preview_asks_nothing_of_the_texts(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):  # who asks, and what they may do
        client.post(PREVIEW, {"text": "Words."})


def test_paste_becomes_markdown(client: Client) -> None:
    found = client.post(PASTE, {"html": "<p>Some <b>words</b></p>"}).json()
    assert found == {"markdown": "Some **words**", "told": "Pasted as Markdown."}


def test_paste_of_hostile_html_leaves_words(client: Client) -> None:
    html = "<div>" * 5000 + "<script>alert(1)</script><p onclick=a>Words"
    assert client.post(PASTE, {"html": html}).json()["markdown"] == "Words"


def test_dropped_picture_is_kept_and_answered_with_its_line(client: Client) -> None:
    line = drop(client).json()["line"]
    image = Image.objects.get()
    assert line == image.markdown and default_storage.exists(str(image.name))


def test_picture_that_is_here_already_gets_the_words_that_were_sent(
    client: Client,
) -> None:
    image = make_image(alt="A lantern in a window")
    assert drop(client, alt="Light").json()["line"].startswith("![Light](")
    assert Image.objects.get().alt == image.alt


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"content": b"#!/bin/sh"}, "This file is no picture"),
        ({"alt": " "}, "This field is required."),
        ({"picture": ""}, "This field is required."),
    ],
)
def test_refused_picture_is_told_in_a_sentence_and_leaves_nothing(
    client: Client, fields: dict[str, Any], sentence: str
) -> None:
    answer = drop(client, **fields)
    assert answer.status_code == 422 and answer.json()["told"].startswith(sentence)
    assert not Image.objects.exists() and default_storage.listdir("") == ([], [])


@pytest.mark.parametrize("address", ALL)
def test_nothing_answers_to_looking(client: Client, address: str) -> None:
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("address", ALL)
def test_stranger_is_sent_to_sign_in(client: Client, address: str) -> None:
    client.logout()
    assert client.post(address).status_code == 302


@pytest.mark.parametrize("address", ALL)
def test_moderator_may_not_write(client: Client, address: str) -> None:
    client.force_login(make_member("Moderators"))
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("address", ALL)
def test_other_site_can_ask_nothing(author: None, client: Client, address: str) -> None:
    own = Client(enforce_csrf_checks=True)
    own.cookies = client.cookies
    assert own.post(address, {"text": "Words."}).status_code == 403


@pytest.mark.parametrize("address", [PREVIEW, PASTE])
def test_too_much_is_refused(client: Client, address: str) -> None:
    words = "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert client.post(address, {"text": words}).status_code == 413


def test_heavy_picture_is_refused_in_a_sentence(client: Client) -> None:
    answer = drop(client, b"x" * 20_000_001)
    assert answer.json()["told"].startswith("This file has 21 MB.")


def test_what_is_asked_beside_a_form_is_not_kept_for_later(client: Client) -> None:
    client.logout()
    client.cookies["csrftoken"] = "a" * 32  # as in a tab whose session has ended
    assert client.post(PREVIEW, {"text": "Words."}).status_code == 302
