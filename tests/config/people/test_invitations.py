import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone

from config.people import invitations
from config.people.forms import JoinForm
from config.people.models import Invitation
from tests.config.people.test_limits import at_once
from tests.make import make_member, make_moderator

pytestmark = pytest.mark.django_db
LIST = "/admin/people/invitation/"
WORDS = "quiet-kettle-9"


@pytest.fixture
def owner(client: Client) -> User:
    owner = make_member("Owners", username="olive")
    client.force_login(owner)
    return owner


def invite(client: Client, group: str = "Moderators") -> str:
    """The link's path, as the page shows it."""
    data = {"label": "Jay", "groups": [Group.objects.get(name=group).pk]}
    page = client.post(f"{LIST}add/", data).content.decode()
    found = re.search(r"http://127.0.0.1:8000(/admin/invitation/[\w-]{43}/)<", page)
    assert found, page
    return found[1]


def join(path: str, **fields: str) -> Any:
    data = {"username": "jay", "password1": WORDS, "password2": WORDS}
    return Client().post(path, data | fields)


def test_who_opens_the_link_joins_and_is_signed_in(client: Client, owner: User) -> None:
    path, guest = invite(client), Client()
    assert b"Moderators" in guest.get(path).content
    data = {"username": "jay", "password1": WORDS, "password2": WORDS}
    assert guest.post(path, data)["Location"] == "/admin/"
    assert guest.get("/admin/comments/comment/").status_code == 200
    jay = User.objects.get(username="jay")
    assert [group.name for group in jay.groups.all()] == ["Moderators"]
    assert (jay.is_staff, jay.is_superuser, jay.check_password(WORDS)) == (1, 0, 1)


def test_link_is_stored_nowhere_and_shown_once(client: Client, owner: User) -> None:
    token = invite(client).split("/")[3]
    row = Invitation.objects.values().get()
    assert token not in str(row)
    for address in (LIST, f"{LIST}{row['id']}/change/"):
        assert token not in client.get(address).content.decode()


def test_reading_uses_nothing(client: Client, owner: User) -> None:
    path = invite(client)
    Client().get(path)
    assert join(path).status_code == 302


def test_link_works_once(client: Client, owner: User) -> None:
    path = invite(client)
    join(path)
    assert join(path, username="other").status_code == 404
    assert not User.objects.filter(username="other").exists()


def closed(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    page: bytes = answer.content
    return page


def test_dead_links_answer_alike(client: Client, owner: User) -> None:
    used, expired, revoked = (invite(client) for _ in range(3))
    join(used)
    revoke(client, Invitation.objects.first())
    pages = {closed(used), closed(revoked), closed(f"{LIST[:7]}invitation/x/")}
    with time_machine.travel(timezone.now() + timedelta(days=3, seconds=1)):
        pages.add(closed(expired))
    assert len(pages) == 1
    assert b"opens nothing" in pages.pop()


def test_link_works_three_days(client: Client, owner: User) -> None:
    path = invite(client)
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=23)):
        assert join(path).status_code == 302


def test_link_of_somebody_who_left_is_dead(client: Client, owner: User) -> None:
    path = invite(client)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    closed(path)


def test_page_is_kept_nowhere_and_its_address_told_to_nobody(
    client: Client, owner: User
) -> None:
    answer = Client().get(invite(client))
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize(
    "wrong",
    [
        {"password1": "12345678", "password2": "12345678"},
        {"password2": "different-kettle"},
        {"username": "OLIVE"},
        {"username": ""},
    ],
)
def test_what_is_typed_is_checked_and_the_link_stays(
    client: Client, owner: User, wrong: dict[str, str]
) -> None:
    path = invite(client)
    assert join(path, **wrong).status_code == 200
    assert join(path).status_code == 302


def test_wrong_method(client: Client, owner: User) -> None:
    assert client.put(invite(client)).status_code == 405


def revoke(client: Client, invitation: Any) -> Any:
    return client.post(f"{LIST}{invitation.pk}/revoke/")


def test_open_link_is_taken_back(client: Client, owner: User) -> None:
    path = invite(client)
    page = client.get(f"{LIST}{Invitation.objects.get().pk}/change/").content
    assert b"Take it back" in page
    assert revoke(client, Invitation.objects.get()).status_code == 302
    closed(path)


def test_reading_takes_nothing_back(client: Client, owner: User) -> None:
    path = invite(client)
    address = f"{LIST}{Invitation.objects.get().pk}/revoke/"
    assert client.get(address).status_code == 405
    assert join(path).status_code == 302


@pytest.mark.parametrize("group", ["Moderators", "Authors"])
def test_only_owners_invite_and_take_back(
    client: Client, owner: User, group: str
) -> None:
    path = invite(client)
    client.force_login(make_member(group))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}add/", {"label": "x"}).status_code == 403
    assert revoke(client, Invitation.objects.get()).status_code == 403
    assert join(path).status_code == 302


def test_nobody_invites_beyond_what_they_may(client: Client, owner: User) -> None:
    beyond = Group.objects.create(name="Beyond")
    beyond.permissions.set([Permission.objects.get(codename="delete_session")])
    data = {"label": "Jay", "groups": [beyond.pk]}
    page = client.post(f"{LIST}add/", data).content
    assert b"is not one of the available choices" in page
    assert not Invitation.objects.exists()


def test_each_step_is_in_the_log(client: Client, owner: User) -> None:
    join(invite(client))
    invite(client)
    revoke(client, Invitation.objects.first())
    log = LogEntry.objects.order_by("pk").values_list("user__username", flat=True)
    assert list(log) == ["olive", "jay", "olive", "olive"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_account() -> None:
    found = Invitation(label="Jay")
    invitations.prepare(found, make_moderator())
    found.save()

    def accept(name: str) -> User | None:
        data = {"username": name, "password1": WORDS, "password2": WORDS}
        form = JoinForm(data)
        assert form.is_valid()
        return invitations.accept(Invitation.objects.get(pk=found.pk), form)

    made = at_once(*[lambda name=name: accept(name) for name in ("jay", "wren", "kit")])
    assert len([user for user in made if user]) == 1
    assert User.objects.filter(is_staff=True).count() == 2


@pytest.mark.django_db(transaction=True)
def test_name_taken_meanwhile_leaves_the_link_open(
    client: Client, monkeypatch: Any
) -> None:
    client.force_login(make_member("Owners"))
    path = invite(client)
    make_member("Authors", username="jay")
    monkeypatch.setattr(JoinForm, "clean_username", lambda form: "jay")
    monkeypatch.setattr(JoinForm, "validate_unique", lambda form: None)
    answer = join(path)
    assert b"Somebody took this name" in answer.content
    assert Invitation.objects.open().exists()
