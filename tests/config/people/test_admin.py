from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from tests.make import make_member, make_moderator

pytestmark = pytest.mark.django_db
USERS = "/admin/auth/user/"
GROUPS = "/admin/auth/group/"


@pytest.fixture
def owner(client: Client) -> User:
    owner = make_member("Owners", username="olive")
    client.force_login(owner)
    return owner


def fields(user: User, **changed: Any) -> dict[str, Any]:
    """What the form of an account sends."""
    return {
        "username": user.username,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "12:00:00",
    } | changed


def test_owner_changes_an_account(client: Client, owner: User) -> None:
    author = make_member("Authors", username="wren")
    group = Group.objects.get(name="Moderators")
    data = fields(author, groups=[group.pk])
    assert client.post(f"{USERS}{author.pk}/change/", data).status_code == 302
    assert list(author.groups.all()) == [group]


@pytest.mark.parametrize("whom", ["olive", "jay"])
def test_owner_makes_nobody_a_superuser(client: Client, owner: User, whom: str) -> None:
    make_member("Authors", username="jay")
    user = User.objects.get(username=whom)
    client.post(f"{USERS}{user.pk}/change/", fields(user, is_superuser="on"))
    user.refresh_from_db()
    assert not user.is_superuser


def test_new_account_is_no_superuser(client: Client, owner: User) -> None:
    words = "a-long-enough-word"
    data = {"username": "new", "password1": words, "password2": words}
    sent = data | {"usable_password": "true", "is_superuser": "on"}
    assert client.post(f"{USERS}add/", sent).status_code == 302
    assert not User.objects.get(username="new").is_superuser


@pytest.mark.parametrize("page", ["change", "password", "delete"])
def test_owner_changes_no_superuser(client: Client, owner: User, page: str) -> None:
    admin = make_moderator(username="root", email="root@example.org")
    before = User.objects.filter(pk=admin.pk).values().get()
    words = "another-long-word"
    data = fields(admin, password1=words, password2=words, post="yes")
    sent = data | {"email": "mine@example.org", "usable_password": "true"}
    assert client.post(f"{USERS}{admin.pk}/{page}/", sent).status_code == 403
    assert User.objects.filter(pk=admin.pk).values().get() == before


def test_superuser_still_does(client: Client) -> None:
    client.force_login(make_moderator())
    author = make_member("Authors")
    client.post(f"{USERS}{author.pk}/change/", fields(author, is_superuser="on"))
    author.refresh_from_db()
    assert author.is_superuser


def test_nobody_gives_away_more_than_they_have(client: Client, owner: User) -> None:
    beyond = Permission.objects.get(codename="delete_session")
    group = Group.objects.create(name="Beyond")
    group.permissions.set([beyond])
    data = fields(owner, groups=[group.pk], user_permissions=[beyond.pk])
    page = client.post(f"{USERS}{owner.pk}/change/", data).content
    assert page.count(b"is not one of the available choices") == 2


def test_accounts_are_switched_off_not_deleted(client: Client, owner: User) -> None:
    author = make_member("Authors")
    data = {"action": "delete_selected", "_selected_action": [author.pk], "post": "y"}
    client.post(USERS, data)
    assert User.objects.filter(pk=author.pk).exists()


@pytest.mark.parametrize("page", ["change", "delete"])
@pytest.mark.parametrize("superuser", [True, False])
def test_shipped_groups_are_for_reading(
    client: Client, page: str, superuser: bool
) -> None:
    client.force_login(make_moderator() if superuser else make_member("Owners"))
    group = Group.objects.get(name="Moderators")
    answer = client.post(f"{GROUPS}{group.pk}/{page}/", {"name": "x", "post": "yes"})
    assert answer.status_code == 403
    assert Group.objects.filter(name="Moderators").exists()


def test_owner_makes_a_group_of_their_own(client: Client, owner: User) -> None:
    looks = Permission.objects.get(codename="view_address")
    data = {"name": "Who may look", "permissions": [looks.pk]}
    assert client.post(f"{GROUPS}add/", data).status_code == 302
    assert Group.objects.get(name="Who may look").permissions.get() == looks
