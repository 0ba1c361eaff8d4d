"""Texts that came along as HTML, at the desk."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guide.formats import Format
from guide.models import Page, Post
from tests.guide.desk import address, opened, save
from tests.make import make_moderator, make_page, make_post

pytestmark = pytest.mark.django_db
BODY = "<h2>One</h2>\n<p>H<sub>2</sub>O</p>\n"


@pytest.fixture(autouse=True)
def owner(client: Client) -> None:
    client.force_login(make_moderator())


def shown(client: Client, text: Post | Page) -> str:
    return client.get(address(text, "change")).content.decode()


def body_of(page: str) -> str:
    """The editor of the text itself."""
    return page.split('class="form-row field-body"')[1].split("</textarea>")[0]


@pytest.mark.parametrize("make", [make_post, make_page])
def test_html_has_no_buttons_that_write_markdown(client: Client, make: Any) -> None:
    page = shown(client, make(body=BODY, format=Format.HTML))
    assert 'data-format="html"' in body_of(page)
    assert "editor-tools" not in body_of(page)
    assert 'name="format"' in page and "Markdown: an empty line" not in page


@pytest.mark.parametrize("make", [make_post, make_page])
def test_who_writes_markdown_is_asked_for_no_format(client: Client, make: Any) -> None:
    page = shown(client, make(body="Words."))
    assert 'data-format="markdown"' in body_of(page)
    assert "editor-tools" in body_of(page) and 'name="format"' not in page


def test_preview_shows_html_as_its_page_will(client: Client) -> None:
    sent = {"text": BODY, "format": "html", "question": "", "anchor": "", "answer": ""}
    found = client.post(reverse("editor:preview"), sent).json()
    assert '<h2 id="one">One</h2>' in found["html"] and "<sub>2</sub>" in found["html"]
    assert found["outline"][0]["text"] == "One"


def test_html_is_saved_as_html(client: Client) -> None:
    post = make_post(body=BODY, format=Format.HTML)
    save(client, post, opened(client, post, body=f"{BODY}<p>More.</p>"))
    post.refresh_from_db()
    assert post.format == Format.HTML and "More." in post.body
