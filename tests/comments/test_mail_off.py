"""Turning a moderator's mail off from the mail itself."""

import pytest
from django.core import mail
from django.test import Client

from comments import notifications, outbox, tokens
from comments.models import MailPreference
from tests.make import make_moderator, make_wish, submit_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def wish() -> MailPreference:
    return make_wish(concerns=True)


@pytest.fixture
def address(wish: MailPreference) -> str:
    return tokens.mail_off_url(wish.user)


def is_on(wish: MailPreference) -> bool:
    wish.refresh_from_db()
    return wish.waiting != MailPreference.Often.NEVER or wish.concerns


def test_mail_names_the_address_for_one_click(wish: MailPreference) -> None:
    submit_comment()
    list(outbox.send_due(notifications.compose))
    headers = mail.outbox[0].extra_headers
    origin = "http://127.0.0.1:8000"
    assert headers["List-Unsubscribe"] == f"<{origin}{tokens.mail_off_url(wish.user)}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_of_a_mail_program_turns_it_off(
    wish: MailPreference, address: str
) -> None:
    # No cookie, and an origin that isn't ours.
    client = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and not answer.cookies
    assert not is_on(wish)


def test_mail_that_waits_already_stays_away(wish: MailPreference, address: str) -> None:
    submit_comment()
    Client().post(address)
    list(outbox.send_due(notifications.compose))
    assert not mail.outbox


def test_looking_changes_nothing_and_shows_a_button(
    client: Client, wish: MailPreference, address: str
) -> None:
    answer = client.get(address)
    assert b"Turn it off</button>" in answer.content
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    assert is_on(wish)


def test_twice_is_as_good_as_once(
    client: Client, wish: MailPreference, address: str
) -> None:
    assert [client.post(address).status_code for _ in range(2)] == [200, 200]
    assert not is_on(wish)


def test_it_turns_off_one_persons_mail_alone(client: Client, address: str) -> None:
    other = make_wish()
    client.post(address)
    assert is_on(other)


def test_wrong_method(client: Client, wish: MailPreference, address: str) -> None:
    assert client.put(address).status_code == 405
    assert is_on(wish)


@pytest.mark.parametrize("token", ["1", "1:AAAA", "é", ":"])
def test_stranger_finds_nothing(
    client: Client, wish: MailPreference, token: str
) -> None:
    assert client.post(f"/comments/mail-off/{token}/").status_code == 404
    assert is_on(wish)


def test_no_other_token_does_it(client: Client, wish: MailPreference) -> None:
    comment = submit_comment()
    stolen = tokens.withdraw_url(comment).replace("withdraw", "mail-off")
    assert client.post(stolen).status_code == 404


def test_token_of_somebody_who_left_finds_nothing(client: Client) -> None:
    user = make_moderator()
    address = tokens.mail_off_url(user)
    user.delete()
    assert client.post(address).status_code == 404
