"""The admin site as a whole."""

from unittest.mock import patch

import pytest
from django.contrib.admin import AdminSite
from django.test import Client

from tests.make import make_member

pytestmark = pytest.mark.django_db


def test_what_an_account_may_do_is_listed_once_for_a_page(client: Client) -> None:
    client.force_login(make_member("Owners"))
    listing = AdminSite.get_app_list
    with patch.object(AdminSite, "get_app_list", autospec=True) as asked:
        asked.side_effect = listing
        page = client.get("/admin/").content.decode()
    assert asked.call_count == 1
    # In the sidebar and on the page.
    assert page.count('href="/admin/comments/comment/"') >= 2


def test_the_next_account_has_a_list_of_its_own(client: Client) -> None:
    for group, is_there in [("Owners", True), ("Moderators", False)]:
        client.force_login(make_member(group))
        page = client.get("/admin/").content.decode()
        assert ("/admin/guide/sitesettings/" in page) is is_there
