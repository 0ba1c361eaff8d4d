import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from comments.models import Comment, DiscussionSettings, Status
from guide.models import Post
from tests.make import form_data, make_comment, make_post

pytestmark = pytest.mark.django_db
WORDS = 'What I typed with care: 5 < 6 & "so" on, in more than forty characters.'


@pytest.fixture
def post() -> Post:
    return make_post(slug="the-pause")


def send(client: Client, headers: Any = None, **fields: Any) -> HttpResponse:
    data = form_data(**{"comment": WORDS} | fields)
    return client.post("/posts/the-pause/comments/", data, headers=headers or {})  # type: ignore[return-value]


def assert_kept(answer: HttpResponse, status: int) -> None:
    """The answer has this status and a working form with the text in it."""
    page = answer.content.decode()
    assert answer.status_code == status
    assert html.escape(WORDS, quote=False).replace('"', "&quot;") in page
    assert 'action="/posts/the-pause/comments/"' in page
    assert "<title>\n      Error:" in page or "<title>Error:" in page.replace(
        "\n", ""
    ).replace("  ", "")
    assert answer["Cache-Control"] == "no-store"


def test_good_comment_leads_to_its_receipt(client: Client, post: Post) -> None:
    answer = send(client)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/comments/receipt/")
    assert Comment.objects.get().text == WORDS


def test_submit_again_ends_at_the_same_receipt(client: Client, post: Post) -> None:
    assert send(client)["Location"] == send(client)["Location"]
    assert Comment.objects.count() == 1


def test_mistake_brings_everything_back(client: Client, post: Post) -> None:
    answer = send(client, name="Jay", email="no address")
    assert_kept(answer, 422)
    page = answer.content.decode()
    assert 'value="Jay"' in page and 'value="no address"' in page
    assert 'aria-describedby="id_email_helptext id_email_error"' in page
    assert 'id="id_email_error"' in page and 'href="#id_email"' in page


def test_empty_form_names_each_field(client: Client, post: Post) -> None:
    answer = client.post("/posts/the-pause/comments/")
    assert answer.status_code == 422
    assert answer.content.count(b'aria-invalid="true"') == 3


def summary_of(answer: HttpResponse) -> str:
    page = answer.content.decode()
    start = page.index("<h2>", page.index('id="error-summary"'))
    return page[start + 4 : page.index("</h2>", start)]


def test_summary_says_that_words_are_kept(client: Client, post: Post) -> None:
    assert summary_of(send(client, name="")).startswith("Your words are kept.")


def test_empty_form_claims_to_have_kept_nothing(client: Client, post: Post) -> None:
    empty = {"comment": " ", "name": "", "email": ""}
    assert summary_of(send(client, **empty)) == "Nothing is sent yet."


def test_duplicate_is_409(client: Client, post: Post) -> None:
    make_comment(post=post, words=WORDS, status=Status.APPROVED)
    assert_kept(send(client), 409)


def test_duplicate_needs_no_sending_again(client: Client, post: Post) -> None:
    make_comment(post=post, words=WORDS, status=Status.APPROVED)
    assert summary_of(send(client)) == "You needn’t send it again."


def test_too_fast_is_429_with_a_time_to_wait(client: Client, post: Post) -> None:
    DiscussionSettings.objects.create(pk=1, submits=1, submits_minutes=10)
    send(client, comment="The first of two comments.")
    answer = send(client)
    assert_kept(answer, 429)
    assert 590 <= int(answer["Retry-After"]) <= 600
    assert b"in 10 minutes" in answer.content


def test_limit_holds_for_everybody_else(client: Client, post: Post) -> None:
    DiscussionSettings.objects.create(pk=1, submits=1)
    send(client, comment="The first of two comments.")
    client.defaults["REMOTE_ADDR"] = "192.0.2.9"
    assert send(client).status_code == 303


def test_closed_post_is_403(client: Client, post: Post) -> None:
    post.comments_open = False
    post.save()
    assert_kept(send(client), 403)
    assert not Comment.objects.exists()


def test_paused_is_403_with_the_owners_sentence(client: Client, post: Post) -> None:
    DiscussionSettings.objects.create(pk=1, paused=True, pause_sentence="Back soon.")
    answer = send(client)
    assert_kept(answer, 403)
    assert b"Back soon." in answer.content
    assert not Comment.objects.exists()


def test_post_that_had_its_days_is_403(client: Client, post: Post) -> None:
    DiscussionSettings.objects.create(pk=1, close_after_days=30)
    assert_kept(send(client), 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://[x"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
    ],
)
def test_other_site_is_403(client: Client, post: Post, headers: Any) -> None:
    assert_kept(send(client, headers), 403)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {"Origin": "https://testserver"},
        {},
    ],
)
def test_own_page_and_silent_client_pass(
    client: Client, post: Post, headers: Any
) -> None:
    assert send(client, headers).status_code == 303


def test_stale_stamp_costs_no_word(client: Client, post: Post) -> None:
    answer = send(client, stamp="2020-01-01:old")
    assert_kept(answer, 422)
    assert b"2020-01-01:old" not in answer.content


@pytest.mark.parametrize("published_at", [None, "later"])
def test_post_that_a_stranger_may_not_read_is_404(
    client: Client, post: Post, published_at: Any
) -> None:
    later = post.updated_at + timedelta(days=1)
    Post.objects.update(published_at=later if published_at else None)
    assert send(client).status_code == 404


def test_unknown_post_is_404(client: Client) -> None:
    assert send(client).status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_other_method_is_405(client: Client, post: Post, method: str) -> None:
    answer = getattr(client, method)("/posts/the-pause/comments/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"


def test_wrong_method_is_told_in_our_voice(client: Client, post: Post) -> None:
    answer = client.get("/posts/the-pause/comments/")
    assert b"<h1>" in answer.content
    assert answer["Content-Length"] == str(len(answer.content))


def post_raw(client: Client, body: bytes, kind: str) -> HttpResponse:
    address = "/posts/the-pause/comments/"
    return client.generic("POST", address, body, content_type=kind)  # type: ignore[return-value]


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x", "text/plain", 415),
        (b"x", "", 415),
        (b"comment=%FF%FE&name=%ED%A0%80&email=%00", FORM, 422),
        (b"\xff\xfe\x00=%", FORM, 422),
        (b"comment=x", FORM + "; charset=nonsense", 422),
        (b"comment=x", FORM + "; charset=utf-16", (400, 422)),
        (b"&".join(b"a%d=1" % n for n in range(2000)), FORM, 400),
        (b"x", "multipart/form-data", 400),
        (b"--b\r\nbroken", "multipart/form-data; boundary=b", (400, 422)),
        (b"comment=" + b"x" * (256 * 1024), FORM, 413),
    ],
)
def test_strange_body_has_a_clear_answer(
    client: Client, post: Post, body: bytes, kind: str, status: Any
) -> None:
    answer = post_raw(client, body, kind)
    assert answer.status_code in (status if isinstance(status, tuple) else (status,))
    assert b"<h1>" in answer.content


def test_body_of_unknown_length_is_411(client: Client, post: Post) -> None:
    answer = client.generic("POST", "/posts/the-pause/comments/", CONTENT_LENGTH=None)
    assert answer.status_code == 411


def test_refused_form_can_be_sent_again_where_browsers_tell_only_an_origin(
    client: Client, post: Post
) -> None:
    # "no-referrer" would make them send "Origin: null".
    assert send(client, name="")["Referrer-Policy"] == "same-origin"


def test_long_text_below_the_bound_comes_back_whole(client: Client, post: Post) -> None:
    words = "word " * 50_000
    answer = send(client, comment=words)
    assert answer.status_code == 422
    assert words.strip().encode() in answer.content


def test_database_away_keeps_the_words(
    client: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("comments.moderation.submit", fail)
    answer = send(client)
    assert_kept(answer, 503)


@pytest.mark.parametrize("status", [303, 409, 422, 429])
def test_answer_never_tells_whether_an_address_is_known(
    client: Client, post: Post, status: int
) -> None:
    make_comment(post=post, email="known@example.org", words=STANDING)
    DiscussionSettings.objects.create(pk=1, submits=0 if status == 429 else 1000)
    known, unknown = (
        answer_to(client, status, email)
        for email in ("known@example.org", "other@example.org")
    )
    assert known.status_code == status
    assert (known.content, known.headers.keys()) == (
        unknown.content,
        unknown.headers.keys(),
    )


STANDING = "These are more than forty characters and already stand under this post."


def answer_to(client: Client, status: int, email: str) -> HttpResponse:
    """One of this status, as far as it can be had; without what it repeats."""
    own = f"Something new from {email.partition('@')[0]}."
    words = {409: STANDING, 422: ""}.get(status, own)
    answer = send(client, email=email, comment=words)
    for repeated in (email, words):
        answer.content = answer.content.replace(repeated.encode() or b"-", b"")
    return answer


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"stamp": "forged"}, "bad-stamp"),
        ({"website": "https://example.org/"}, "filled-trap"),
    ],
)
def test_how_the_form_came_is_a_sign(
    client: Client, post: Post, sent: Any, code: str
) -> None:
    answer = send(client, **sent)
    if answer.status_code == 422:
        found = re.search(rb'name="stamp" value="([^"]+)"', answer.content)
        assert found
        answer = send(client, stamp=found[1].decode())
    assert answer.status_code == 303
    assert [sign.code for sign in Comment.objects.get().signs][1:] == [code]
