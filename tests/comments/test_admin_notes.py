from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from comments import moderation, notes
from comments.models import Comment, Note
from tests.make import make_comment, make_moderator

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"


@pytest.fixture
def comment() -> Comment:
    return make_comment()


def at(comment: Comment) -> str:
    return f"{LIST}{comment.pk}/note/"


def own_page(client: Client, comment: Comment) -> str:
    return client.get(f"{LIST}{comment.pk}/change/").content.decode()


def test_note_is_on_the_comments_own_page(
    client: Client, moderator: User, comment: Comment
) -> None:
    answer = client.post(at(comment), {"words": "Third time <b>this</b> week."})
    assert answer["Location"] == f"{LIST}{comment.pk}/change/#notes"
    page = own_page(client, comment)
    assert "Third time &lt;b&gt;this&lt;/b&gt; week." in page
    assert f'action="{at(comment)}"' in page and "asks for" not in page


def test_asking_for_an_opinion_shows_on_top(
    client: Client, moderator: User, comment: Comment
) -> None:
    client.post(at(comment), {"words": "Is this all right?", "asks_opinion": "on"})
    assert "mo asks for a second opinion" in own_page(client, comment)
    notes.write(comment, make_moderator(), "Yes.")
    page = own_page(client, comment)
    assert "mo asks" not in page and "asked for a second opinion" in page


def test_twice_is_one_note(client: Client, moderator: User, comment: Comment) -> None:
    for _ in range(2):
        assert client.post(at(comment), {"words": "Hm."}).status_code == 302
    assert comment.notes.count() == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (None, "Write a word"),
        ("", "Write a word"),
        (" \u3164 ", "Write a word"),
        ("é" * 2001, "2001 characters"),
        ("word " * 50_000, "249999 characters"),
        ("Bell\x07 and \u202ebidi", "invisible or broken"),
    ],
)
def test_bad_input_is_named_and_kept(
    client: Client, moderator: User, comment: Comment, words: Any, told: str
) -> None:
    data = {} if words is None else {"words": words, "asks_opinion": "on"}
    answer = client.post(at(comment), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page
    assert (words or "").strip()[:4] in page and ("checked" in page) == bool(data)
    assert not Note.objects.exists()


def test_note_on_what_was_erased_meanwhile_is_told_and_shown_again(
    client: Client, moderator: User, comment: Comment
) -> None:
    moderation.withdraw(comment)
    answer = client.post(at(comment), {"words": "Too late."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "was erased" in page and "Too late.</textarea>" in page
    assert at(comment) not in own_page(client, comment)


def test_reading_keeps_nothing(
    client: Client, moderator: User, comment: Comment
) -> None:
    assert client.get(at(comment), {"words": "Hm."}).status_code == 200
    assert not Note.objects.exists()


def test_other_methods_are_refused(
    client: Client, moderator: User, comment: Comment
) -> None:
    assert client.put(at(comment)).status_code == 405


def test_stranger_is_asked_to_sign_in(client: Client, comment: Comment) -> None:
    answer = client.post(at(comment), {"words": "Hm."})
    assert answer["Location"].startswith("/admin/login/")
    assert not Note.objects.exists()


def test_who_may_only_look_reads_and_keeps_none(
    client: Client, comment: Comment
) -> None:
    notes.write(comment, make_moderator(), "Read by all of us.")
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    client.force_login(viewer)
    assert client.post(at(comment), {"words": "Hm."}).status_code == 403
    page = own_page(client, comment)
    assert "Read by all of us." in page and at(comment) not in page


@pytest.mark.parametrize(("kept", "queries"), [(0, 14), (1, 15), (5, 15)])
def test_own_page_costs_the_same_queries(
    client: Client,
    moderator: User,
    comment: Comment,
    kept: int,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(kept):
        notes.write(comment, make_moderator(), f"Note {number}", asks_opinion=True)
    with django_assert_num_queries(queries):
        own_page(client, comment)
