"""Everything from one address as a file: for owners alone."""

import json
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from comments import moderation, telling
from comments.models import Comment, Status
from tests.comments.writers import SECRET, make_writer, own
from tests.make import make_change, make_comment, make_member, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> Any:
    owner = make_member("Owners")
    client.force_login(owner)
    return owner


def saved(client: Client, writer: Any) -> Any:
    return json.loads(client.post(own(writer, "export/")).content)


@pytest.mark.usefixtures("owner")
def test_owner_gets_all_of_it_and_nobody_elses(client: Client) -> None:
    writer = make_writer(2, status=Status.APPROVED)
    parent = make_comment(Status.APPROVED, email="other@example.org")
    make_comment(parent=parent, email=SECRET)
    spam = make_comment(email=SECRET)
    moderation.mark_spam(spam, make_moderator())
    make_change(writer.comments.earliest("pk"))
    theirs = Comment.objects.filter(correspondent=writer)
    assert saved(client, writer) == {
        "address": SECRET,
        "comments": [telling.as_file(comment) for comment in theirs],
    }
    assert theirs.count() == 4


@pytest.mark.usefixtures("owner")
def test_file_has_a_name_that_tells_nothing_and_is_kept_by_nobody(
    client: Client,
) -> None:
    answer = client.post(own(make_writer(), "export/"))
    assert answer["Content-Disposition"] == 'attachment; filename="note.json"'
    assert "no-store" in answer["Cache-Control"]


def test_it_is_logged_without_the_address(client: Client, owner: Any) -> None:
    writer = make_writer()
    client.post(own(writer, "export/"))
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (owner, str(writer.pk))
    assert "secret" not in entry.object_repr + entry.change_message


@pytest.mark.usefixtures("owner")
def test_address_that_no_key_reads_is_null(client: Client, settings: Any) -> None:
    writer = make_writer()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    told = saved(client, writer)
    assert told["address"] is None and len(told["comments"]) == 1


@pytest.mark.parametrize("more", [[], ["view_address"]])
def test_moderator_may_not_even_one_who_sees_addresses(
    client: Client, more: list[str]
) -> None:
    moderator, writer = make_member("Moderators"), make_writer()
    moderator.user_permissions.set(Permission.objects.filter(codename__in=more))
    client.force_login(moderator)
    assert client.post(own(writer, "export/")).status_code == 403
    assert b"export/" not in client.get(own(writer)).content
    assert not LogEntry.objects.exists()


@pytest.mark.usefixtures("owner")
def test_page_has_the_button_and_the_file_comes_by_post_alone(client: Client) -> None:
    writer = make_writer()
    assert own(writer, "export/") in client.get(own(writer)).content.decode()
    assert client.get(own(writer, "export/")).status_code == 405


def test_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer = client.post(own(make_writer(), "export/"))
    assert answer["Location"].startswith("/admin/login/")


@pytest.mark.usefixtures("owner")
def test_queries_do_not_grow_with_comments(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    writer = make_writer(30, status=Status.APPROVED)
    first = make_comment(Status.APPROVED)
    reply = make_comment(Status.APPROVED, parent=first)
    for parent in (first, reply, first, reply):
        make_comment(Status.SPAM, parent=parent, email=SECRET)
        make_change(make_comment(Status.APPROVED, parent=parent, email=SECRET))
    with django_assert_max_num_queries(12):
        saved(client, writer)
