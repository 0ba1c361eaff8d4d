import ipaddress
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from comments.models import Status
from config.middleware import SHARED, OnlyTrustedProxies
from tests.make import make_comment, make_moderator, make_page, make_post

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
CSRF_COOKIE = f"csrftoken={'c' * 32}"


def public_addresses() -> list[str]:
    post = make_post()
    make_page(slug="help")
    return ["/", post.get_absolute_url(), "/help/", "/nowhere/", "/comments/removed/"]


@pytest.fixture
def behind_https(settings: Any) -> None:
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True


@pytest.mark.django_db
@pytest.mark.usefixtures("behind_https")
@pytest.mark.parametrize(
    ("peer", "status"),
    [
        ("10.0.0.1", 200),
        ("::ffff:10.0.0.1", 200),
        ("192.0.2.1", 301),
        ("127.0.0.1", 301),
        ("", 301),
    ],
)
def test_https_is_believed_from_a_proxy_of_ours_alone(
    client: Client, peer: str, status: int
) -> None:
    headers = {"X-Forwarded-Proto": "https"}
    assert client.get("/", headers=headers, REMOTE_ADDR=peer).status_code == status


def test_nobody_reads_what_a_stranger_forwards() -> None:
    headers = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Host": "example.org"}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    OnlyTrustedProxies(lambda request: HttpResponse())(request)
    assert not [name for name in request.headers if name.startswith("X-Forwarded")]


@pytest.mark.django_db
def test_public_page_sets_no_cookie_and_depends_on_none(client: Client) -> None:
    for address in public_addresses():
        answer = client.get(address)
        assert not answer.cookies, address
        assert "Cookie" not in answer.get("Vary", ""), address


@pytest.mark.django_db
def test_signed_in_staff_see_the_same_page(client: Client) -> None:
    for address in public_addresses():
        before = client.get(address).content
        client.force_login(make_moderator())
        assert client.get(address).content == before, address


@pytest.mark.django_db
def test_policy_allows_nothing_inline_and_nothing_from_elsewhere(
    client: Client,
) -> None:
    for address in [*public_addresses(), "/admin/login/"]:
        assert client.get(address).headers["Content-Security-Policy"] == CSP


@pytest.mark.django_db
def test_reader_page_may_be_kept_but_is_asked_for_again(client: Client) -> None:
    answer = client.get(make_post().get_absolute_url())
    assert answer.headers["Cache-Control"] == SHARED


@pytest.mark.django_db
def test_unchanged_page_is_not_sent_again(client: Client) -> None:
    address = make_post().get_absolute_url()
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_unchanged_page_says_what_the_whole_page_says(
    client: Client, encoding: str
) -> None:
    address = make_post().get_absolute_url()
    asked = {"Accept-Encoding": encoding}
    whole = client.get(address, headers=asked)
    tag = {"If-None-Match": whole["ETag"]}
    unchanged = client.get(address, headers=asked | tag)
    assert unchanged.status_code == 304
    for name in ("Cache-Control", "ETag", "Vary"):
        assert unchanged[name] == whole[name]


@pytest.mark.django_db
def test_head_says_who_may_keep_the_page(client: Client) -> None:
    answer = client.head(make_post().get_absolute_url())
    assert answer["Cache-Control"] == SHARED


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_head_has_the_tag_that_get_has(client: Client, encoding: str) -> None:
    address = make_post().get_absolute_url()
    asked = {"Accept-Encoding": encoding}
    tag = client.head(address, headers=asked)["ETag"]
    assert tag == client.get(address, headers=asked)["ETag"]
    again = client.head(address, headers=asked | {"If-None-Match": tag})
    assert again.status_code == 304


@pytest.mark.django_db
def test_unchanged_private_page_is_sent_whole_to_be_kept_by_nobody(
    client: Client,
) -> None:
    answer = client.get("/comments/removed/", headers={"If-None-Match": "*"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_redirect_is_kept_by_nobody(client: Client) -> None:
    comment = make_comment(status=Status.APPROVED)
    for address, status in ((f"/comments/{comment.pk}/", 302), ("/help", 301)):
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")


@pytest.mark.django_db
def test_error_and_admin_pages_are_kept_by_nobody(client: Client) -> None:
    for address in ("/nowhere/", "/admin/login/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


@pytest.mark.django_db
def test_admin_cookies_stay_under_admin(client: Client) -> None:
    make_moderator(username="m", password="a password")
    client.get("/admin/login/")
    client.post("/admin/login/", {"username": "m", "password": "a password"})
    assert {cookie["path"] for cookie in client.cookies.values()} == {"/admin/"}


@pytest.mark.django_db
def test_cookie_with_strange_characters_is_no_error(client: Client) -> None:
    headers = {"Cookie": 'sessionid="\\000aaaaaaaa"; csrftoken="\\377"'}
    assert client.get("/admin/", headers=headers).status_code == 302


@pytest.mark.django_db
def test_refused_post_has_help_and_the_way_out() -> None:
    answer = Client(enforce_csrf_checks=True).post("/help/")
    assert answer.status_code == 403
    assert b'href="/help/"' in answer.content and b'class="exit"' in answer.content


def test_mistake_of_ours_is_a_calm_page_too(monkeypatch: Any) -> None:
    def fail(*args: Any) -> None:
        raise ValueError("inside")

    monkeypatch.setattr("guide.views.Guide.objects.cover_first", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert b'class="exit"' in answer.content and b"inside" not in answer.content


@pytest.mark.parametrize(
    ("error", "status"), [(ValueError, 500), (SuspiciousOperation, 400)]
)
def test_page_about_a_mistake_has_our_name_and_way_out(
    error: type[Exception], status: int, monkeypatch: Any, settings: Any
) -> None:
    def fail(*args: Any) -> None:
        raise error

    settings.SITE_NAME, settings.EXIT_URL = "Notes", "https://news.example/"
    monkeypatch.setattr("guide.views.Guide.objects.cover_first", fail)
    answer = Client(raise_request_exception=False).get("/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'href="https://news.example/"' in page and "<title>Notes</title>" in page
    assert 'id="help-panel"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/search/", "/nowhere/"])
def test_file_is_refused_unread_where_none_belongs(
    address: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr("django.http.HttpRequest._load_post_and_files", pytest.fail)
    client = Client(enforce_csrf_checks=True, headers={"Cookie": CSRF_COOKIE})
    answer = client.post(address, {"file": BytesIO(b"x" * 2**18)})
    assert answer.status_code == 413 and b'class="exit"' in answer.content


@pytest.mark.django_db
def test_picture_is_read_up_to_a_size(client: Client, settings: Any) -> None:
    settings.UPLOAD_MOST_BYTES = 2**20
    address = reverse("admin:guide_image_add")
    answers = [client.post(address, {"a": BytesIO(b"x" * n)}) for n in (2**19, 2**20)]
    assert [answer.status_code for answer in answers] == [302, 413]


@pytest.mark.django_db
def test_database_away_is_a_calm_page(client: Client, monkeypatch: Any) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("could not connect as wren@example.org")

    monkeypatch.setattr("guide.views.Guide.objects.cover_first", fail)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert b"wren" not in answer.content
