import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.people import second_factor
from config.people.models import SignInSettings
from tests.make import make_member, make_moderator

pytestmark = pytest.mark.django_db
LOGIN, CODE, OWN = "/admin/login/", "/admin/login/code/", "/admin/second-factor/"
PASSWORD = "quiet-kettle-9"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def wren() -> User:
    return make_member("Moderators", username="wren", password=PASSWORD)


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06d}"


@pytest.fixture
def device(wren: User, clock: time_machine.Traveller) -> TOTPDevice:
    second_factor.begin(wren)
    new = second_factor.new_device_of(wren)
    assert new and second_factor.confirm(wren, code_of(new))
    clock.shift(timedelta(minutes=2))
    new.refresh_from_db()
    return new


def give_password(client: Client) -> Any:
    data = {"username": "wren", "password": PASSWORD, "next": "/admin/comments/"}
    return client.post(LOGIN, data)


def give_code(client: Client, code: str) -> Any:
    return client.post(CODE, {"code": code, "next": "/admin/comments/"})


# Signing in


def test_without_a_device_the_password_is_enough(client: Client, wren: User) -> None:
    give_password(client)
    assert client.get("/admin/").status_code == 200


def test_password_alone_opens_nothing(client: Client, device: TOTPDevice) -> None:
    give_password(client)
    for address in ("/admin/", "/admin/comments/comment/", "/admin/password_change/"):
        assert client.get(address)["Location"].startswith(LOGIN)
    assert client.post(OWN, {"verb": "begin"})["Location"].startswith(LOGIN)


def test_one_is_led_from_password_to_code_to_where_one_wanted(
    client: Client, device: TOTPDevice
) -> None:
    give_password(client)
    page = client.get("/admin/comments/", follow=True)
    assert page.redirect_chain[-1][0] == f"{CODE}?next=%2Fadmin%2Fcomments%2F"
    assert give_code(client, code_of(device))["Location"] == "/admin/comments/"
    assert client.get("/admin/comments/").status_code == 200


def test_code_works_once(client: Client, device: TOTPDevice) -> None:
    code = code_of(device)
    for status in (302, 200):
        other = Client()
        give_password(other)
        assert give_code(other, code).status_code == status


def test_paper_code_works_once(client: Client, wren: User, device: TOTPDevice) -> None:
    code = StaticToken.objects.filter(device__user=wren).first().token
    give_password(client)
    assert give_code(client, f" {code.upper()} ").status_code == 302
    again = Client()
    give_password(again)
    assert give_code(again, code).status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "nonsense", "١٢٣٤٥٦", "0" * 40])
def test_wrong_code_opens_nothing(
    client: Client, device: TOTPDevice, code: str
) -> None:
    give_password(client)
    assert give_code(client, code).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_stranger_gets_no_page_for_a_code(client: Client) -> None:
    assert client.get(CODE).status_code == client.post(CODE).status_code == 302


def test_next_leads_nowhere_else(client: Client, device: TOTPDevice) -> None:
    give_password(client)
    data = {"code": code_of(device), "next": "https://elsewhere.example/"}
    assert client.post(CODE, data)["Location"] == "/admin/"


def test_codes_are_slowed_down(
    client: Client, device: TOTPDevice, clock: time_machine.Traveller
) -> None:
    give_password(client)
    answers = [give_code(client, "000000").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    clock.shift(timedelta(minutes=1))
    assert give_code(client, code_of(device)).status_code == 302


def test_wait_of_the_device_has_an_end(
    wren: User, device: TOTPDevice, clock: time_machine.Traveller
) -> None:
    for _ in range(40):
        second_factor.verify(wren, "000000")
        clock.shift(timedelta(hours=1))
    assert second_factor.verify(wren, code_of(device))


def test_paper_codes_work_while_the_device_waits(
    wren: User, device: TOTPDevice
) -> None:
    for _ in range(20):
        second_factor.verify(wren, "000000")
        second_factor.verify(wren, "wrongwrong")
    code = StaticToken.objects.filter(device__user=wren).first().token
    assert second_factor.verify(wren, code)


def test_half_signed_in_may_leave(client: Client, device: TOTPDevice) -> None:
    give_password(client)
    assert client.post(CODE, {"verb": "leave"})["Location"] == LOGIN
    assert client.get(LOGIN).status_code == 200


def test_other_sessions_are_asked_once_a_device_is_there(
    client: Client, wren: User, clock: time_machine.Traveller
) -> None:
    other = Client()
    give_password(client)
    give_password(other)
    set_up(client, wren)
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


# One's own page


def set_up(client: Client, user: User) -> Any:
    client.post(OWN, {"verb": "begin"})
    new = second_factor.new_device_of(user)
    assert new
    return client.post(OWN, {"verb": "confirm", "code": code_of(new)})


def test_reading_makes_no_device(client: Client, wren: User) -> None:
    client.force_login(wren)
    assert client.get(OWN).status_code == 200
    assert not TOTPDevice.objects.exists()


def test_set_up_shows_square_and_secret_then_ten_codes(
    client: Client, wren: User, clock: time_machine.Traveller
) -> None:
    client.force_login(wren)
    client.post(OWN, {"verb": "begin"})
    page = client.get(OWN).content.decode()
    new = second_factor.new_device_of(wren)
    assert "<svg role=" in page and second_factor.secret_words(new) in page
    shown = client.post(OWN, {"verb": "confirm", "code": code_of(new)})
    codes = set(re.findall(r"<code>(\w{8})</code>", shown.content.decode()))
    assert codes == set(StaticToken.objects.values_list("token", flat=True))
    assert len(codes) == 10 and "no-store" in shown["Cache-Control"]
    assert not codes & set(re.findall(r"\w{8}", client.get(OWN).content.decode()))


def test_square_has_nothing_that_the_policy_forbids(
    wren: User, clock: time_machine.Traveller
) -> None:
    second_factor.begin(wren)
    drawing = second_factor.drawing(second_factor.new_device_of(wren))
    assert not re.search(r"style|script|data:|href", drawing)


def test_device_counts_only_after_its_first_code(client: Client, wren: User) -> None:
    client.force_login(wren)
    client.post(OWN, {"verb": "begin"})
    page = client.post(OWN, {"verb": "confirm", "code": "000000"}).content
    assert b"That wasn" in page
    assert second_factor.device_of(wren) is None
    assert client.get("/admin/").status_code == 200


@pytest.fixture
def at_home(client: Client, wren: User, device: TOTPDevice) -> Client:
    """Signed in with both."""
    give_password(client)
    give_code(client, code_of(device))
    return client


def paper_code(wren: User) -> str:
    return str(StaticToken.objects.filter(device__user=wren).first().token)


def prove(verb: str, wren: User, **fields: str) -> dict[str, str]:
    return {"verb": verb, "password": PASSWORD, "code": paper_code(wren)} | fields


def test_new_paper_codes_end_the_old_ones(at_home: Client, wren: User) -> None:
    old = set(StaticToken.objects.values_list("token", flat=True))
    at_home.post(OWN, prove("renew", wren))
    new = set(StaticToken.objects.values_list("token", flat=True))
    assert len(new) == 10 and not old & new


def test_turning_off_leaves_the_password_alone(at_home: Client, wren: User) -> None:
    at_home.post(OWN, prove("turn_off", wren))
    assert not TOTPDevice.objects.exists() and not StaticDevice.objects.exists()
    assert at_home.get("/admin/").status_code == 200


@pytest.mark.parametrize("verb", ["renew", "turn_off"])
@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"code": "wrong"}])
def test_change_needs_password_and_code(
    at_home: Client, wren: User, verb: str, wrong: dict[str, str]
) -> None:
    before = set(StaticToken.objects.values_list("token", flat=True))
    answer = at_home.post(OWN, prove(verb, wren, **wrong))
    assert b"That wasn" in answer.content
    assert set(StaticToken.objects.values_list("token", flat=True)) == before


def test_second_device_needs_the_first_one_off(at_home: Client, wren: User) -> None:
    at_home.post(OWN, {"verb": "begin"})
    assert TOTPDevice.objects.count() == 1


# Who must, and who lost it


@pytest.fixture
def required() -> None:
    SignInSettings.objects.create(pk=1, second_factor_required=True)


@pytest.mark.usefixtures("required")
def test_who_must_is_led_there_before_anything_else(
    client: Client, wren: User, clock: time_machine.Traveller
) -> None:
    give_password(client)
    page = client.get("/admin/comments/comment/", follow=True)
    assert page.redirect_chain[-1][0].startswith(OWN)
    set_up(client, wren)
    assert client.get("/admin/comments/comment/").status_code == 200


@pytest.mark.usefixtures("required")
def test_who_must_may_also_leave(client: Client, wren: User) -> None:
    give_password(client)
    client.post(OWN, {"verb": "leave"})
    assert client.get(OWN)["Location"].startswith(LOGIN)


def test_setting_is_one_row_for_owners(client: Client, wren: User) -> None:
    address = "/admin/people/signinsettings/"
    client.force_login(wren)
    assert client.get(address).status_code == 403
    client.force_login(make_member("Owners"))
    client.post(client.get(address)["Location"], {"second_factor_required": "on"})
    assert SignInSettings.objects.get(pk=1).second_factor_required


def removal(user: User) -> str:
    return f"/admin/auth/user/{user.pk}/second-factor/"


def test_owner_removes_a_lost_device_and_it_is_logged(
    client: Client, wren: User, device: TOTPDevice
) -> None:
    owner = make_member("Owners")
    client.force_login(owner)
    page = client.get(f"/admin/auth/user/{wren.pk}/change/").content.decode()
    assert removal(wren) in page
    client.post(removal(wren))
    assert not second_factor.device_of(wren)
    entry = LogEntry.objects.filter(user=owner).get()
    assert (entry.object_id, "removed" in entry.change_message) == (str(wren.pk), True)


@pytest.mark.parametrize("who", ["Moderators", "Authors"])
def test_nobody_else_removes_one(
    client: Client, wren: User, device: TOTPDevice, who: str
) -> None:
    client.force_login(make_member(who))
    assert client.post(removal(wren)).status_code == 403
    assert second_factor.device_of(wren)


def test_removal_is_no_way_around_ones_own_code(client: Client) -> None:
    owner = make_member("Owners")
    client.force_login(owner)
    assert client.post(removal(owner)).status_code == 403


def test_owner_removes_no_superusers(client: Client) -> None:
    client.force_login(make_member("Owners"))
    assert client.post(removal(make_moderator())).status_code == 403


def test_reading_removes_nothing(client: Client, wren: User) -> None:
    client.force_login(make_member("Owners"))
    assert client.get(removal(wren)).status_code == 405


def test_operator_removes_a_lost_device(wren: User, device: TOTPDevice) -> None:
    out = StringIO()
    call_command("remove_second_factor", "wren", stdout=out)
    assert "password alone" in out.getvalue()
    for name in ("wren", "nobody"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", name)


def test_no_page_of_the_admin_lists_devices(client: Client) -> None:
    client.force_login(make_moderator())
    for name in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert client.get(f"/admin/{name}/").status_code == 404


def test_page_costs_no_more_queries(
    client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    client.force_login(make_moderator())
    with django_assert_num_queries(2):  # session, account, sidebar
        client.get("/admin/password_change/")
