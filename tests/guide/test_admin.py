from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import reverse

from guide.models import Post
from tests.make import make_moderator, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    editor = make_moderator()
    client.force_login(editor)
    return editor


def address(row: models.Model | type[models.Model], view: str) -> str:
    arguments = [row.pk] if isinstance(row, models.Model) else []
    return reverse(f"admin:guide_{row._meta.model_name}_{view}", args=arguments)


def page_of(client: Client, row: models.Model | type[models.Model], view: str) -> str:
    return client.get(address(row, view)).content.decode()


def form_of(post: Post, **fields: Any) -> dict[str, Any]:
    """What the admin's form of ``post`` sends."""
    given = {"title": post.title, "slug": post.slug, "body": post.body}
    return given | {"author": post.author_id, "position": 0} | fields


def test_text_with_an_open_block_is_not_saved(client: Client, editor: User) -> None:
    post = make_post(body="Before.")
    answer = client.post(
        address(post, "change"), form_of(post, body="One.\r\n\r\n::: say\r\nTwo.")
    )
    assert "Line 3: the block “::: say” is never closed" in answer.content.decode()
    post.refresh_from_db()
    assert post.body == "Before."


def test_text_with_a_closed_block_is_saved(client: Client, editor: User) -> None:
    post = make_post()
    body = "::: say\r\nTwo.\r\n:::"
    client.post(address(post, "change"), form_of(post, body=body))
    post.refresh_from_db()
    assert post.body == body
