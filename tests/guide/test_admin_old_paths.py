from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from guide.models import OldPath
from tests.make import make_moderator, make_page, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    editor = make_moderator()
    client.force_login(editor)
    return editor


def add(client: Client, **fields: Any) -> str:
    answer = client.post(reverse("admin:guide_oldpath_add"), fields, follow=True)
    return answer.content.decode()


def test_author_has_an_address_lead_to_a_post(client: Client, editor: User) -> None:
    post = make_post()
    for path in ("https://blog.example/2019/old/", "/?p=5"):
        assert "was added successfully" in add(client, path=path, post=post.pk)
    paths = OldPath.objects.values_list("path", "post")
    assert list(paths) == [("/2019/old/", post.pk), ("/?p=5", post.pk)]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("old", "begins with a slash"),
        ("/help/", "find something at this address"),
        ("/posts/there/", "find something at this address"),
        ("/2019/taken/", "already exists"),
    ],
)
def test_address_that_cannot_be_one_is_refused(
    client: Client, editor: User, path: str, sentence: str
) -> None:
    post = make_post(slug="there")
    OldPath.objects.lead("/2019/taken/", post)
    assert sentence in add(client, path=path, post=post.pk)


def test_address_leads_to_one_thing(client: Client, editor: User) -> None:
    post, page = make_post(), make_page()
    for targets in ({}, {"post": post.pk, "page": page.pk}):
        assert "the one thing that it leads to" in add(client, path="/a/", **targets)


def test_list_says_where_each_leads(
    client: Client, editor: User, django_assert_num_queries: Any
) -> None:
    post, draft = make_post(), make_post(title="Not yet", published_at=None)
    for number in range(5):
        OldPath.objects.lead(f"/a{number}/", draft if number else post)
    OldPath.objects.lead("/?page_id=5", make_page(title="About", is_published=False))
    with django_assert_num_queries(5):
        answer = client.get(reverse("admin:guide_oldpath_changelist"))
    page = answer.content.decode()
    assert f'<a href="{post.get_absolute_url()}">{post}</a>' in page
    assert page.count("Not yet (draft)") == 4 and "About (draft)" in page
