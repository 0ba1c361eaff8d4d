"""What waits for who writes, on the admin's front page."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guide.models import Post
from guide.waiting import SHOWN, waiting_for
from tests.make import make_author, make_guide, make_helpline, make_member, make_post

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def front_page(client: Client, member: User) -> str:
    client.force_login(member)
    return re.sub(r"\s+", " ", client.get("/admin/").content.decode())


def test_ones_own_drafts_come_first_then_the_latest() -> None:
    amanda = make_member("Authors")
    own = make_author(account=amanda)
    for title, author in (("old", None), ("mine", own), ("new", None)):
        make_post(title=title, published_at=None, author=author or make_author())
    Post.objects.filter(title="old").update(updated_at=NOW - timedelta(days=9))
    Post.objects.filter(title="mine").update(updated_at=NOW - timedelta(days=20))
    found = waiting_for(amanda).drafts
    assert found and [post.title for post in found.posts] == ["mine", "new", "old"]


def test_what_is_published_next_comes_first() -> None:
    for days in (3, 1, 2, -1):
        make_post(title=f"in {days}", published_at=NOW + timedelta(days=days))
    found = waiting_for(make_member("Authors"), NOW).scheduled
    assert found and [p.title for p in found.posts] == ["in 1", "in 2", "in 3"]


def test_few_are_shown_and_the_rest_is_a_link_away(client: Client) -> None:
    for number in range(SHOWN + 1):
        make_post(title=f"Draft {number}", published_at=None)
    page = front_page(client, make_member("Authors"))
    assert len(re.findall(r">Draft \d<", page)) == SHOWN
    assert "?state=draft" in page


def test_front_page_leads_to_all_of_it(client: Client) -> None:
    draft, guide = make_post(title="A draft", published_at=None), make_guide()
    make_post(title="Next one", published_at=datetime(2096, 3, 4, tzinfo=UTC))
    make_helpline()
    page = front_page(client, make_member("Owners"))
    assert f'/admin/guide/post/{draft.pk}/change/">A draft<' in page
    assert "Next one" in page and "March 4, 2096" in page
    assert f"/admin/guide/guide/{guide.pk}/chapters/" in page
    assert "1 helpline wasn’t checked" in page


def test_nothing_waits_that_is_not_ones_to_do(client: Client) -> None:
    make_post(title="A draft", published_at=None)
    make_helpline()
    page = front_page(client, make_member("Moderators"))
    assert "A draft" not in page and "helpline" not in page
    assert "helpline" not in front_page(client, make_member("Authors"))


def test_empty_lists_have_no_heading(client: Client) -> None:
    page = front_page(client, make_member("Authors"))
    assert "Writing" in page and "Begin a post" in page
    assert ">Drafts<" not in page and "Published next" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_four_queries(number: int, django_assert_num_queries: Any) -> None:
    owner = make_member("Owners")
    owner.has_perm("guide.change_post")  # asked for once in a request
    for _ in range(number):
        make_post(published_at=None)
        make_post(published_at=NOW + timedelta(days=1))
        make_helpline()
    with django_assert_num_queries(4):
        waiting_for(owner, NOW)


@pytest.mark.parametrize("number", [1, 30])
def test_front_page_costs_the_same_queries(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    client.force_login(make_member("Owners"))
    for _ in range(number):
        make_post(published_at=None)
        make_helpline()
    with django_assert_num_queries(20):
        client.get("/admin/")
