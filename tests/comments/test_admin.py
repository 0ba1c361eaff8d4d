import re
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from comments import moderation
from comments.models import Comment, Status
from tests.comments.admin_pages import LIST, own, page_of
from tests.make import make_comment, make_moderator, make_post, make_report

pytestmark = pytest.mark.django_db


def test_stranger_is_asked_to_sign_in(client: Client) -> None:
    comment = make_comment()
    for address in (LIST, page_of(comment)):
        assert client.get(address)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("path", ["decide", "address", "delete"])
def test_stranger_decides_and_sees_nothing(client: Client, path: str) -> None:
    comment = make_comment()
    answer = client.post(own(comment, path), {"verb": "approve", "post": "yes"})
    assert answer["Location"].startswith("/admin/login/")
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_front_page_begins_with_what_waits(client: Client, moderator: User) -> None:
    make_comment(words="This one waits.")
    make_comment(Status.APPROVED)
    page = client.get("/admin/").content
    assert b'id="queue-count">1<' in page and b"This one waits." in page


def test_front_page_of_others_has_no_queue(client: Client) -> None:
    client.force_login(User.objects.create_user("writer", is_staff=True))
    make_comment(words="This one waits.")
    page = client.get("/admin/").content
    assert b"This one waits." not in page and b"queue.js" not in page


def test_list_begins_with_what_waits(client: Client, moderator: User) -> None:
    make_comment(words="This one waits.")
    make_comment(Status.APPROVED, words="This one stands.")
    page = client.get(LIST).content
    assert b"This one waits." in page and b"This one stands." not in page


@pytest.mark.parametrize("query", ["?q=stands", "?status=all", "?status=approved"])
def test_search_and_filter_find_the_others(
    client: Client, moderator: User, query: str
) -> None:
    make_comment(Status.APPROVED, words="This one stands.")
    assert b"This one stands." in client.get(LIST + query).content


def test_list_says_why_each_is_held(client: Client, moderator: User) -> None:
    make_comment()
    assert b"Every comment waits for a person." in client.get(LIST).content


def test_own_page_saves_nothing(client: Client, moderator: User) -> None:
    comment = make_comment()
    assert client.post(page_of(comment), {"_save": "1"}).status_code == 405


@pytest.mark.parametrize(
    "lookup",
    [
        "correspondent=1",
        "correspondent__lookup__startswith=a",
        "sender__startswith=a",
        "text_digest__startswith=a",
        "text__regex=(",
        "submitted_at__year=99999",
    ],
)
def test_list_answers_no_question_of_its_own_making(
    client: Client, moderator: User, lookup: str
) -> None:
    assert client.get(f"{LIST}?{lookup}").status_code == 400


@pytest.mark.parametrize("query", ["status=%00", "status=nonsense", "q=%00", "p=9999"])
def test_nonsense_in_the_lists_address_is_no_error(
    client: Client, moderator: User, query: str
) -> None:
    assert client.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_search_of_thousands_of_words_is_no_error(
    client: Client, moderator: User
) -> None:
    words = "word " * 2000
    assert client.get(LIST, {"q": words}).status_code == 200


@pytest.mark.parametrize("path", ["decide", "address"])
def test_reading_decides_and_reveals_nothing(
    client: Client, moderator: User, path: str
) -> None:
    assert client.get(own(make_comment(), path)).status_code == 405


def test_own_page_shows_it_as_it_will_appear(client: Client, moderator: User) -> None:
    comment = make_comment(words="*Softly* <script>")
    page = client.get(page_of(comment)).content
    assert b"<em>Softly</em> &lt;script&gt;" in page
    assert comment.post.get_absolute_url().encode() in page


@pytest.mark.parametrize("status", Status)
def test_own_page_leads_to_a_page_that_is_there(
    client: Client, moderator: User, status: str
) -> None:
    comment = make_comment(Status(status))
    page = client.get(page_of(comment)).content.decode()
    [address] = re.findall(r'href="([^"]*)" class="viewsitelink"', page)
    assert client.get(address).status_code == 200


def test_own_page_shows_the_log(client: Client, moderator: User) -> None:
    comment = make_comment()
    moderation.decline(comment, make_moderator(username="another"))
    page = client.get(page_of(comment)).content.decode()
    assert "another" in page and "Waiting → Declined" in page


def test_no_page_of_the_admin_shows_an_address(client: Client, moderator: User) -> None:
    comment = make_comment(email="secret@example.org")
    for address in (LIST, page_of(comment), "/admin/", own(comment, "history")):
        assert b"secret@" not in client.get(address).content


def test_address_is_shown_on_request_and_the_look_is_logged(
    client: Client, moderator: User
) -> None:
    comment = make_comment(email="secret@example.org")
    assert b"secret@example.org" in client.post(own(comment, "address")).content
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (moderator, str(comment.pk))
    assert "secret" not in entry.object_repr + entry.change_message


def test_address_that_no_key_reads_is_told_and_no_error(
    client: Client, moderator: User, settings: Any
) -> None:
    comment = make_comment()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    answer = client.post(own(comment, "address"))
    assert answer.status_code == 200 and b"ADDRESS_KEYS" in answer.content


def test_address_needs_its_permission(client: Client, helper: User) -> None:
    comment = make_comment()
    assert b"Show the address" not in client.get(page_of(comment)).content
    assert client.post(own(comment, "address")).status_code == 403


def test_erasing_asks_first_and_leaves_no_word(client: Client, moderator: User) -> None:
    comment = make_comment(words="To be erased.")
    assert b"Erase this comment for good?" in client.get(own(comment, "delete")).content
    client.post(own(comment, "delete"), {"post": "yes"})
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.WITHDRAWN, "")
    assert comment.decisions.get().by == moderator


def test_admins_own_log_keeps_neither_words_nor_names(
    client: Client, moderator: User
) -> None:
    comment = make_comment(name="Wren", words="To be erased.")
    client.post(own(comment, "delete"), {"post": "yes"})
    entry = LogEntry.objects.get()
    assert entry.object_repr == f"Comment {comment.pk}"


def test_nothing_is_erased_in_bulk_or_added_by_hand(
    client: Client, moderator: User
) -> None:
    make_comment()
    assert b"delete_selected" not in client.get(LIST).content
    assert client.get(f"{LIST}add/").status_code == 403


@pytest.mark.parametrize("comments", [1, 50])
def test_list_costs_the_same_queries(  # type: ignore[no-untyped-def]
    client: Client, moderator: User, comments: int, django_assert_num_queries
) -> None:
    post = make_post()
    for _ in range(comments):
        make_comment(post=post)
    with django_assert_num_queries(6):
        client.get(LIST)


def test_connection_button_is_there_while_the_hash_is(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    assert b"Block its connection" in client.get(page_of(comment)).content
    Comment.objects.update(sender="")
    assert b"Block its connection" not in client.get(page_of(comment)).content


@pytest.mark.parametrize("reports", [1, 20])
def test_page_of_a_comment_costs_the_same_queries(  # type: ignore[no-untyped-def]
    client: Client, moderator: User, reports: int, django_assert_num_queries
) -> None:
    comment = make_comment(Status.APPROVED)
    for _ in range(reports):
        make_report(comment=comment, settled_by=moderator)
        moderation.hold(comment, moderator)
        moderation.approve(comment, moderator)
    client.get(page_of(comment))  # what is remembered by the process is asked once
    with django_assert_num_queries(16):
        client.get(page_of(comment))
