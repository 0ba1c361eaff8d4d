from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from comments import moderation
from comments.models import Comment, DiscussionSettings, Report, Status
from guide.models import Post
from tests.make import make_comment, make_moderator, report_data

pytestmark = pytest.mark.django_db
WORDS = "He writes where we live, 5 < 6."
KEPT = b"He writes where we live, 5 &lt; 6."
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def comment() -> Comment:
    return make_comment(Status.APPROVED, name="Jay", words="An *unkind* sentence.")


def page_of(comment: Comment) -> str:
    return f"/comments/{comment.pk}/report/"


def send(
    client: Client, comment: Comment, headers: Any = None, **fields: Any
) -> HttpResponse:
    data = report_data(**{"words": WORDS} | fields)
    return client.post(page_of(comment), data, headers=headers or {})  # type: ignore[return-value]


def assert_kept(answer: HttpResponse, status: int) -> None:
    assert answer.status_code == status
    assert KEPT in answer.content
    assert b'name="stamp"' in answer.content and b'id="report-form"' in answer.content
    assert b'value="unkind"' in answer.content
    assert b"Error:" in answer.content[: answer.content.index(b"</title>")]
    assert answer["Cache-Control"] == "no-store"
    assert not Report.objects.filter(words=WORDS).exists()


# The page


def test_page_quotes_the_comment_and_offers_reasons(
    client: Client, comment: Comment
) -> None:
    page = client.get(page_of(comment)).content
    assert b"An <em>unkind</em> sentence." in page
    assert page.count(b'type="radio"') == len(Report.Reason)
    assert b"checked" not in page


def test_page_asks_for_no_address(client: Client, comment: Comment) -> None:
    page = client.get(page_of(comment)).content
    assert b'type="email"' not in page and b'name="name"' not in page


def test_title_is_neutral(client: Client, comment: Comment) -> None:
    page = client.get(page_of(comment)).content.decode()
    title = page[page.index("<title>") + 7 : page.index("</title>")]
    assert title.strip() == "Footbridge"


def test_page_is_the_same_for_everybody(client: Client, comment: Comment) -> None:
    first = client.get(page_of(comment), REMOTE_ADDR="192.0.2.1")
    send(client, comment)
    client.force_login(make_moderator())
    assert client.get(page_of(comment)).content == first.content
    assert not first.cookies and "Cookie" not in first.get("Vary", "")


def test_page_is_not_indexed(client: Client, comment: Comment) -> None:
    answer = client.get(page_of(comment))
    assert b'name="robots" content="noindex"' in answer.content
    assert answer["X-Robots-Tag"] == "noindex"


def test_reading_it_changes_nothing(client: Client, comment: Comment) -> None:
    before = list(Comment.objects.values())
    client.get(page_of(comment))
    assert list(Comment.objects.values()) == before
    assert not Report.objects.exists()


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_what_is_not_on_the_page_has_none(client: Client, status: str) -> None:
    comment = make_comment(Status(status))
    assert client.get(page_of(comment)).status_code == 404


def test_comment_under_a_draft_has_none(client: Client, comment: Comment) -> None:
    Post.objects.update(published_at=None)
    assert client.get(page_of(comment)).status_code == 404


@pytest.mark.parametrize("key", ["1", "9" * 30])
def test_no_comment_has_none(client: Client, key: str) -> None:
    assert client.get(f"/comments/{key}/report/").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_method_is_405(client: Client, comment: Comment, method: str) -> None:
    assert getattr(client, method)(page_of(comment)).status_code == 405


def test_page_costs_two_queries(
    client: Client, comment: Comment, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        client.get(page_of(comment))


def test_every_comment_on_a_page_leads_there(client: Client, comment: Comment) -> None:
    page = client.get(comment.post.get_absolute_url()).content.decode()
    assert f'href="{page_of(comment)}" rel="nofollow"' in " ".join(page.split())
    assert "about the comment of Jay" in page


# Sending


def test_report_leads_to_thanks(client: Client, comment: Comment) -> None:
    answer = send(client, comment)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/comments/{comment.pk}/reported/",
    )
    report = Report.objects.get()
    assert (report.comment, report.reason, report.words) == (comment, "unkind", WORDS)


def test_words_are_not_needed(client: Client, comment: Comment) -> None:
    assert send(client, comment, words="  ").status_code == 303
    assert Report.objects.get().words == ""


def test_second_time_is_thanked_alike_and_changes_nothing(
    client: Client, comment: Comment
) -> None:
    first, second = send(client, comment), send(client, comment, words="Else.")
    assert first["Location"] == second["Location"]
    assert Report.objects.get().words == WORDS


def test_second_time_is_thanked_after_the_comment_has_gone(
    client: Client, comment: Comment
) -> None:
    send(client, comment)
    moderation.decline(comment, make_moderator())
    assert send(client, comment).status_code == 303


def test_another_connection_counts_by_itself(client: Client, comment: Comment) -> None:
    send(client, comment)
    client.defaults["REMOTE_ADDR"] = "192.0.2.9"
    send(client, comment)
    assert Report.objects.count() == 2


def test_network_address_is_not_stored(client: Client, comment: Comment) -> None:
    client.defaults["REMOTE_ADDR"] = "192.0.2.9"
    send(client, comment)
    assert "192.0.2.9" not in str(Report.objects.values())


def test_paused_conversation_can_be_reported(client: Client, comment: Comment) -> None:
    DiscussionSettings.objects.create(pk=1, paused=True)
    Post.objects.update(comments_open=False)
    assert send(client, comment).status_code == 303


@pytest.mark.parametrize("reason", ["", "nonsense", "\0"])
def test_missing_or_unknown_reason_is_422(
    client: Client, comment: Comment, reason: str
) -> None:
    answer = send(client, comment, reason=reason)
    assert_kept(answer, 422)
    assert b'href="#id_reason_0"' in answer.content
    assert b'aria-describedby="id_reason_error"' in answer.content
    assert b'id="id_reason_error"' in answer.content


def test_chosen_reason_comes_back(client: Client, comment: Comment) -> None:
    answer = send(client, comment, reason="danger", stamp="old")
    assert_kept(answer, 422)
    chosen = answer.content[answer.content.index(b'value="danger"') :]
    assert b"checked" in chosen[: chosen.index(b">")]


def test_too_many_words_come_back_whole(client: Client, comment: Comment) -> None:
    words = "é" * 1001
    answer = send(client, comment, words=words)
    assert answer.status_code == 422
    assert words.encode() in answer.content
    assert send(client, comment, words=words[:1000]).status_code == 303


def test_stale_stamp_costs_no_word(client: Client, comment: Comment) -> None:
    assert_kept(send(client, comment, stamp="2020-01-01:old"), 422)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_other_site_is_403(client: Client, comment: Comment, headers: Any) -> None:
    assert_kept(send(client, comment, headers), 403)


def test_too_fast_is_429_with_a_time_to_wait(client: Client, comment: Comment) -> None:
    DiscussionSettings.objects.create(pk=1, submits=1, submits_minutes=10)
    send(client, make_comment(Status.APPROVED), words="The first.")
    answer = send(client, comment)
    assert_kept(answer, 429)
    assert 590 <= int(answer["Retry-After"]) <= 600


def test_comment_that_has_gone_meanwhile_costs_no_word(
    client: Client, comment: Comment
) -> None:
    moderation.withdraw(comment)
    answer = send(client, comment)
    assert_kept(answer, 404)
    assert b"Jay" not in answer.content


def test_answer_is_alike_for_what_waits_and_what_never_was(client: Client) -> None:
    waiting = make_comment()
    never = Comment(pk=waiting.pk + 1)
    pages = [
        send(client, each).content.replace(page_of(each).encode(), b"")
        for each in (waiting, never)
    ]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x", "", 415),
        (b"words=" + b"x" * (256 * 1024), FORM, 413),
        (b"\xff\xfe\x00=%", FORM, 422),
        (b"words=%FF%FE&reason=%ED%A0%80", FORM, 422),
    ],
)
def test_strange_body_has_a_clear_answer(
    client: Client, comment: Comment, body: bytes, kind: str, status: int
) -> None:
    answer = client.generic("POST", page_of(comment), body, content_type=kind)
    assert answer.status_code == status
    assert b"<h1>" in answer.content


def test_body_of_unknown_length_is_411(client: Client, comment: Comment) -> None:
    answer = client.generic("POST", page_of(comment), CONTENT_LENGTH=None)
    assert answer.status_code == 411


def test_database_away_keeps_the_words(
    client: Client, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("comments.reports.report", fail)
    assert_kept(send(client, comment), 503)


def test_refused_form_can_be_sent_again_where_browsers_tell_only_an_origin(
    client: Client, comment: Comment
) -> None:
    assert send(client, comment, reason="")["Referrer-Policy"] == "same-origin"


# Thanks


def test_thanks_promise_a_look_and_show_help(client: Client, comment: Comment) -> None:
    page = client.get(f"/comments/{comment.pk}/reported/").content
    assert b"A person will look" in page and b"help is here" in page
    assert f'href="/comments/{comment.pk}/"'.encode() in page


@pytest.mark.parametrize("status", [Status.PENDING, Status.WITHDRAWN])
def test_thanks_tell_nothing_of_what_is_not_on_the_page(
    client: Client, status: Status
) -> None:
    comment = make_comment(status)
    page = client.get(f"/comments/{comment.pk}/reported/").content
    assert page == client.get(f"/comments/{comment.pk + 1}/reported/").content


def test_thanks_are_for_reading_only(client: Client) -> None:
    answer = client.post("/comments/1/reported/")
    assert answer.status_code == 405
