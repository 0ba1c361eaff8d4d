import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from comments.models import Comment, Status
from config.people import kept_words
from guide.models import Post
from tests.make import make_comment, make_member, make_post

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-kettle-9"
LOGIN, KEPT = "/admin/login/", "/admin/kept/"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser() -> Client:
    """One that is checked for CSRF as a real one is."""
    return Client(enforce_csrf_checks=True, headers=OURS)


@pytest.fixture
def mo() -> User:
    return make_member("Owners", username="mo", password=PASSWORD)


def token_on(page: Any) -> str:
    found = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode()
    )
    assert found
    return found[1]


def sign_in(browser: Client, page: Any = None) -> Any:
    page = page or browser.get(LOGIN)
    fields = {"username": "mo", "password": PASSWORD, "next": "/admin/"}
    hidden = re.findall(r'name="(kept|next)" value="([^"]*)"', page.content.decode())
    data = fields | {name: html.unescape(value) for name, value in hidden}
    return browser.post(LOGIN, data | {"csrfmiddlewaretoken": token_on(page)})


def send_kept(browser: Client, choice: str = "send", **options: Any) -> Any:
    page = browser.get(KEPT).content.decode()
    fields: dict[str, list[str]] = {"_kept": [choice]}
    for name, value in re.findall(
        r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page
    ):
        fields.setdefault(html.unescape(name), []).append(html.unescape(value))
    return browser.post(KEPT, fields, **options)


def end_sessions() -> None:
    Session.objects.all().delete()


def decision(browser: Client, comment: Comment) -> dict[str, str]:
    own = f"/admin/comments/comment/{comment.pk}/change/"
    return {
        "verb": "approve",
        "seen": "0",
        "csrfmiddlewaretoken": token_on(browser.get(own)),
    }


def decide(browser: Client, comment: Comment, data: dict[str, str]) -> Any:
    return browser.post(f"/admin/comments/comment/{comment.pk}/decide/", data)


def is_approved(comment: Comment) -> bool:
    comment.refresh_from_db()
    return comment.status == Status.APPROVED


def test_decision_after_the_session_ended_waits_for_a_click(
    browser: Client, mo: User
) -> None:
    comment = make_comment()
    sign_in(browser)
    data = decision(browser, comment)
    end_sessions()
    page = decide(browser, comment, data)
    assert page.status_code == 403 and b"Your words are kept" in page.content
    assert sign_in(browser, page)["Location"] == KEPT
    assert not is_approved(comment)
    assert send_kept(browser)["Location"].endswith(f"/{comment.pk}/decide/")
    assert browser.get(KEPT)["Location"] == "/admin/"  # sent on once


def test_click_sends_the_decision_on(browser: Client, mo: User) -> None:
    comment = make_comment()
    sign_in(browser)
    data = decision(browser, comment)
    end_sessions()
    sign_in(browser, decide(browser, comment, data))
    answer = send_kept(browser, follow=True)
    assert answer.redirect_chain[0][1] == 307
    assert is_approved(comment)


def post_form(browser: Client, post: Post) -> dict[str, str]:
    """What the edit form of ``post`` sends, with other words."""
    page = browser.get(f"/admin/guide/post/{post.pk}/change/")
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data |= {"picked-TOTAL_FORMS": 0, "picked-INITIAL_FORMS": 0}
    data |= {"body": "Words of an hour.\n\n<b>&amp;</b> “quoted”", "topics": []}
    data.pop("published_at")
    kept = {name: value for name, value in data.items() if value not in (None, "")}
    kept |= {"questions-TOTAL_FORMS": "0", "questions-INITIAL_FORMS": "0"}
    times = {"published_at_0": "2020-01-01", "published_at_1": "00:00:00"}
    return kept | times | {"csrfmiddlewaretoken": token_on(page), "_save": "Save"}


def test_text_after_the_session_ended_is_stored_after_all(
    browser: Client, mo: User
) -> None:
    post = make_post()
    sign_in(browser)
    data = post_form(browser, post)
    end_sessions()
    address = f"/admin/guide/post/{post.pk}/change/"
    sign_in(browser, browser.post(address, data))
    send_kept(browser, follow=True)
    post.refresh_from_db()
    assert post.body.replace("\r\n", "\n") == data["body"]


def test_form_from_before_another_sign_in_keeps_its_words(
    browser: Client, mo: User
) -> None:
    post = make_post()
    sign_in(browser)
    data = post_form(browser, post)
    end_sessions()
    sign_in(browser)  # as in another tab: the token changes
    answer = browser.post(f"/admin/guide/post/{post.pk}/change/", data)
    assert answer["Location"] == KEPT
    send_kept(browser, follow=True)
    post.refresh_from_db()
    assert post.body.replace("\r\n", "\n") == data["body"]


def test_sign_in_page_that_came_too_late_keeps_its_words(
    browser: Client, mo: User
) -> None:
    comment = make_comment()
    sign_in(browser)
    data = decision(browser, comment)
    end_sessions()
    page = decide(browser, comment, data)
    sign_in(browser)  # in another tab
    assert sign_in(browser, page)["Location"] == KEPT
    assert send_kept(browser, follow=True).redirect_chain[0][1] == 307
    assert is_approved(comment)


def test_it_can_be_left(browser: Client, mo: User) -> None:
    comment = make_comment()
    sign_in(browser)
    data = decision(browser, comment)
    end_sessions()
    sign_in(browser, decide(browser, comment, data))
    assert send_kept(browser, "drop")["Location"] == "/admin/"
    assert browser.get(KEPT)["Location"] == "/admin/"
    assert not is_approved(comment)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_other_sites_form_becomes_nothing(mo: User, headers: dict[str, str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(LOGIN)
    for _ in ("a stranger", "signed in"):
        data = {"verb": "approve", "seen": "0"}
        address = f"/admin/comments/comment/{make_comment().pk}/decide/"
        answer = browser.post(address, data, headers=headers)
        assert answer.status_code == 403 and b"kept" not in answer.content
        browser.force_login(mo)
    assert browser.get(KEPT)["Location"] == "/admin/"


def test_fitting_token_from_another_site_keeps_nothing(
    browser: Client, mo: User
) -> None:
    comment = make_comment()
    sign_in(browser)
    data = decision(browser, comment)
    end_sessions()
    address = f"/admin/comments/comment/{comment.pk}/decide/"
    answer = browser.post(address, data, headers={"Sec-Fetch-Site": "same-site"})
    assert answer["Location"].startswith(LOGIN)


def test_wrong_password_keeps_the_words(browser: Client, mo: User) -> None:
    comment = make_comment()
    sign_in(browser)
    data = decision(browser, comment)
    end_sessions()
    page = decide(browser, comment, data)
    packed = re.search(r'name="kept" value="([^"]*)"', page.content.decode())
    assert packed
    sent = {"username": "mo", "password": "wrong", "kept": packed[1]}
    again = browser.post(LOGIN, sent | {"csrfmiddlewaretoken": token_on(page)})
    assert f'name="kept" value="{packed[1]}"' in again.content.decode()


def test_words_that_we_did_not_pack_are_dropped(browser: Client, mo: User) -> None:
    page = browser.get(LOGIN)
    sent = {"username": "mo", "password": PASSWORD, "kept": "forged:words"}
    browser.post(LOGIN, sent | {"csrfmiddlewaretoken": token_on(page)})
    assert browser.get(KEPT)["Location"] == "/admin/"


def test_passwords_are_never_kept(browser: Client, mo: User) -> None:
    sign_in(browser)
    data = {"username": "new", "password1": "x" * 9, "csrfmiddlewaretoken": "x"}
    page = browser.post("/admin/auth/user/add/", data, follow=True).content
    assert b"new" in page and b"xxxxxxxxx" not in page


def test_words_that_are_too_long_are_shown_for_copying(
    browser: Client, mo: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(kept_words, "LONGEST", 10)
    post = make_post()
    sign_in(browser)
    data = post_form(browser, post) | {"body": "Long words. " * 10}
    end_sessions()
    page = browser.post(f"/admin/guide/post/{post.pk}/change/", data).content
    assert b"copy them" in page and b"Long words. Long words." in page


def test_reading_sends_nothing(browser: Client, mo: User) -> None:
    comment = make_comment()
    sign_in(browser)
    data = decision(browser, comment)
    end_sessions()
    sign_in(browser, decide(browser, comment, data))
    for _ in range(2):
        assert browser.get(KEPT).status_code == 200
    assert not is_approved(comment)
