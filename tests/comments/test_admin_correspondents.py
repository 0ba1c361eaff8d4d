"""One address's comments, finding it, and erasing them all."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from comments import correspondents, moderation
from comments.models import Comment, Correspondent, Status
from tests.comments.test_races import at_once
from tests.comments.writers import FIND, SECRET, make_writer, own
from tests.mailing import suppress
from tests.make import make_comment, make_draft, make_moderator

pytestmark = pytest.mark.django_db


# Finding by address


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("typed", [SECRET, " Secret@EXAMPLE.org "])
def test_address_leads_to_its_page(client: Client, typed: str) -> None:
    writer = make_writer()
    assert client.post(FIND, {"address": typed})["Location"] == own(writer)


def test_search_is_logged_without_the_address(client: Client, moderator: User) -> None:
    writer = make_writer()
    client.post(FIND, {"address": SECRET})
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (moderator, str(writer.pk))
    assert "secret" not in entry.object_repr + entry.change_message


@pytest.mark.usefixtures("moderator")
def test_unknown_address_is_told_logged_and_stays_in_the_form(client: Client) -> None:
    page = client.post(FIND, {"address": SECRET}).content.decode()
    assert "No comment here was sent with this address." in page
    assert f'value="{SECRET}"' in page
    entry = LogEntry.objects.get()
    assert entry.object_repr == "Searched for an address: not found"
    assert "secret" not in entry.change_message


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("typed", ["", "secret", "a@b@c", "x" * 300, "\0@x.org"])
def test_what_is_no_address_finds_nothing(client: Client, typed: str) -> None:
    answer = client.post(FIND, {"address": typed})
    assert answer.status_code == 200 and b"errornote" in answer.content
    assert not LogEntry.objects.exists()


@pytest.mark.usefixtures("moderator")
def test_searching_twice_is_logged_twice(client: Client) -> None:
    make_writer()
    for _ in range(2):
        client.post(FIND, {"address": SECRET})
    assert LogEntry.objects.count() == 2


@pytest.mark.usefixtures("moderator")
def test_search_by_get_does_nothing(client: Client) -> None:
    make_writer()
    answer = client.get(FIND, {"address": SECRET})
    assert answer.status_code == 200 and b"secret" not in answer.content
    assert not LogEntry.objects.exists()


def test_search_needs_the_permission(client: Client, helper: User) -> None:
    make_writer()
    assert client.post(FIND, {"address": SECRET}).status_code == 403
    assert client.get(FIND).status_code == 403
    assert b'name="address"' not in client.get("/admin/comments/comment/").content


@pytest.mark.usefixtures("moderator")
def test_list_offers_the_search(client: Client) -> None:
    page = client.get("/admin/comments/comment/").content.decode()
    assert f'action="{FIND}"' in page and 'name="address"' in page


@pytest.mark.parametrize("act", ["", "address/", "erase/"])
def test_stranger_is_asked_to_sign_in(client: Client, act: str) -> None:
    answer = client.post(own(make_writer(), act), {"asked_twice": "1"})
    assert answer["Location"].startswith("/admin/login/")
    assert client.post(FIND, {"address": SECRET})["Location"].startswith("/admin/login")
    assert Comment.objects.get().text


def test_address_is_found_under_an_older_key(settings: Any) -> None:
    writer = make_writer()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode(), *settings.ADDRESS_KEYS]
    assert correspondents.find(SECRET) == writer
    settings.ADDRESS_KEYS = settings.ADDRESS_KEYS[:1]
    assert correspondents.find(SECRET) is None


# Its page


@pytest.mark.usefixtures("moderator")
def test_page_shows_comments_and_counts_but_no_address(client: Client) -> None:
    writer = make_writer(words="Here it waits.")
    make_comment(Status.SPAM, email=SECRET, words="This was spam.")
    make_comment(email="other@example.org", words="Of somebody else.")
    page = client.get(own(writer)).content.decode()
    assert "Here it waits." in page and "This was spam." in page
    assert "2 comments since" in page and "<dt>Spam</dt>" in page
    assert "Of somebody else." not in page and "secret" not in page


@pytest.mark.usefixtures("moderator")
def test_pages_follow_each_other_without_a_gap(client: Client) -> None:
    writer = make_writer(51, submitted_at=timezone.now() - timedelta(hours=2))
    newest = make_comment(email=SECRET)
    first = client.get(own(writer)).context
    assert first["comments"][0] == newest
    second = client.get(own(writer), {"before": first["next_before"]}).context
    keys = [comment.pk for page in (first, second) for comment in page["comments"]]
    assert keys == sorted(writer.comments.values_list("pk", flat=True), reverse=True)
    assert second["next_before"] is None


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("before", ["", "x", "0", "9" * 5000])
def test_nonsense_shows_the_latest(client: Client, before: str) -> None:
    writer = make_writer()
    assert len(client.get(own(writer), {"before": before}).context["comments"]) == 1


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("key", [0, 4711, 10**30])
def test_unknown_writer_is_404(client: Client, key: int) -> None:
    assert client.get(f"{FIND}{key}/").status_code == 404


@pytest.mark.usefixtures("moderator")
def test_page_needs_no_key_to_the_address(client: Client, settings: Any) -> None:
    writer = make_writer()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    assert client.get(own(writer)).status_code == 200
    answer = client.post(own(writer, "address/"))
    assert answer.status_code == 200 and b"ADDRESS_KEYS" in answer.content


def test_helper_sees_the_comments_but_may_do_nothing(
    client: Client, helper: User
) -> None:
    writer = make_writer(words="Here it waits.")
    page = client.get(own(writer)).content.decode()
    assert "Here it waits." in page
    assert "Show the address" not in page and "Erase everything" not in page


def test_page_is_for_who_may_see_comments(client: Client, helper: User) -> None:
    helper.user_permissions.clear()
    assert client.get(own(make_writer())).status_code == 403


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("comments", [1, 20])
def test_page_costs_the_same_queries(
    client: Client, comments: int, django_assert_num_queries: Any
) -> None:
    writer = make_writer(comments)
    with django_assert_num_queries(10):
        client.get(own(writer))


@pytest.mark.usefixtures("moderator")
def test_a_comment_leads_to_its_writers_others(client: Client) -> None:
    writer = make_writer(3)
    comment = writer.comments.first()
    page = client.get(f"/admin/comments/comment/{comment.pk}/change/").content.decode()  # type: ignore[union-attr]
    assert f'<a href="{own(writer)}">Other comments from this address (2)</a>' in page


# The address


def test_address_is_shown_on_request_and_logged(
    client: Client, moderator: User
) -> None:
    writer = make_writer()
    assert SECRET.encode() in client.post(own(writer, "address/")).content
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (moderator, str(writer.pk))
    assert "secret" not in entry.object_repr + entry.change_message


@pytest.mark.parametrize("act", ["address/", "erase/", "lift/"])
def test_reading_reveals_and_erases_nothing(
    client: Client, moderator: User, act: str
) -> None:
    assert client.get(own(make_writer(), act)).status_code == 405


@pytest.mark.parametrize("act", ["address/", "erase/", "lift/"])
def test_acts_need_their_permissions(client: Client, helper: User, act: str) -> None:
    writer = make_writer()
    answer = client.post(own(writer, act), {"asked_twice": "1"})
    assert answer.status_code == 403
    assert Comment.objects.get().text


# Mail to it


@pytest.mark.usefixtures("moderator")
def test_address_that_came_back_is_told_and_written_to_again(
    client: Client,
) -> None:
    writer = make_writer()
    Correspondent.objects.update(bounced_at=timezone.now())
    assert "Gets no mail: on " in client.get(own(writer)).content.decode()
    client.post(own(writer, "lift/"))
    writer.refresh_from_db()
    assert writer.bounced_at is None
    assert "Gets no mail" not in client.get(own(writer)).content.decode()
    assert "Mail may go to it again." in str(LogEntry.objects.get())


@pytest.mark.usefixtures("moderator")
def test_who_wants_no_mail_is_told_and_cannot_be_written_to(client: Client) -> None:
    writer = make_writer()
    suppress(writer, timezone.now())
    page = client.get(own(writer)).content.decode()
    assert "Gets no mail, for good" in page and "Write to it again" not in page


# Erasing all


@pytest.mark.usefixtures("moderator")
def test_erasing_asks_first(client: Client) -> None:
    writer = make_writer(2)
    page = client.post(own(writer, "erase/")).content
    assert b"Erase all 2 comments from this address for good?" in page
    assert Comment.objects.filter(status=Status.PENDING).count() == 2


def test_erasing_leaves_neither_words_nor_address(
    client: Client, moderator: User
) -> None:
    writer, other = make_writer(2), make_comment(email="other@example.org")
    answer = client.post(own(writer, "erase/"), {"asked_twice": "1"}, follow=True)
    assert b"2 comments are erased." in answer.content
    assert Comment.objects.exclude(text="").get() == other
    assert Correspondent.objects.get() == other.correspondent
    assert LogEntry.objects.get().user == moderator


@pytest.mark.usefixtures("moderator")
def test_erasing_twice_finds_nobody(client: Client) -> None:
    writer = make_writer()
    codes = [
        client.post(own(writer, "erase/"), {"asked_twice": "1"}).status_code
        for _ in range(2)
    ]
    assert codes == [302, 404]


@pytest.mark.usefixtures("moderator")
def test_erasing_many_goes_on_when_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.admin_correspondents.ERASED_AT_ONCE", 2)
    writer = make_writer(3)
    answer = client.post(own(writer, "erase/"), {"asked_twice": "1"}, follow=True)
    assert b"1 is still here: erase again to go on." in answer.content
    client.post(own(writer, "erase/"), {"asked_twice": "1"})
    assert not Correspondent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_comment_that_comes_while_all_are_erased_keeps_its_address() -> None:
    writer, by = make_writer(3), make_moderator()
    draft = make_draft(email=SECRET)
    at_once(
        partial(moderation.withdraw_from, writer, by, 10),
        partial(moderation.submit, draft, ["new"]),
    )
    kept = Comment.objects.exclude(status=Status.WITHDRAWN)
    for comment in kept:
        assert comment.text and comment.correspondent == Correspondent.objects.get()
    assert kept or not Correspondent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_erase_at_once_erase_each_comment_once() -> None:
    writer, by = make_writer(4), make_moderator()
    done = at_once(*[partial(moderation.withdraw_from, writer, by, 10)] * 2)
    assert sum(done) == 4
    assert not Correspondent.objects.exists()


# Notes


@pytest.mark.usefixtures("helper")
def test_note_on_a_writer_is_kept_and_shown(client: Client) -> None:
    writer = make_writer()
    page = client.post(own(writer, "note/"), {"words": "Known to me."}, follow=True)
    assert b"Known to me." in page.content
    assert writer.notes.get().words == "Known to me."


@pytest.mark.usefixtures("helper")
def test_refused_note_comes_back(client: Client) -> None:
    words = "word " * 500
    answer = client.post(own(make_writer(), "note/"), {"words": words})
    assert answer.status_code == 422 and words.strip().encode() in answer.content


def test_note_needs_the_permission_to_change(client: Client, helper: User) -> None:
    helper.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    writer = make_writer()
    assert client.post(own(writer, "note/"), {"words": "x y"}).status_code == 403
    assert b"Keep this note" not in client.get(own(writer)).content
