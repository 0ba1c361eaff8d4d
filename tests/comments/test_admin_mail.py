"""A moderator's own page about mail, and what the front page says of mail."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from comments import outbox
from comments.models import MailPreference
from tests.make import make_mail, make_member, make_moderator, make_wish

pytestmark = pytest.mark.django_db
PAGE = "/admin/mail-to-me/"


@pytest.fixture
def helper(client: Client) -> User:
    """Somebody who may see comments, and no more."""
    helper = User.objects.create_user("helper", "helper@example.org", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(helper)
    return helper


def test_wish_is_kept(client: Client, helper: User) -> None:
    answer = client.post(PAGE, {"waiting": "daily", "concerns": "on"}, follow=True)
    assert b"Saved." in answer.content
    wish = MailPreference.objects.get()
    assert (wish.user, wish.waiting, wish.concerns) == (helper, "daily", True)


def test_page_shows_what_was_chosen_and_where_mail_goes(
    client: Client, helper: User
) -> None:
    make_wish(user=helper, waiting="daily", concerns=True)
    page = client.get(PAGE).content.decode()
    assert "Mail goes to helper@example.org." in page
    assert page.count(" checked") == 2 and 'value="daily"' in page


def test_twice_keeps_one_row_and_the_last_word(client: Client, helper: User) -> None:
    for often in ("hourly", "never"):
        client.post(PAGE, {"waiting": often})
    wish = MailPreference.objects.get()
    assert (wish.waiting, wish.concerns) == ("never", False)


def test_everybody_has_their_own(client: Client, helper: User) -> None:
    other = make_wish()
    client.post(PAGE, {"waiting": "never", "user": other.user.pk})
    other.refresh_from_db()
    assert other.waiting == "hourly"


def test_bad_choice_is_told(client: Client, helper: User) -> None:
    answer = client.post(PAGE, {"waiting": "every second"})
    assert b"not one of the available choices" in answer.content
    assert not MailPreference.objects.exists()


def test_account_without_an_address_is_told(client: Client, helper: User) -> None:
    User.objects.update(email="")
    assert b"has no email address yet" in client.get(PAGE).content


def test_wrong_method(client: Client, helper: User) -> None:
    assert client.put(PAGE).status_code == 405


def test_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer = client.post(PAGE, {"waiting": "hourly"})
    assert answer["Location"].startswith("/admin/login/")
    assert not MailPreference.objects.exists()


def test_other_site_can_not_choose(helper: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(helper)
    assert client.post(PAGE, {"waiting": "hourly"}).status_code == 403


def test_who_may_not_see_comments_has_no_such_page(
    client: Client, helper: User
) -> None:
    helper.user_permissions.clear()
    assert client.get(PAGE).status_code == 403
    assert PAGE.encode() not in client.get("/admin/").content


def test_each_page_of_the_admin_leads_there(client: Client, helper: User) -> None:
    assert PAGE.encode() in client.get("/admin/comments/comment/").content
    assert client.get("/admin/").content.count(PAGE.encode()) == 2


@pytest.fixture
def trouble() -> None:
    late = timezone.now() - timedelta(hours=2)
    make_mail(at=late, error="451")
    make_mail(at=late)
    make_mail(at=late, error="550", state="given-up", slot=None)
    make_mail(error=outbox.HELD_BACK)


SENTENCES = (
    "1 mail was given up (550)",
    "can’t be sent (451)",
    "for the worker",
    "1 mail to a commenter waits",
)


@pytest.mark.usefixtures("trouble")
def test_front_page_tells_owners_what_keeps_mail_from_going_out(client: Client) -> None:
    client.force_login(make_member("Owners"))
    page = client.get("/admin/").content.decode()
    assert all(sentence in page for sentence in SENTENCES)
    assert "@example.org" not in page


@pytest.mark.usefixtures("trouble")
@pytest.mark.parametrize("group", ["Authors", "Moderators"])
def test_front_page_tells_nobody_else(client: Client, group: str) -> None:
    client.force_login(make_member(group))
    page = client.get("/admin/").content.decode()
    assert not any(sentence in page for sentence in SENTENCES)


def test_front_page_says_nothing_where_all_is_well(client: Client) -> None:
    make_mail()
    client.force_login(make_moderator())
    assert b"messagelist" not in client.get("/admin/").content


@pytest.fixture
def bounced() -> MailPreference:
    return make_wish(email="mo@example.org", bounced_address="mo@example.org")


AGAIN = "/admin/mail-to/{}/again/"


def test_owner_is_told_whose_mail_came_back_and_lets_it_go_out_again(
    client: Client, bounced: MailPreference
) -> None:
    owner = make_member("Owners")
    client.force_login(owner)
    page = client.get("/admin/").content.decode()
    address = AGAIN.format(bounced.user.pk)
    assert f"Mail to {bounced.user} came back" in page and address in page
    answer = client.post(address, follow=True)
    assert f"Mail goes out to {bounced.user} again." in answer.content.decode()
    assert "came back" not in answer.content.decode()


def test_nobody_else_is_told_or_may_change_it(
    client: Client, helper: User, bounced: MailPreference
) -> None:
    address = AGAIN.format(bounced.user.pk)
    assert b"came back" not in client.get("/admin/").content
    assert client.post(address).status_code == 403
    assert Client().post(address)["Location"].startswith("/admin/login/")
    assert MailPreference.objects.bounced().exists()


def test_writing_again_twice_or_to_nobody_changes_nothing(
    client: Client, bounced: MailPreference
) -> None:
    client.force_login(make_member("Owners"))
    client.post(AGAIN.format(bounced.user.pk))
    assert b"goes out" in client.get("/admin/").content
    client.post(AGAIN.format(bounced.user.pk))
    assert b"goes out" not in client.get("/admin/").content
    assert client.post(AGAIN.format(10**6)).status_code == 404
    assert client.get(AGAIN.format(bounced.user.pk)).status_code == 405


def test_own_page_says_that_mail_came_back(client: Client, helper: User) -> None:
    make_wish(user=helper, bounced_address=helper.email)
    assert b"helper@example.org came back" in client.get(PAGE).content
    client.post(PAGE, {"waiting": "daily"})
    assert b"Mail goes to helper@example.org." in client.get(PAGE).content
