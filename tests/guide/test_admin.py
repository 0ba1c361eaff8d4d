import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guide import related
from guide.models import Page, PickedPost, Post
from tests.make import (
    LONG_AGO,
    make_guide,
    make_moderator,
    make_page,
    make_post,
    make_question,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    editor = make_moderator()
    client.force_login(editor)
    return editor


def address(row: models.Model | type[models.Model], view: str) -> str:
    arguments = [row.pk] if isinstance(row, models.Model) else []
    return reverse(f"admin:guide_{row._meta.model_name}_{view}", args=arguments)


def page_of(client: Client, row: models.Model | type[models.Model], view: str) -> str:
    return client.get(address(row, view)).content.decode()


def form_of(post: Post, **fields: Any) -> dict[str, Any]:
    """What the admin's form of ``post`` sends."""
    given = {"title": post.title, "slug": post.slug, "body": post.body}
    for inline in ("questions", "picked"):
        given |= {f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0"}
    return given | {"author": post.author_id, "position": 0} | fields


@pytest.mark.parametrize("model", [Post, Page])
def test_author_is_told_how_to_write(
    client: Client, editor: User, model: type[models.Model]
) -> None:
    page = page_of(client, model, "add")
    assert "an empty line begins a paragraph" in page
    assert re.search(r'<textarea name="body"[^>]* rows="24"', page)
    assert "/css/admin." in page  # which lets it be as high on a phone


def test_no_line_of_fields_is_wider_than_a_phone(client: Client, editor: User) -> None:
    page = page_of(client, Post, "add")
    assert page.count("data-inline-type=") == page.count('data-inline-type="stacked"')
    assert 'id="picked-group"' in page


def test_text_with_an_open_block_is_not_saved(client: Client, editor: User) -> None:
    post = make_post(body="Before.")
    answer = client.post(
        address(post, "change"), form_of(post, body="One.\r\n\r\n::: say\r\nTwo.")
    )
    assert "Line 3: the block “::: say” is never closed" in answer.content.decode()
    post.refresh_from_db()
    assert post.body == "Before."


def test_text_with_a_closed_block_is_saved(client: Client, editor: User) -> None:
    post = make_post()
    body = "::: say\r\nTwo.\r\n:::"
    client.post(address(post, "change"), form_of(post, body=body))
    post.refresh_from_db()
    assert post.body == body


STATES = {
    "draft": None,
    "scheduled": datetime(2096, 3, 4, 9, 5, tzinfo=UTC),
    "published": LONG_AGO,
}


def test_two_who_save_wait_before_either_holds_a_post(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, done = make_post(), []
    form = form_of(post, slug="new")
    monkeypatch.setattr(related, "wait_for_others", lambda: done.append("waits"))
    monkeypatch.setattr(Post, "save", lambda post: done.append("saves"))
    client.post(address(post, "change"), form)
    assert done == ["waits", "saves", "waits"]


def test_list_says_what_is_public(client: Client, editor: User) -> None:
    for state, published_at in STATES.items():
        make_post(title=f"A {state} one", published_at=published_at)
    page = page_of(client, Post, "changelist")
    cells = re.findall(r'<td class="field-state[^"]*">(.*?)</td>', page)
    scheduled = "scheduled for March 4, 2096, 9:05 a.m."
    assert sorted(cells) == ["draft", "published", scheduled]


@pytest.mark.parametrize("state", STATES)
def test_list_can_show_one_state(client: Client, editor: User, state: str) -> None:
    for name, published_at in STATES.items():
        make_post(title=f"A {name} one", published_at=published_at)
    page = client.get(address(Post, "changelist"), {"state": state}).content.decode()
    assert re.findall(r">A (\w+) one</a>", page) == [state]


def test_nonsense_for_a_state_shows_all(client: Client, editor: User) -> None:
    make_post(title="Still here")
    answer = client.get(address(Post, "changelist"), {"state": "nonsense"})
    assert b"Still here" in answer.content


@pytest.mark.parametrize("posts", [1, 30])
def test_list_costs_the_same_queries(
    client: Client, editor: User, posts: int, django_assert_num_queries: Any
) -> None:
    guide = make_guide()
    for position in range(posts):
        make_post(guide=guide, position=position)
    with django_assert_num_queries(7):
        page_of(client, Post, "changelist")


@pytest.mark.parametrize("state", STATES)
def test_way_to_the_site_is_shown_where_there_is_one(
    client: Client, editor: User, state: str
) -> None:
    post = make_post(published_at=STATES[state])
    page = page_of(client, post, "change")
    assert ("View on site" in page) is (state == "published")


@pytest.mark.parametrize("state", ["draft", "published"])
def test_topic_and_author_lead_to_their_lists(
    client: Client, editor: User, state: str
) -> None:
    topic = make_topic()
    post = make_post((topic,), published_at=STATES[state])
    for row in (topic, post.author):
        shown = "View on site" in page_of(client, row, "change")
        assert shown is (state == "published")


@pytest.mark.parametrize("slug", Page.FIXED)
def test_page_that_every_page_links_to_stays(
    client: Client, editor: User, slug: str
) -> None:
    page = make_page(slug=slug)
    assert client.post(address(page, "delete"), {"post": "yes"}).status_code == 403
    assert address(page, "delete") not in page_of(client, page, "change")
    assert Page.objects.filter(slug=slug).exists()


@pytest.mark.parametrize("slug", Page.FIXED)
def test_page_that_every_page_links_to_keeps_its_address(
    client: Client, editor: User, slug: str
) -> None:
    page = make_page(slug=slug)
    form = {"slug": "elsewhere", "title": "New title", "body": "New words."}
    client.post(address(page, "change"), form)
    page.refresh_from_db()
    assert (page.slug, page.title) == (slug, "New title")


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_two_who_save_at_once_wait_before_either_has_a_post(
    client: Client, editor: User
) -> None:
    """Else one with a new address would be waited for by who lists it, and wait."""
    post = make_post()
    with CaptureQueriesContext(connection) as asked:
        client.post(address(post, "change"), form_of(post, slug="another"))
    statements = [query["sql"] for query in asked]
    [lock, *_again] = [n for n, sql in enumerate(statements) if "advisory" in sql]
    [saved] = [n for n, sql in enumerate(statements) if 'UPDATE "guide_post"' in sql]
    assert lock < saved


def test_who_deletes_a_post_is_not_shown_what_the_site_notes_by_itself(
    client: Client, editor: User
) -> None:
    post, other = make_post(title="The bridge"), make_post(title="The lantern")
    make_question(post=post, question="How long?")
    PickedPost.objects.create(post=post, other=other)
    related.work_out([post, other])
    shown = page_of(client, post, "delete")
    assert "How long?" in shown and "Similar posts, by hand: 1" in shown
    assert not re.search("(?i)search row|terms of|similar posts: ", shown)
    shown = page_of(client, make_page(), "delete")
    assert "search row" not in shown.lower()


def delete_all_pages(client: Client) -> str:
    """Mark all, choose to delete, confirm."""
    form = {
        "action": "delete_selected",
        "_selected_action": [page.pk for page in Page.objects.all()],
        "post": "yes",
    }
    answer = client.post(address(Page, "changelist"), form, follow=True)
    return answer.content.decode()


def test_many_pages_are_deleted_but_for_the_fixed_ones(
    client: Client, editor: User
) -> None:
    for slug in (*Page.FIXED, "other"):
        make_page(slug=slug, title=f"The {slug} page")
    shown = delete_all_pages(client)
    assert set(Page.objects.values_list("slug", flat=True)) == set(Page.FIXED)
    assert "The help page, The house-rules page, The privacy page: not deleted" in shown


def test_fixed_pages_alone_are_not_deleted(client: Client, editor: User) -> None:
    make_page(slug="help")
    assert "not deleted, because every page links there" in delete_all_pages(client)
    assert Page.objects.filter(slug="help").exists()


def test_other_page_may_move_and_go(client: Client, editor: User) -> None:
    page = make_page()
    form = {"slug": "elsewhere", "title": "A title", "body": "Words."}
    client.post(address(page, "change"), form)
    assert Page.objects.get(pk=page.pk).slug == "elsewhere"
    client.post(address(page, "delete"), {"post": "yes"})
    assert not Page.objects.exists()
