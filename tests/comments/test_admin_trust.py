"""Trust in one address, in the admin."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from comments import moderation
from comments.models import Correspondent, DiscussionSettings
from tests.comments.writers import make_writer, own
from tests.make import make_moderator

pytestmark = pytest.mark.django_db


def standing_shown(client: Client, **settings: Any) -> str:
    writer = make_writer(2)
    for comment in writer.comments.all():
        moderation.approve(comment, make_moderator())
    writer.confirmed_at = settings.pop("confirmed_at", timezone.now())
    writer.save()
    DiscussionSettings.objects.create(pk=1, **settings)
    return client.get(own(writer)).content.decode()


@pytest.mark.usefixtures("moderator")
def test_without_trust_every_comment_waits(client: Client) -> None:
    assert "Every comment waits for a person" in standing_shown(client)


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(
    ("after", "expected"),
    [(2, "Trusted:"), (3, "Not trusted: that takes a confirmed address, 3 approved")],
)
def test_page_says_whether_the_address_is_trusted(
    client: Client, after: int, expected: str
) -> None:
    found = standing_shown(client, trusts=True, trusts_after=after)
    assert expected in found and "Confirmed on" in found


@pytest.mark.usefixtures("moderator")
def test_address_that_was_only_typed_is_not_trusted(client: Client) -> None:
    found = standing_shown(client, trusts=True, trusts_after=1, confirmed_at=None)
    assert "Not confirmed:" in found and "Not trusted:" in found


def trust(client: Client, writer: Correspondent, given: str) -> str:
    answer = client.post(own(writer, "trust/"), {"given": given}, follow=True)
    return answer.content.decode()


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(
    ("given", "expected"),
    [("always", "Trusted: what comes"), ("never", "Not trusted: a person has said so")],
)
def test_trust_is_given_and_kept_back_by_hand(
    client: Client, given: str, expected: str
) -> None:
    standing_shown(client, trusts=True, trusts_after=2 if given == "never" else 9)
    writer = Correspondent.objects.get()
    assert expected in trust(client, writer, given)
    assert LogEntry.objects.filter(object_id=str(writer.pk)).count() == 1
    trust(client, writer, given)
    assert LogEntry.objects.filter(object_id=str(writer.pk)).count() == 1


@pytest.mark.usefixtures("moderator")
def test_trust_by_hand_takes_no_other_word(client: Client) -> None:
    writer = make_writer()
    trust(client, writer, "a bit")
    writer.refresh_from_db()
    assert writer.given_trust == ""


@pytest.mark.usefixtures("helper")
def test_trust_is_given_by_owners_alone(client: Client) -> None:
    DiscussionSettings.objects.create(pk=1, trusts=True)
    writer = make_writer()
    assert "Trust in this address" not in client.get(own(writer)).content.decode()
    assert client.post(own(writer, "trust/"), {"given": "always"}).status_code == 403
