"""Asking for everything about an address, and what is behind the mailed link."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from comments import fields, mail_tokens, my_address_views, outbox
from comments.models import Comment, Correspondent, OutboxMail, Status
from comments.stamps import make_stamp
from tests.mailing import go_out, paths_in
from tests.make import make_comment, make_subscription

pytestmark = pytest.mark.django_db
ASK = "/comments/my-address/"
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)


def data(**fields: Any) -> dict[str, Any]:
    return {"email": "wren@example.org", "stamp": make_stamp()} | fields


@pytest.fixture
def url() -> str:
    make_comment()
    return mail_tokens.my_address_url(Correspondent.objects.get())


def test_asking_leads_to_a_mail_with_a_link(client: Client) -> None:
    make_comment()
    assert client.post(ASK, data())["Location"] == "/comments/my-address/asked/"
    [message] = go_out()
    assert client.get(paths_in(message)[0]).status_code == 200


@pytest.mark.parametrize("address", ["", "nowhere", "a" * 300])
def test_what_is_no_address_comes_back(client: Client, address: str) -> None:
    answer = client.post(ASK, data(email=address))
    assert answer.status_code == 422 and address in answer.content.decode()
    assert not OutboxMail.objects.exists()


def test_old_stamp_comes_back(client: Client) -> None:
    assert client.post(ASK, data(stamp="")).status_code == 422


def test_from_another_site_nothing_happens(client: Client) -> None:
    answer = client.post(ASK, data(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and b"wren@example.org" in answer.content
    assert not OutboxMail.objects.exists()


def test_sixth_within_the_hour_waits(client: Client) -> None:
    found = [client.post(ASK, data(email=f"a{n}@example.org")) for n in range(6)]
    assert [answer.status_code for answer in found] == [303] * 5 + [429]
    assert found[-1]["Retry-After"] and OutboxMail.objects.count() == 5


def test_what_one_connection_asks_for_ends_after_twenty_a_day_unseen(
    client: Client,
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(22):
            address = f"a{number}@example.org"
            assert client.post(ASK, data(email=address)).status_code == 303
            clock.shift(timedelta(minutes=13))
    assert OutboxMail.objects.count() == 20


def test_asking_costs_few_queries(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        client.get(ASK)
    client.post(ASK, data())
    with django_assert_num_queries(7):  # two of them begin and end the transaction
        client.post(ASK, data())


def test_wrong_methods(client: Client, url: str) -> None:
    for path in (ASK, url):
        assert client.put(path).status_code == 405


def test_page_lists_nothing(client: Client, url: str) -> None:
    comment = Comment.objects.get()
    page = client.get(url).content.decode()
    for words in (comment.text, comment.name, comment.post.title, "wren@"):
        assert words not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_works_for_an_hour(client: Client, method: str) -> None:
    make_comment()
    with time_machine.travel(NOW, tick=False) as clock:
        url = mail_tokens.my_address_url(Correspondent.objects.get())
        clock.shift(timedelta(minutes=59))
        assert client.get(url).status_code == 200
        clock.shift(timedelta(minutes=2))
        answer = getattr(client, method)(url, {"erase": "asked-twice"})
    assert answer.status_code == 410
    assert Comment.objects.get().text


def test_no_other_token_opens_it(client: Client, url: str) -> None:
    writer = Correspondent.objects.get()
    stolen = mail_tokens.no_mail_url(writer).replace("no-mail", "my-address")
    assert client.post(stolen, {"erase": "asked-twice"}).status_code == 410
    assert Comment.objects.get().text


def test_erasing_asks_twice(client: Client, url: str) -> None:
    answer = client.post(url, {"erase": "asked"})
    assert b"Yes, erase everything" in answer.content
    assert Comment.objects.get().text


def test_erasing_takes_all_of_the_address_and_nothing_else(
    client: Client, url: str
) -> None:
    make_comment(Status.APPROVED)
    make_subscription()
    other = make_comment(email="jay@example.org")
    answer = client.post(url, {"erase": "asked-twice"})
    assert answer["Location"] == "/comments/my-address/erased/"
    assert Comment.objects.exclude(text="").get() == other
    assert Correspondent.objects.get() == other.correspondent
    assert not OutboxMail.objects.exists()


def test_erasing_takes_the_next_link_that_is_on_its_way(
    client: Client, url: str
) -> None:
    outbox.queue_to_address("address", "wren@example.org", NOW)
    outbox.queue_to_address("address", "jay@example.org", NOW)
    kept = OutboxMail.objects.get(slot__contains=fields.lookup_hash("jay@example.org"))
    client.post(url, {"erase": "asked-twice"})
    assert OutboxMail.objects.get() == kept


def test_more_than_fits_into_one_go_is_erased_by_asking_again(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_address_views, "ERASED_AT_ONCE", 1)
    make_comment()
    assert b"Not all of it" in client.post(url, {"erase": "asked-twice"}).content
    assert client.post(url, {"erase": "asked-twice"}).status_code == 303
    assert client.post(url, {"erase": "asked-twice"}).status_code == 410
    assert not Comment.objects.exclude(text="").exists()
