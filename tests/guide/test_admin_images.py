import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from guide import image_form, images
from guide.models import Image
from tests.make import make_image, make_member, make_post
from tests.pictures import made

pytestmark = pytest.mark.django_db

ADD = "/admin/guide/image/add/"
LIST = "/admin/guide/image/"


@pytest.fixture(autouse=True)
def author(client: Client) -> None:
    client.force_login(make_member("Authors"))


def address(image: Image, view: str = "change") -> str:
    return reverse(f"admin:guide_image_{view}", args=[image.pk])


def upload(client: Client, content: bytes = b"", **fields: Any) -> Any:
    file = SimpleUploadedFile("holiday.jpg", content or made(), "image/jpeg")
    given = {"picture": file, "alt": "A lantern"} | fields
    return client.post(ADD, given, follow=True)


def errors(answer: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = answer.context["adminform"].errors
    return found


def test_upload_leads_to_the_line_for_a_text(client: Client) -> None:
    answer = upload(client)
    image = Image.objects.get()
    assert answer.redirect_chain == [(address(image), 302)]
    assert image.markdown in answer.content.decode()
    assert default_storage.exists(str(image.name))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg/>", "A drawing as SVG can hold a program"),
        (b"#!/bin/sh", "This file is no picture"),
        (made()[:-200], "This file can’t be read to its end"),
    ],
)
def test_bad_file_is_refused_beside_its_field(
    client: Client, content: bytes, sentence: str
) -> None:
    [shown] = errors(upload(client, content))["picture"]
    assert shown.startswith(sentence)
    assert not Image.objects.exists() and default_storage.listdir("") == ([], [])


def test_alternative_text_is_required(client: Client) -> None:
    assert list(errors(upload(client, alt=" "))) == ["alt"]
    assert not Image.objects.exists()


def test_file_is_required(client: Client) -> None:
    assert list(errors(upload(client, picture=""))) == ["picture"]


def test_same_picture_again_leads_to_the_first(client: Client) -> None:
    image = make_image(alt="A <lantern>")
    [shown] = errors(upload(client))["picture"]
    link = f'<a href="{address(image)}">A &lt;lantern&gt;</a>'
    assert shown == f"This picture is here already: {link}."


def test_second_of_two_at_once_lands_on_the_first(
    client: Client, monkeypatch: Any
) -> None:
    image = make_image()
    monkeypatch.setattr("guide.image_form.ImageForm.clean_picture", _without_looking)
    assert upload(client).redirect_chain == [(address(image), 302)]
    assert Image.objects.get() == image


def _without_looking(form: Any) -> Any:
    return form.cleaned_data["picture"]


def test_upload_is_encoded_once_and_before_the_transaction(
    client: Client, monkeypatch: Any
) -> None:
    depths = []

    def encode(*args: Any) -> images.Encoded:
        depths.append(len(connection.savepoint_ids))
        return images.encode(*args)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(image_form, "encode", encode)
    upload(client)
    assert depths == [outside]


def test_stranger_and_moderator_upload_nothing(
    client: Client, monkeypatch: Any
) -> None:
    monkeypatch.delattr(image_form, "encode")  # Nobody encodes for them.
    client.force_login(make_member("Moderators"))
    assert upload(client).status_code == 403
    client.logout()
    assert upload(client).redirect_chain
    assert not Image.objects.exists()


def test_words_can_be_changed_and_the_file_cannot(client: Client) -> None:
    image = make_image()
    other = SimpleUploadedFile("other.jpg", made(colour="red"), "image/jpeg")
    client.post(address(image), {"alt": "A candle", "picture": other})
    changed = Image.objects.get()
    assert (changed.alt, changed.name) == ("A candle", image.name)


def test_own_page_says_where_it_is_shown(client: Client) -> None:
    image = make_image()
    post = make_post(title="The bridge", body=image.markdown)
    page = client.get(address(image)).content.decode()
    link = f'<a href="/admin/guide/post/{post.pk}/change/">Post “The bridge”</a>'
    assert link in page


def test_words_of_a_picture_are_shown_as_typed(client: Client) -> None:
    image = make_image(alt="</textarea><b>")
    for page in (LIST, address(image)):
        assert "<b>" not in client.get(page).content.decode()


@pytest.mark.parametrize("many", [True, False])
def test_erasing_warns_where_it_is_shown(client: Client, many: bool) -> None:
    image, _unused = make_image(alt="A lantern"), make_image(colour="red")
    make_post(title="The bridge", body=image.markdown)
    if many:
        keys = [each.pk for each in Image.objects.all()]
        form = {"action": "delete_selected", "_selected_action": keys}
        answer = client.post(LIST, form)
    else:
        answer = client.get(address(image, "delete"))
    [warning] = re.findall(r'<li class="warning">(.*?)</li>', answer.content.decode())
    assert warning.startswith("“A lantern” is still shown in: <a ")
    assert "“The bridge”</a>. There it would be missing." in warning


def test_erasing_erases_row_and_files(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    image = make_image()
    make_post(body=image.markdown)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(image, "delete"), {"post": "yes"}, follow=True)
    assert 'class="warning"' not in answer.content.decode()
    assert not Image.objects.exists() and default_storage.listdir("") == ([], [])


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for place in range(number):
        make_image(colour=(place * 50, 0, 0))
    with django_assert_num_queries(7):
        client.get(LIST)
