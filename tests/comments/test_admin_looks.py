"""Who looked at which address: what owners read of it."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from comments.models import AddressLook, Comment, Correspondent
from tests.make import make_comment, make_member

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/addresslook/"
COMMENTS, WRITERS = "/admin/comments/comment/", "/admin/comments/correspondent/"


@pytest.fixture
def owner(client: Client) -> User:
    owner = make_member("Owners", username="ona")
    client.force_login(owner)
    return owner


def writer_of(comment: Comment) -> Correspondent:
    assert comment.correspondent
    return comment.correspondent


@pytest.mark.usefixtures("owner")
def test_each_kind_of_look_is_listed_with_who_and_whose(client: Client) -> None:
    comment = make_comment(email="wren@example.org")
    writer = writer_of(comment)
    client.post(f"{COMMENTS}{comment.pk}/address/")
    client.post(f"{WRITERS}{writer.pk}/address/")
    client.post(f"{WRITERS}{writer.pk}/export/")
    client.post(f"{WRITERS}{writer.pk}/trust/", {"given": "never"})
    for address in ("wren@example.org", "jay@example.org"):
        client.post(WRITERS, {"address": address})
    whats = [look.what for look in AddressLook.looks.of_all_kinds()]
    assert whats == [
        "Searched for an address: not found",
        "Found by searching for its address.",
        "Saved everything from this address as a file.",
        "Looked at the address.",
        "Looked at the address.",
    ]
    page = client.get(LIST).content.decode()
    assert "ona" in page and "@example.org" not in page
    assert f'{COMMENTS}{comment.pk}/change/">{comment}</a>' in page
    assert f'">{writer}</a>' in page


@pytest.mark.usefixtures("owner")
def test_page_of_an_address_shows_looks_at_it_alone(client: Client) -> None:
    comment, other = make_comment(), make_comment(email="jay@example.org")
    client.post(f"{COMMENTS}{comment.pk}/address/")
    looks = AddressLook.looks
    assert [look.what for look in looks.at(writer_of(comment))] == [
        "Looked at the address."
    ]
    own, others = (
        client.get(f"{WRITERS}{writer_of(each).pk}/").content.decode()
        for each in (comment, other)
    )
    assert "· ona · Looked at the address." in own
    assert "Nobody has yet." in others


@pytest.mark.parametrize("name", ["Moderators", "Authors"])
def test_looks_are_for_owners(client: Client, name: str) -> None:
    client.force_login(make_member(name))
    assert client.get(LIST).status_code == 403
    writer = writer_of(make_comment())
    page = client.get(f"{WRITERS}{writer.pk}/").content
    assert b"Who looked at" not in page


@pytest.mark.usefixtures("owner")
def test_log_of_looks_cannot_be_written(client: Client) -> None:
    client.post(f"{COMMENTS}{make_comment().pk}/address/")
    look = AddressLook.looks.of_all_kinds().get()
    for path in ("add/", f"{look.pk}/delete/"):
        assert client.post(f"{LIST}{path}", {"post": "yes"}).status_code == 403
    assert client.post(f"{LIST}{look.pk}/change/", {}).status_code == 403
    assert AddressLook.looks.of_all_kinds().count() == 1


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("looks", [1, 20])
def test_list_costs_the_same_queries(
    client: Client, looks: int, django_assert_num_queries: Any
) -> None:
    client.post(f"{COMMENTS}{make_comment().pk}/address/")
    for _more in range(looks - 1):
        look = LogEntry.objects.latest("pk")
        look.pk = None
        look.save()
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
