"""Blocking one address from its page in the admin."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from comments.models import Rule, Status
from tests.comments.writers import SECRET, make_writer, own
from tests.make import LONG_AGO, submit_comment

pytestmark = pytest.mark.django_db
BLOCK = "/admin/comments/rule/block-address/{}/"


@pytest.mark.usefixtures("moderator")
def test_blocked_address_is_put_away_from_then_on(client: Client) -> None:
    writer = make_writer()
    page = client.post(BLOCK.format(writer.pk), follow=True).content
    assert b"Blocked: what comes with this address" in page
    assert submit_comment(email=SECRET).status == Status.SPAM


@pytest.mark.usefixtures("moderator")
def test_blocking_twice_is_one_rule_without_the_address(client: Client) -> None:
    writer = make_writer()
    for _ in range(2):
        client.post(BLOCK.format(writer.pk))
    assert str(Rule.objects.get()) == f"Correspondent {writer.pk}"


@pytest.mark.usefixtures("moderator")
def test_blocking_again_after_it_was_switched_off(client: Client) -> None:
    writer = make_writer()
    client.post(BLOCK.format(writer.pk))
    Rule.objects.update(is_active=False)
    client.post(BLOCK.format(writer.pk))
    assert Rule.objects.get().is_active


@pytest.mark.usefixtures("moderator")
def test_blocking_again_after_its_end(client: Client) -> None:
    writer = make_writer()
    client.post(BLOCK.format(writer.pk))
    Rule.objects.update(expires_at=LONG_AGO)
    client.post(BLOCK.format(writer.pk))
    assert submit_comment(email=SECRET).status == Status.SPAM


@pytest.mark.usefixtures("moderator")
def test_each_block_that_begins_is_logged(client: Client) -> None:
    writer = make_writer()
    for _ in range(2):
        client.post(BLOCK.format(writer.pk))
    Rule.objects.update(expires_at=LONG_AGO)
    client.post(BLOCK.format(writer.pk))
    logged = LogEntry.objects.filter(change_message="Blocked an address.")
    assert logged.count() == 2


@pytest.mark.usefixtures("moderator")
def test_blocking_twice_leaves_the_end_that_an_owner_gave(client: Client) -> None:
    writer, end = make_writer(), timezone.now() + timedelta(days=7)
    client.post(BLOCK.format(writer.pk))
    Rule.objects.update(expires_at=end)
    client.post(BLOCK.format(writer.pk))
    assert Rule.objects.get().expires_at == end


@pytest.mark.usefixtures("helper")
def test_blocking_needs_its_permission(client: Client) -> None:
    writer = make_writer()
    assert client.post(BLOCK.format(writer.pk)).status_code == 403
    assert b"Block this address" not in client.get(own(writer)).content


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("address", ["note/", None])
def test_reading_notes_and_blocks_nothing(client: Client, address: str | None) -> None:
    writer = make_writer()
    path = own(writer, address) if address else BLOCK.format(writer.pk)
    assert client.get(path).status_code == 405


@pytest.mark.usefixtures("moderator")
def test_block_of_nobody_is_404(client: Client) -> None:
    assert client.post(BLOCK.format(99)).status_code == 404
