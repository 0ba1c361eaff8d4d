from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from config.people import duties
from tests.make import make_comment, make_member

pytestmark = pytest.mark.django_db


def may(group: str) -> set[str]:
    found = Permission.objects.filter(group__name=group).select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in found}


@pytest.mark.parametrize("group", duties.DUTIES)
def test_each_line_of_the_table_names_a_model_and_what_it_has(group: str) -> None:
    for line, words in duties.DUTIES[group].items():
        app, model = line.split(".")
        if model != "*":
            apps.get_model(app, model)
        named = {duties.codename(word, model) for word in words.split()} - {"*_*", "*"}
        known = Permission.objects.filter(content_type__app_label=app)
        assert named <= set(known.values_list("codename", flat=True))


def test_groups_have_what_the_table_gives() -> None:
    assert may("Moderators") == {
        "comments.view_comment",
        "comments.change_comment",
        "comments.delete_comment",
        "comments.view_decision",
    }
    assert {"guide.change_post", "guide.add_topic"} <= may("Authors")
    assert {"auth.change_user", "comments.change_discussionsettings"} <= may("Owners")
    assert "comments.view_address" in may("Owners")


def test_authors_meet_no_comment_and_moderators_no_post() -> None:
    assert not any(name.startswith("comments.") for name in may("Authors"))
    assert not any(name.startswith("guide.") for name in may("Moderators"))


def test_keeping_again_puts_right_what_was_changed() -> None:
    before = may("Moderators")
    group = Group.objects.get(name="Moderators")
    group.permissions.set(Permission.objects.filter(codename="view_address"))
    duties.keep()
    assert may("Moderators") == before


def test_unknown_model_gives_nothing(monkeypatch: Any) -> None:
    monkeypatch.setitem(duties.DUTIES, "Authors", {"guide.picture": "view add"})
    duties.keep()
    assert may("Authors") == set()


def test_model_of_a_later_migration_joins_after_migrate(monkeypatch: Any) -> None:
    monkeypatch.setitem(duties.DUTIES, "Authors", {"guide.helpline": "view"})
    call_command("migrate", verbosity=0)
    assert may("Authors") == {"guide.view_helpline"}


@pytest.mark.parametrize("group", duties.DUTIES)
def test_group_alone_opens_no_admin(client: Client, group: str) -> None:
    client.force_login(make_member(group, is_staff=False))
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


MAY_OPEN = {
    "Authors": [
        *("/admin/guide/post/", "/admin/guide/page/", "/admin/guide/topic/"),
        "/admin/guide/oldpath/",
    ],
    "Moderators": ["/admin/comments/comment/"],
    "Owners": [
        *("/admin/auth/user/", "/admin/auth/group/", "/admin/move-in/"),
        *("/admin/comments/addresslook/", "/admin/guide/sitesettings/1/change/"),
    ],
}


@pytest.mark.parametrize("group", duties.DUTIES)
def test_each_opens_its_own_pages_and_not_the_others(
    client: Client, group: str
) -> None:
    client.force_login(make_member(group))
    for other, addresses in MAY_OPEN.items():
        status = 200 if group in (other, "Owners") else 403
        for address in addresses:
            assert client.get(address).status_code == status, address


def test_moderator_decides_and_erases_but_sees_no_address(client: Client) -> None:
    comment = make_comment()
    own = f"/admin/comments/comment/{comment.pk}/"
    client.force_login(make_member("Moderators"))
    assert client.post(f"{own}decide/", {"verb": "approve"}).status_code == 302
    assert client.post(f"{own}address/").status_code == 403
    assert client.get(f"{own}delete/").status_code == 200
    assert client.get("/admin/comments/discussionsettings/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_groups_go_and_come_back_on_a_filled_site() -> None:
    member = make_member("Moderators", username="mo")
    call_command("migrate", "people", "zero", verbosity=0)
    assert not Group.objects.exists()
    call_command("migrate", verbosity=0)
    assert "comments.view_comment" in may("Moderators")
    assert User.objects.get(username="mo") == member


@pytest.mark.django_db(transaction=True)
def test_groups_are_filled_where_no_permission_was_made_yet() -> None:
    # As in a fresh database, where Django makes them after the last migration.
    call_command("migrate", "people", "zero", verbosity=0)
    Permission.objects.all().delete()
    with connection.schema_editor() as editor:
        from importlib import import_module

        module = import_module("config.people.migrations.0001_groups")
        module.make_groups(apps, editor)
    assert "comments.view_comment" in may("Moderators")
    call_command("migrate", verbosity=0)
