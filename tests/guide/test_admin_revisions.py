"""Saving at the desk, and what was saved earlier."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guide.models import Page, Post, Question, TextRevision, UnsavedText
from guide.text_values import Text
from tests.guide.desk import address, form_of, hidden, opened, save
from tests.make import (
    make_member,
    make_moderator,
    make_page,
    make_post,
    make_question,
    make_topic,
)

pytestmark = pytest.mark.django_db
MAKE: list[Callable[..., Text]] = [make_post, make_page]


@pytest.fixture
def author(client: Client) -> User:
    author = make_member("Authors", first_name="Amanda")
    client.force_login(author)
    return author


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def other() -> Client:
    return client_of(make_member("Authors", first_name="Kevin"))


def box_in(page: str) -> dict[str, str]:
    """Its box to save mine over theirs, ticked."""
    [value] = re.findall(r'name="_over" value="(\w+)"', page)
    return {"_over": value}


def kept(text: Text) -> list[tuple[str | None, str]]:
    rows = TextRevision.objects.of(text).order_by("pk")
    return [(row.by and row.by.first_name, row.values["title"]) for row in rows]


# Saving


@pytest.mark.parametrize("make", MAKE)
def test_first_save_keeps_what_was_there_too(
    client: Client, author: User, make: Callable[..., Text]
) -> None:
    text = make(title="Old")
    save(client, text, opened(client, text, title="New"))
    assert kept(text) == [(None, "Old"), ("Amanda", "New")]


def test_new_post_is_kept_with_its_questions(client: Client, author: User) -> None:
    form = form_of(Post(slug="new", title="New", body="A.", author=make_post().author))
    form |= {"questions-TOTAL_FORMS": 1, "questions-0-question": "How long?"}
    form |= {"questions-0-slug": "how", "questions-0-answer": "A year."}
    form |= {"questions-0-position": 1}
    client.post(address(Post, "add"), form)
    [revision] = TextRevision.objects.of(Post.objects.get(slug="new"))
    assert [row["slug"] for row in revision.values["questions"]] == ["how"]


def test_save_without_a_word_of_its_beginning_is_kept(
    client: Client, author: User
) -> None:
    page = make_page(title="Old")
    save(client, page, form_of(page, title="New"))
    assert kept(page) == [(None, "Old"), ("Amanda", "New")]


def test_refused_save_keeps_nothing(client: Client, author: User) -> None:
    page = make_page()
    save(client, page, opened(client, page, title=""))
    assert kept(page) == []


# Two editors


@pytest.mark.parametrize("make", MAKE)
def test_second_save_goes_over_nothing(
    client: Client, author: User, other: Client, make: Callable[..., Text]
) -> None:
    text = make(title="Old")
    mine, theirs = (opened(each, text) for each in (client, other))
    save(other, text, theirs | {"title": "Theirs"})
    answer = save(client, text, mine | {"title": "Mine"})
    page = answer.content.decode()
    assert "Kevin has saved this meanwhile" in page
    assert "<del>Theirs</del><ins>Mine</ins>" in page
    assert 'name="title" value="Mine"' in page
    text.refresh_from_db()
    assert text.title == "Theirs"


def test_mine_is_saved_over_theirs_when_asked_and_both_are_kept(
    client: Client, author: User, other: Client
) -> None:
    page = make_page(title="Old")
    mine = opened(client, page, title="Mine")
    save(other, page, opened(other, page, title="Theirs"))
    shown = save(client, page, mine).content.decode()
    answer = save(client, page, mine | hidden(shown) | box_in(shown))
    assert answer.status_code == 302
    assert kept(page) == [(None, "Old"), ("Kevin", "Theirs"), ("Amanda", "Mine")]


def test_third_save_meanwhile_is_shown_as_well(
    client: Client, author: User, other: Client
) -> None:
    page = make_page(title="Old")
    mine = opened(client, page, title="Mine")
    save(other, page, opened(other, page, title="Theirs"))
    box = box_in(save(client, page, mine).content.decode())
    save(other, page, form_of(page, title="Third"))
    shown = save(client, page, mine | box).content.decode()
    assert "<del>Third</del><ins>Mine</ins>" in shown


def test_mistake_after_the_choice_is_not_asked_about_again(
    client: Client, author: User, other: Client
) -> None:
    page = make_page(title="Old")
    mine = opened(client, page, title="")
    save(other, page, opened(other, page, title="Theirs"))
    box = box_in(save(client, page, mine).content.decode())
    shown = save(client, page, mine | box).content.decode()
    assert "This field is required" in shown and "_over" not in shown
    assert hidden(shown)["_begun"] == box["_over"]


def test_what_a_list_changed_is_newer_too(client: Client, author: User) -> None:
    post = make_post()
    mine = opened(client, post)
    form = {"action": "unpublish", "_selected_action": [post.pk]}
    client.post(address(Post, "changelist"), form)
    page = save(client, post, mine).content.decode()
    assert "You have saved this meanwhile" in page
    post.refresh_from_db()
    assert post.published_at is None


def test_save_that_left_everything_as_it_was_is_in_nobodys_way(
    client: Client, author: User, other: Client
) -> None:
    page = make_page(title="Old")
    mine = opened(client, page, title="Mine")
    save(other, page, opened(other, page))
    assert save(client, page, mine).status_code == 302


def test_questions_and_topics_are_compared(
    client: Client, author: User, other: Client
) -> None:
    post, topic = make_post(), make_topic(name="rest")
    question = make_question(post=post, answer="Old.")
    mine = opened(client, post)
    theirs = opened(other, post, topics=[topic.pk])
    save(other, post, theirs | {"questions-0-answer": "Theirs."})
    page = save(client, post, mine).content.decode()
    assert "<del>rest</del>" in page and "<del>Theirs</del><ins>Old</ins>" in page
    question.refresh_from_db()
    assert question.answer == "Theirs."


def test_question_that_they_added_stays_and_is_not_said_to_go(
    client: Client, author: User, other: Client
) -> None:
    post = make_post()
    mine = opened(client, post, title="Mine")
    make_question(post=post, question="Theirs?")
    shown = save(client, post, mine).content.decode()
    assert "Mine</ins>" in shown and "Theirs?" not in shown
    save(client, post, mine | box_in(shown))
    assert Question.objects.get().question == "Theirs?"


def test_question_that_they_deleted_comes_back_with_mine(
    client: Client, author: User, other: Client
) -> None:
    post = make_post()
    make_question(post=post, question="Mine?")
    mine = opened(client, post)
    save(other, post, opened(other, post) | {"questions-0-DELETE": "on"})
    shown = save(client, post, mine).content.decode()
    assert not Question.objects.exists()
    save(client, post, mine | box_in(shown))
    assert Question.objects.get().question == "Mine?"


def test_refused_words_are_kept_without_script(
    client: Client, author: User, other: Client
) -> None:
    page = make_page()
    mine = opened(client, page, title="Mine")
    save(other, page, opened(other, page, title="Theirs"))
    save(client, page, mine)
    row = UnsavedText.objects.get(by=author)
    assert ["title", "Mine"] in row.fields


def queries(client: Client, place: str) -> int:
    client.get(place)  # which notes content types
    with CaptureQueriesContext(connection) as asked:
        client.get(place)
    return len(asked)


def test_form_costs_the_same_queries_however_much_belongs_to_it(
    client: Client, author: User
) -> None:
    small, big = make_post(), make_post(tuple(make_topic() for _ in range(5)))
    for number in range(6):
        make_question(post=small if not number else big)
        save(client, big, opened(client, big, title=f"Title {number}"))
    counts = [queries(client, address(post, "change")) for post in (small, big)]
    assert counts[0] == counts[1]


def test_form_of_a_page_costs_four_queries_more_than_it_did(
    client: Client, author: User, django_assert_num_queries: Any
) -> None:
    page = make_page()
    client.get(address(page, "change"))
    with django_assert_num_queries(6):
        client.get(address(page, "change"))


# Earlier versions


def test_history_names_who_when_and_what(client: Client, author: User) -> None:
    page = make_page(title="Old")
    save(client, page, opened(client, page, title="New", body="More."))
    shown = client.get(address(page, "history")).content.decode()
    assert "Saved by Amanda" in shown and "As it was found" in shown
    assert "Title, Text" in shown


@pytest.mark.parametrize("saves", [2, 12])
def test_history_costs_the_same_queries(
    client: Client, author: User, saves: int, django_assert_num_queries: Any
) -> None:
    page = make_page()
    for number in range(saves):
        save(client, page, form_of(page, title=f"Title {number}"))
    with django_assert_num_queries(10):
        client.get(address(page, "history"))


def test_history_of_what_was_never_saved_here_says_so(
    client: Client, author: User
) -> None:
    shown = client.get(address(make_page(), "history")).content.decode()
    assert "There is none yet" in shown


def two_versions(client: Client) -> tuple[Page, TextRevision]:
    """A page that was changed, and how it was before."""
    page = make_page(title="Old", slug="old", body="Old words.")
    form = {"title": "New", "slug": "new", "body": "New words."}
    save(client, page, form_of(page, **form))
    page.refresh_from_db()
    return page, TextRevision.objects.of(page).order_by("pk")[0]


def test_version_is_read_and_brought_back(client: Client, author: User) -> None:
    page, first = two_versions(client)
    place = address(page, "revision", first.pk)
    shown = client.get(place).content.decode()
    assert "<del>New</del><ins>Old</ins> words." in shown
    ticked = re.findall(r'value="(\w+)"\s+checked>', shown)
    assert sorted(ticked) == ["body", "title"]
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen
    client.post(place, {"seen": seen[1], "field": ticked})
    page.refresh_from_db()
    assert (page.title, page.slug, page.body) == ("Old", "new", "Old words.")
    shown = client.get(address(page, "history")).content.decode()
    assert "Amanda brought back the one of" in shown


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"seen": "stale", "field": ["title"]}, "Please look again"),
        ({"seen": "stale"}, "Nothing is ticked"),
        ({"field": ["pk", "updated_at"]}, "Nothing is ticked"),
    ],
)
def test_version_stays_where_it_is(
    client: Client, author: User, form: dict[str, Any], sentence: str
) -> None:
    page, first = two_versions(client)
    answer = client.post(address(page, "revision", first.pk), form)
    assert (answer.status_code, sentence in answer.content.decode()) == (409, True)
    page.refresh_from_db()
    assert page.title == "New"


def test_version_that_cannot_stand_says_why(client: Client, author: User) -> None:
    page, first = two_versions(client)
    make_page(slug="old")
    place = address(page, "revision", first.pk)
    seen = re.search(r'name="seen" value="(\w+)"', client.get(place).content.decode())
    assert seen
    answer = client.post(place, {"seen": seen[1], "field": ["slug"]})
    assert "already exists" in answer.content.decode()


def test_address_of_a_fixed_page_is_not_brought_back(
    client: Client, author: User
) -> None:
    page, first = two_versions(client)
    Page.objects.filter(pk=page.pk).update(slug="help")
    shown = client.get(address(page, "revision", first.pk)).content.decode()
    assert 'value="slug"' not in shown


def test_version_of_another_text_is_not_found(client: Client, author: User) -> None:
    _page, first = two_versions(client)
    other = make_page()
    assert client.get(address(other, "revision", first.pk)).status_code == 404


def test_who_may_only_look_brings_nothing_back(client: Client, author: User) -> None:
    page, first = two_versions(client)
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_page"))
    looking, place = client_of(viewer), address(page, "revision", first.pk)
    shown = looking.get(place).content.decode()
    assert "<ins>Old</ins>" in shown and "Bring back" not in shown
    assert looking.post(place, {"field": ["title"]}).status_code == 403
    assert "_begun" not in looking.get(address(page, "change")).content.decode()


@pytest.mark.parametrize("view", ["history", "revision"])
def test_stranger_reads_no_version(client: Client, author: User, view: str) -> None:
    page, first = two_versions(client)
    more = [first.pk] if view == "revision" else []
    moderators = client_of(make_member("Moderators"))
    assert moderators.get(address(page, view, *more)).status_code == 403
    assert Client().get(address(page, view, *more)).status_code == 302


# Deleting


def test_who_deletes_is_told_what_goes_with_it(client: Client) -> None:
    client.force_login(make_moderator())
    page, _first = two_versions(client)
    shown = client.get(address(page, "delete")).content.decode()
    assert "2 earlier versions: they can’t be brought back then" in shown
    assert "Earlier version: " not in shown and "Unsaved words: " not in shown
    client.post(address(page, "delete"), {"post": "yes"})
    assert not TextRevision.objects.exists()


def test_version_outlives_the_account_that_saved_it(
    client: Client, author: User
) -> None:
    page, _first = two_versions(client)
    author.delete()
    assert kept(page) == [(None, "Old"), (None, "New")]


# At once


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once_are_one_save_and_one_question() -> None:
    post, barrier = make_post(title="Old"), Barrier(2)
    clients = [client_of(make_moderator()) for _ in range(2)]
    forms = [opened(client, post, title=f"By {n}") for n, client in enumerate(clients)]

    def save_one(client: Client, form: dict[str, Any]) -> int:
        try:
            barrier.wait()
            return int(save(client, post, form).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(partial(save_one), clients, forms))
    assert sorted(codes) == [200, 302]
    post.refresh_from_db()
    assert post.title == f"By {codes.index(302)}"
    assert [title for _by, title in kept(post)] == ["Old", post.title]
