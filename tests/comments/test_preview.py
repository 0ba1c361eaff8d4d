"""The comment as it will appear, before it is sent: by a button and while typing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comments import preview_views, previews, text
from comments.models import Comment, DiscussionSettings, SenderKey, Throttle
from guide.models import Post
from tests.make import form_data, make_post

WORDS = "I will *ask* about his day.\n\n> Listen."


@pytest.fixture
def post() -> Post:
    return make_post(slug="the-pause")


def preview(client: Client, **fields: Any) -> Any:
    data = form_data(comment=WORDS) | {"preview": "Preview"} | fields
    return client.post("/posts/the-pause/comments/", data)


def page_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.django_db
def test_preview_is_what_the_page_will_show(client: Client, post: Post) -> None:
    page = page_of(preview(client, name="Jay"))
    assert text.render(WORDS) in page
    assert page.index("How it will look</h1>") < page.index("<form")
    assert 'value="Jay"' in page and "&gt; Listen." in page
    assert "Error:" not in page


@pytest.mark.django_db
def test_nothing_is_stored_or_counted(client: Client, post: Post) -> None:
    preview(client)
    for model in (Comment, Throttle, SenderKey):
        assert not model._default_manager.exists()


@pytest.mark.django_db
def test_preview_is_for_one_person(client: Client, post: Post) -> None:
    answer = preview(client)
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_mistakes_in_other_fields_are_told_beside_the_preview(
    client: Client, post: Post
) -> None:
    page = page_of(preview(client, name="", email="nowhere"))
    assert text.render(WORDS) in page and ">Your name</h3>" in page
    assert 'id="id_name_error"' in page and 'id="id_email_error"' in page
    assert "Error:" in page


@pytest.mark.django_db
def test_words_that_can_not_be_sent_have_no_preview(client: Client, post: Post) -> None:
    answer = preview(client, comment="x" * 5001)
    assert answer.status_code == 422
    assert b"receipt-preview" not in answer.content


@pytest.mark.django_db
def test_details_are_pointed_out_in_the_preview_and_then_sent(
    client: Client, post: Post
) -> None:
    answer = preview(client, comment="Call me on 020 7946 0123.")
    page = page_of(answer)
    assert "seems to hold a phone number" in page and "receipt-preview" in page
    carried = answer.context["form"].data
    sent = client.post(
        "/posts/the-pause/comments/",
        {name: carried[name] for name in carried if name != "preview"},
    )
    assert sent.status_code == 303
    [sign] = [sign.code for sign in Comment.objects.get().signs][1:]
    assert sign == "phone-number"


@pytest.mark.django_db
def test_pause_refuses_a_preview_as_it_does_a_comment(
    client: Client, post: Post
) -> None:
    DiscussionSettings.objects.create(pk=1, paused=True)
    assert preview(client).status_code == 403


@pytest.mark.django_db
def test_enter_in_a_field_sends(client: Client, post: Post) -> None:
    page = client.get(post.get_absolute_url()).content.decode()
    form = page[page.index('id="comment-form"') :]
    assert form.index('name="send"') < form.index('name="preview"')


@pytest.mark.django_db
def test_preview_costs_four_queries(
    client: Client, post: Post, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(4):
        preview(client)


# While typing: no database at all.


@pytest.fixture(autouse=True)
def allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_views, "allowance", previews.Allowance(most=3))


def live(client: Client, words: str = WORDS, **headers: str) -> Any:
    return client.post("/comments/preview/", {"comment": words}, headers=headers)


def test_live_preview_is_made_by_the_same_renderer(client: Client) -> None:
    answer = live(client, f"{WORDS}<script>")
    assert answer.content.decode() == text.render(f"{WORDS}<script>")
    assert answer["Cache-Control"] == "no-store"


def test_empty_field_shows_nothing(client: Client) -> None:
    answer = live(client, " \n ")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("words", ["x" * 5001, "a\u0301" * 50_000])
def test_words_too_long_to_be_sent_are_not_rendered(client: Client, words: str) -> None:
    answer = live(client, words)
    assert (answer.status_code, answer.content) == (422, b"")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_other_site_gets_no_preview(client: Client, headers: dict[str, str]) -> None:
    answer = live(client, **headers)
    assert (answer.status_code, answer.content) == (403, b"")


def test_too_many_get_none_and_others_go_on(client: Client) -> None:
    statuses = [live(client).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    client.defaults["REMOTE_ADDR"] = "192.0.2.9"
    assert live(client).status_code == 200


def test_minute_over_all_begins_anew() -> None:
    allowance, now = previews.Allowance(most=1), timezone.now()
    assert allowance.takes("192.0.2.1", now)
    assert not allowance.takes("192.0.2.1", now + timedelta(seconds=59))
    assert allowance.takes("192.0.2.1", now + timedelta(seconds=60))


def test_flood_of_connections_takes_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews.Allowance, "SENDERS", 2)
    allowance = previews.Allowance()
    assert [allowance.takes(str(n)) for n in range(4)] == [True, True, False, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"{}", "application/json", 415), (b"comment=" + b"x" * 2**18, "", 413)],
)
def test_strange_body_is_not_read(
    client: Client, body: bytes, kind: str, status: int
) -> None:
    kind = kind or "application/x-www-form-urlencoded"
    answer = client.post("/comments/preview/", body, content_type=kind)
    assert answer.status_code == status


@pytest.mark.django_db
def test_looking_is_no_preview(client: Client) -> None:
    assert client.get("/comments/preview/").status_code == 405
