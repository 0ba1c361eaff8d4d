"""Words that save themselves at the desk, and are offered again."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guide.models import Page, Post, UnsavedText
from guide.text_values import Text
from tests.guide.desk import address, form_of, hidden, opened, save
from tests.make import (
    LONG_AGO,
    make_member,
    make_moderator,
    make_page,
    make_post,
    make_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client: Client) -> User:
    author = make_member("Authors", first_name="Amanda")
    client.force_login(author)
    return author


def keep(client: Client, text: Text, **fields: Any) -> dict[str, Any]:
    """As the script does; the form as it is then."""
    form = opened(client, text, **{"_turn": 1} | fields)
    answer = client.post(address(text, "keep"), form)
    assert answer.status_code == 200
    return form


def shown(client: Client, text: Text, **query: Any) -> str:
    return client.get(address(text, "change"), query).content.decode()


def row() -> UnsavedText:
    return UnsavedText.objects.get(is_saved=False)


def test_words_are_kept_and_nothing_is_published(client: Client, author: User) -> None:
    post = make_post(title="Old")
    form = opened(client, post, title="New", _turn=1)
    answer = client.post(address(post, "keep"), form)
    assert "Only you see it" in answer.json()["said"]
    post.refresh_from_db()
    assert post.title == "Old" and ["title", "New"] in row().fields


def test_words_are_offered_looked_at_and_taken_over(
    client: Client, author: User
) -> None:
    post = make_post(body="I met John there.")
    make_question(post=post, answer="Old.")
    body, answer = "I met him there.\n\n::: say\nNever closed.", "New."
    keep(client, post, **{"body": body, "questions-0-answer": answer})
    assert "You have unsaved words here" in shown(client, post)
    difference = client.get(address(Post, "unsaved", row().pk)).content.decode()
    assert "<del>John</del><ins>him</ins>" in difference
    assert "<del>Old</del><ins>New</ins>" in difference
    taken = shown(client, post, unsaved=row().pk)
    assert "These are your unsaved words" in taken
    assert "Never closed.</textarea>" in taken and "New.</textarea>" in taken


def test_taken_words_go_once_they_are_saved(client: Client, author: User) -> None:
    page = make_page(title="Old")
    keep(client, page, title="New")
    taken = hidden(shown(client, page, unsaved=row().pk))
    save(client, page, form_of(page, title="New") | taken)
    assert not UnsavedText.objects.filter(is_saved=False).exists()
    assert "You have unsaved words" not in shown(client, page)


def test_taken_words_know_what_they_were_begun_from(
    client: Client, author: User
) -> None:
    page = make_page(title="Old")
    keep(client, page, title="Mine")
    save(Client(), page, {})
    other = Client()
    other.force_login(make_moderator())
    save(other, page, opened(other, page, title="Theirs"))
    taken = hidden(shown(client, page, unsaved=row().pk))
    answer = save(client, page, form_of(page, title="Mine") | taken)
    assert "<del>Theirs</del><ins>Mine</ins>" in answer.content.decode()


def test_real_save_leaves_nothing_to_offer(client: Client, author: User) -> None:
    page = make_page()
    form = keep(client, page, title="New")
    save(client, page, form)
    client.post(address(page, "keep"), form)  # was still on its way
    assert not UnsavedText.objects.filter(is_saved=False).exists()


def test_words_of_a_new_post_are_offered_where_one_is_added(
    client: Client, author: User
) -> None:
    form = form_of(Post(title="Half a", body="")) | hidden(
        client.get(address(Post, "add")).content.decode()
    )
    client.post(address(Post, "keep_new"), form | {"author": "", "_turn": 1})
    difference = client.get(address(Post, "unsaved", row().pk)).content.decode()
    assert "<ins>Half a</ins>" in difference
    add = client.get(address(Post, "add"), {"unsaved": row().pk}).content.decode()
    assert 'value="Half a"' in add and "_begun" in add
    assert "unsaved words" not in shown(client, make_post())
    assert "unsaved words" not in client.get(address(Page, "add")).content.decode()


def test_words_are_dropped_by_a_button_alone(client: Client, author: User) -> None:
    page = make_page()
    keep(client, page, title="New")
    place = address(Page, "unsaved", row().pk)
    client.get(place)
    assert UnsavedText.objects.exists()
    assert client.post(place)["Location"] == address(page, "change")
    assert not UnsavedText.objects.exists()


def test_words_that_are_gone_are_said_to_be(client: Client, author: User) -> None:
    page = make_page()
    keep(client, page, title="New")
    other, key = make_page(), row().pk
    for text, query in ((other, key), (page, key + 1), (page, "nonsense")):
        assert "These words aren’t here any more" in shown(client, text, unsaved=query)


def test_nobody_reads_another_ones_words(client: Client, author: User) -> None:
    page = make_page()
    keep(client, page, title="Only Amanda’s")
    owner = Client()
    owner.force_login(make_moderator())
    assert owner.get(address(Page, "unsaved", row().pk)).status_code == 404
    found = shown(owner, page, unsaved=row().pk)
    assert "Only Amanda’s" not in found
    assert "Amanda writes here, too" in found and "You have unsaved" not in found
    assert "writes here, too" not in shown(client, page)


@pytest.mark.parametrize("view", ["keep", "keep_new"])
def test_words_of_who_may_not_save_are_not_kept(client: Client, view: str) -> None:
    page = make_page()
    place = address(page if view == "keep" else Page, view)
    form = form_of(page) | {"_sheet": "sheet-one", "_turn": 1}
    assert Client().post(place, form).status_code == 302
    client.force_login(make_member("Moderators"))
    assert client.post(place, form).status_code == 403
    assert not UnsavedText.objects.exists()


def test_wrong_requests_are_refused(client: Client, author: User) -> None:
    page = make_page()
    assert client.get(address(page, "keep")).status_code == 405
    assert client.post(address(page, "keep"), form_of(page)).status_code == 400
    page.delete()
    gone = client.post("/admin/guide/page/99999/unsaved/", {"title": "x"})
    assert gone.status_code == 404
    huge = {"body": "x" * 300_000, "_sheet": "sheet-one", "_turn": 1}
    assert client.post(address(Page, "keep_new"), huge).status_code == 413


def test_ended_session_leaves_no_page_of_kept_words_behind(
    client: Client, author: User
) -> None:
    """What saves itself would be in the way of what was sent by hand."""
    page = make_page()
    form = opened(client, page, _turn=1)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author)
    answer = strict.post(
        address(page, "keep"), form, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 403
    assert "kept_words" not in strict.session


def test_hostile_words_are_shown_as_words(client: Client, author: User) -> None:
    page = make_page()
    keep(client, page, body="<script>alert(1)</script>", title="\x00<b>")
    found = client.get(address(Page, "unsaved", row().pk)).content.decode()
    assert "<script>alert" not in found and "&lt;b&gt;" in found


def test_every_form_is_a_sheet_of_its_own(client: Client, author: User) -> None:
    page = make_page()
    one, other = (hidden(shown(client, page))["_sheet"] for _ in range(2))
    assert one != other
    assert re.fullmatch(r"[\w-]{8,40}", one)


def test_words_from_before_the_form_had_questions_leave_them(
    client: Client, author: User
) -> None:
    post = make_post(title="Old")
    make_question(post=post, answer="An answer.")
    keep(client, post, title="New")
    kept = row()
    kept.fields = [pair for pair in kept.fields if "questions" not in pair[0]]
    kept.save()
    taken = shown(client, post, unsaved=kept.pk)
    assert 'value="New"' in taken and "An answer.</textarea>" in taken
    difference = client.get(address(Post, "unsaved", kept.pk)).content.decode()
    assert "An answer." not in difference


def test_who_wrote_long_ago_is_not_said_to_write(client: Client, author: User) -> None:
    page = make_page()
    keep(client, page, title="New")
    UnsavedText.objects.update(at=LONG_AGO)
    other = Client()
    other.force_login(make_moderator())
    assert "writes here" not in shown(other, page)


def test_new_text_with_a_topic_that_is_gone_is_still_looked_at(
    client: Client, author: User
) -> None:
    words = {"title": "New", "topics": "999", "_sheet": "a-sheet-of-mine", "_turn": 1}
    client.post(address(Post, "keep_new"), words)
    assert "New" in client.get(address(Post, "unsaved", row().pk)).text
