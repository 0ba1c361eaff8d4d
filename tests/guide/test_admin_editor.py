import re

import pytest
from django.contrib.auth.models import Permission
from django.db import models
from django.test import Client
from django.urls import reverse

from guide.models import Author, Guide, Page, Post
from tests.make import make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


def page_of(client: Client, model: type[models.Model]) -> str:
    client.force_login(make_moderator())
    address = reverse(f"admin:guide_{model._meta.model_name}_add")
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Post, ["body", "questions-__prefix__-answer"]),
        (Page, ["body"]),
        (Guide, ["opening"]),
        (Author, ["bio"]),
    ],
)
def test_every_text_in_markdown_has_the_editor(
    client: Client, model: type[models.Model], fields: list[str]
) -> None:
    page = page_of(client, model)
    inside = r'<div class="editor-panes">\s*<textarea name="([^"]+)"[^>]* id="id_\1"'
    assert re.findall(inside, page) == fields
    assert "js/editor.js" in page and "css/editor.css" in page
    # The page within it, which shows the preview.
    assert re.search(r"css/site[^ ]*\.css", page) and "css/tokens" in page


def test_editor_brings_no_script_or_style_of_its_own(client: Client) -> None:
    page = page_of(client, Post)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"<style| style=| on\w+=", page)


def test_who_may_only_look_sees_the_words(client: Client) -> None:
    viewer = make_member("Moderators")
    viewer.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(viewer)
    post = make_post(body="Some words.")
    page = client.get(reverse("admin:guide_post_change", args=[post.pk]))
    assert "Some words." in page.content.decode()
    assert 'class="editor"' not in page.content.decode()
