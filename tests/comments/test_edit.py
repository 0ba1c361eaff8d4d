"""Changing a comment by its link: the page, and each answer to what is sent from it."""

import html
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from comments import moderation, redaction, text, tokens
from comments.models import Comment, Decision, DiscussionSettings, Revision, Status
from tests.make import make_change, make_comment, make_moderator, make_post, make_reply

pytestmark = pytest.mark.django_db
NEW = 'Two walks: 5 < 6 & "so" on. I *will* go.'


@pytest.fixture
def comment() -> Comment:
    return make_comment(Status.APPROVED, name="Wren", words="A *small* step.")


def read(client: Client, comment: Comment) -> str:
    answer = client.get(tokens.edit_url(comment))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, comment: Comment, /, **fields: Any) -> Any:
    data = {"comment": NEW, "name": "Wren", "details_asked": ""} | fields
    return client.post(tokens.edit_url(comment), data)


def assert_kept(answer: Any, status: int, words: str = NEW) -> None:
    page = answer.content.decode()
    assert answer.status_code == status
    assert html.escape(words, quote=False).replace('"', "&quot;") in page
    assert "Error:" in page
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_form_begins_with_what_stands_there(client: Client, comment: Comment) -> None:
    page = read(client, comment)
    assert "A *small* step.</textarea>" in page and 'value="Wren"' in page
    assert "example.org" not in page


def test_form_begins_with_the_change_that_waits(
    client: Client, comment: Comment
) -> None:
    make_change(comment, name="Jay", words="A big step.")
    page = read(client, comment)
    assert "A big step.</textarea>" in page and 'value="Jay"' in page


def test_words_taken_out_do_not_come_back(client: Client) -> None:
    comment = make_comment(words="I met John in Leeds.")
    seen = redaction.fingerprint(comment.text)
    redaction.redact(comment, make_moderator(), "I met John.", seen)
    page = read(client, comment)
    assert "I met John […].</textarea>" in page and "Leeds" not in page


def test_page_is_for_one_person(client: Client, comment: Comment) -> None:
    answer = client.get(tokens.edit_url(comment))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_looking_changes_nothing(client: Client, comment: Comment) -> None:
    before = list(Comment.objects.values())
    read(client, comment)
    assert list(Comment.objects.values()) == before
    assert not Revision.objects.exists()


def test_change_leads_back_to_the_comments_page(
    client: Client, comment: Comment
) -> None:
    answer = send(client, comment)
    assert (answer.status_code, answer["Location"]) == (303, tokens.manage_url(comment))
    assert Revision.objects.get().text == NEW


def test_double_click_is_one_change(client: Client, comment: Comment) -> None:
    for _ in range(2):
        assert send(client, comment).status_code == 303
    assert Revision.objects.count() == 1


def test_pages_of_token_send_their_form_without_an_origin(
    client: Client, comment: Comment
) -> None:
    # "no-referrer" makes browsers send "Origin: null".
    client.defaults["HTTP_ORIGIN"] = "null"
    assert send(client, comment).status_code == 303


@pytest.mark.parametrize("closed", [{"paused": True}, {"close_after_days": 1}])
def test_closed_conversation_lets_a_writer_change_their_own(
    client: Client, comment: Comment, closed: Any
) -> None:
    DiscussionSettings.objects.create(pk=1, **closed)
    assert send(client, comment).status_code == 303


@pytest.mark.parametrize(
    "mistake", [{"name": ""}, {"name": "me@example.org"}, {"name": "n" * 81}]
)
def test_mistake_brings_the_words_back(
    client: Client, comment: Comment, mistake: Any
) -> None:
    answer = send(client, comment, **mistake)
    assert_kept(answer, 422)
    assert b'id="id_name_error"' in answer.content


def test_too_long_a_text_comes_back_whole(client: Client, comment: Comment) -> None:
    assert_kept(send(client, comment, comment="x" * 5001), 422, "x" * 5001)


def test_details_are_pointed_out_once(client: Client, comment: Comment) -> None:
    answer = send(client, comment, comment="Call me on 020 7946 0123.")
    assert_kept(answer, 422, "Call me on 020 7946 0123.")
    asked = answer.context["form"].data["details_asked"]
    words = "Call me on 020 7946 0123."
    again = send(client, comment, comment=words, details_asked=asked)
    assert again.status_code == 303
    assert "phone number" in Revision.objects.get().reason_sentences[0]


def test_preview_stores_nothing(client: Client, comment: Comment) -> None:
    answer = send(client, comment, preview="Preview")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert text.render(NEW) in page and "Error:" not in page
    assert not Revision.objects.exists()
    assert answer["Referrer-Policy"] == "no-referrer"


def test_preview_of_a_small_step_is_shown_as_one(client: Client) -> None:
    answer = send(client, make_comment(is_step=True), preview="Preview")
    assert b"A small step</p>" in answer.content


def test_enter_in_a_field_sends(client: Client, comment: Comment) -> None:
    page = read(client, comment)
    assert page.index('name="send"') < page.index('name="preview"')


def test_too_fast_is_429_with_a_time_to_wait(client: Client, comment: Comment) -> None:
    DiscussionSettings.objects.create(pk=1, submits=1)
    send(client, comment, comment="The first change.")
    answer = send(client, comment)
    assert_kept(answer, 429)
    assert 590 <= int(answer["Retry-After"]) <= 600
    assert Revision.objects.get().text == "The first change."


def test_database_away_keeps_the_words(
    client: Client, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("comments.tokens.find", fail)
    assert_kept(send(client, comment), 503)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"comment=" + b"x" * 2**18, "application/x-www-form-urlencoded", 413),
    ],
)
def test_strange_body_is_not_read(
    client: Client, comment: Comment, body: bytes, kind: str, status: int
) -> None:
    answer = client.post(tokens.edit_url(comment), body, content_type=kind)
    assert answer.status_code == status


def dead_link(comment: Comment, why: str) -> str:
    address = tokens.edit_url(comment)
    if why == "guessed":
        return "/comments/manage/1:nonsense/edit/"
    if why == "foreign":
        return address.replace("manage/", "manage/9")
    if why == "receipt":
        receipt = tokens.receipt_url(comment).replace("receipt", "manage")
        return f"{receipt}edit/"
    if why == "erased":
        moderation.withdraw(comment)
    else:
        Comment.objects.update(link_key="another-one1")
    return address


@pytest.mark.parametrize("why", ["guessed", "foreign", "receipt", "renewed", "erased"])
def test_dead_links_are_all_alike_and_lose_no_word(
    client: Client, comment: Comment, why: str
) -> None:
    address = dead_link(comment, why)
    seen, answer = client.get(address), client.post(address, {"comment": NEW})
    assert_kept(answer, 404)
    guess = "/comments/manage/1:guess/edit/"
    other, again = client.get(guess), client.post(guess, {"comment": NEW})
    assert seen.status_code == other.status_code == 404
    assert seen.content == other.content
    assert answer.content.replace(address.encode(), guess.encode()) == again.content
    assert not Revision.objects.exists()


def test_reply_of_the_team_is_not_changed_here(client: Client) -> None:
    assert client.get(tokens.edit_url(make_reply())).status_code == 404


def test_writer_can_not_tell_spam_from_declined(client: Client) -> None:
    post, pages = make_post(), []
    for verb in (moderation.decline, moderation.mark_spam):
        comment = make_comment(words="One.", post=post)
        verb(comment, make_moderator())
        form = read(client, comment)
        assert send(client, comment).status_code == 303
        after = client.get(tokens.manage_url(comment)).content.decode()
        pages.append((strip(form, comment), strip(after, comment)))
    assert pages[0] == pages[1]


def strip(page: str, comment: Comment) -> str:
    """Without the comment's own link."""
    token = tokens.manage_url(comment).split("/")[3]
    return page.replace(token, "TOKEN")


def test_page_costs_few_queries(
    client: Client, comment: Comment, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        read(client, comment)


def test_change_costs_the_same_queries(
    client: Client, comment: Comment, django_assert_num_queries: Any
) -> None:
    send(client, comment, comment="The first change.")
    with django_assert_num_queries(22):
        send(client, comment)


def test_log_names_what_was_decided_and_nothing_else(
    client: Client, comment: Comment
) -> None:
    send(client, comment)
    assert not Decision.objects.exists()
