"""The admin's sidebar, remembered under all that it shows."""

import re
from unittest.mock import patch

import pytest
from django.template.loader import render_to_string
from django.test import Client

from config.people.templatetags import sidebar
from tests.make import make_member

pytestmark = pytest.mark.django_db


def of(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page.partition('id="nav-sidebar"')[2].partition("</nav>")[0]


def in_a_row(html: str) -> str:
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/comments/comment/queue/",
        "/admin/comments/comment/",
        "/admin/guide/post/add/",
    ],
)
def test_it_is_as_django_makes_it(client: Client, path: str) -> None:
    client.force_login(make_member("Owners"))
    response = client.get(path)
    found = in_a_row(response.content.decode())
    context = {
        "available_apps": response.context["available_apps"],
        "request": response.wsgi_request,
    }
    assert in_a_row(render_to_string("admin/nav_sidebar.html", context)) in found


def test_the_list_that_is_shown_is_marked(client: Client) -> None:
    client.force_login(make_member("Owners"))
    assert "model-comment current-model" in of(client, "/admin/comments/comment/")
    assert "model-rule current-model" in of(client, "/admin/comments/rule/")
    assert "current-model" not in of(client, "/admin/second-factor/")


def test_each_account_has_its_own(client: Client) -> None:
    client.force_login(make_member("Owners"))
    assert "/admin/comments/rule/" in of(client, "/admin/comments/comment/")
    client.force_login(make_member("Moderators"))
    assert "/admin/comments/rule/" not in of(client, "/admin/comments/comment/")


def test_it_is_made_once(client: Client) -> None:
    client.force_login(make_member("Owners"))
    client.get("/admin/comments/comment/")
    with patch.object(sidebar, "render_to_string") as rendered:
        client.get("/admin/comments/comment/")
    assert not rendered.called
