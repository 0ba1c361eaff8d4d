"""Who is signed in, in tests of the admin."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.make import make_moderator


@pytest.fixture
def moderator(client: Client) -> User:
    moderator = make_moderator(username="mo")
    client.force_login(moderator)
    return moderator


@pytest.fixture
def helper(client: Client) -> User:
    """Reads and decides, but may neither see addresses nor erase."""
    helper = User.objects.create_user("helper", is_staff=True)
    names = ["view_comment", "change_comment"]
    helper.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(helper)
    return helper
