"""The rows of the list of comments: as Django would make them."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from comments.models import Status
from tests.make import make_comment

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"


@pytest.fixture
def viewer(client: Client) -> User:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    client.force_login(viewer)
    return viewer


def page(client: Client, **query: str) -> str:
    return client.get(LIST, query).content.decode()


@pytest.mark.parametrize("who", ["moderator", "viewer"])
def test_rows_have_a_cell_beneath_each_column(
    client: Client, request: pytest.FixtureRequest, who: str
) -> None:
    request.getfixturevalue(who)
    make_comment()
    [head, row] = re.findall("<tr>(.*?)</tr>", page(client), re.DOTALL)[-2:]
    assert head.count('<th scope="col"') == len(re.findall("<t[hd] ", row))


@pytest.mark.usefixtures("moderator")
def test_list_is_narrowed_still_when_one_comes_back(client: Client) -> None:
    comment = make_comment(Status.SPAM)
    address = reverse("admin:comments_comment_change", args=[comment.pk])
    kept = "?_changelist_filters=status%3Dspam"
    assert f'<a href="{address}{kept}">' in page(client, status="spam")


@pytest.mark.usefixtures("moderator")
def test_what_was_typed_is_no_html(client: Client) -> None:
    make_comment(name="<b>Wren", words="<i>Softly")
    found = page(client)
    assert "&lt;b&gt;Wren" in found and "&lt;i&gt;Softly" in found
    assert "<b>Wren" not in found and "<i>Softly" not in found
