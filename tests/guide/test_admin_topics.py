import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from guide import related, topics
from guide.models import OldPath, SimilarPost, Topic
from tests.make import make_author, make_member, make_post, make_topic

pytestmark = pytest.mark.django_db

LIST = "/admin/guide/topic/"


@pytest.fixture
def calm() -> Topic:
    """With two posts about it; two more are about rest and peace."""
    calm, rest, peace = (make_topic(name=n, slug=n) for n in ("calm", "rest", "peace"))
    author = make_author()
    make_post((calm,), title="One", author=author)
    make_post((calm, rest), title="Two", author=author)
    make_post((peace,), title="Three", author=author, published_at=None)
    return calm


@pytest.fixture
def author(client: Client) -> User:
    author = make_member("Authors")
    client.force_login(author)
    return author


def others() -> list[Topic]:
    return list(Topic.objects.exclude(name="calm"))


def merge(client: Client, *chosen: Topic, **sent: Any) -> str:
    form = {"action": "merge", "_selected_action": [topic.pk for topic in chosen]}
    answer = client.post(LIST, form | sent, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_posts_of_the_others_are_about_the_one_that_remains(calm: Topic) -> None:
    topics.merge(others(), calm)
    assert Topic.objects.get() == calm
    assert sorted(calm.posts.values_list("title", flat=True)) == ["One", "Three", "Two"]


def test_old_addresses_lead_to_it_also_those_from_before(
    client: Client, calm: Topic
) -> None:
    rest = Topic.objects.get(name="rest")
    OldPath.objects.lead("/category/rest/", rest)
    topics.merge(others(), calm)
    for address in ("/topics/rest/", "/topics/peace/", "/category/rest/"):
        assert client.get(address)["Location"] == "/topics/calm/", address


def test_similar_posts_are_worked_out_anew(calm: Topic) -> None:
    related.work_out_all()
    assert not SimilarPost.objects.filter(other__title="Three").exists()
    topics.merge(others(), calm)
    assert SimilarPost.objects.filter(other__title="Three", post__title="One").exists()


def test_page_asks_which_one_remains(client: Client, author: User, calm: Topic) -> None:
    page = merge(client, calm, *others())
    shown = re.findall(
        r'value="(\d+)" (checked)?.*?(\w+) <span[^>]*> (\d+ posts?)', page
    )
    assert [(name, number) for _key, _c, name, number in shown] == [
        ("calm", "2 posts"),
        ("peace", "1 post"),
        ("rest", "1 post"),
    ]
    assert shown[0][1] == "checked"
    assert Topic.objects.count() == 3


def test_answer_merges_them(client: Client, author: User, calm: Topic) -> None:
    page = merge(client, calm, *others(), remains=calm.pk)
    assert "“calm” remains. Merged with: peace, rest." in page
    assert Topic.objects.get() == calm


def test_one_topic_is_not_merged(client: Client, author: User, calm: Topic) -> None:
    assert "Choose at least two topics" in merge(client, calm, remains=calm.pk)
    assert Topic.objects.count() == 3


@pytest.mark.parametrize("remains", ["0", "nonsense", "9" * 30])
def test_one_that_is_gone_is_asked_for_again(
    client: Client, author: User, calm: Topic, remains: str
) -> None:
    page = merge(client, calm, *others(), remains=remains)
    assert "isn’t there any more. Which one shall it be?" in page
    assert Topic.objects.count() == 3


def test_who_may_not_delete_may_not_merge(client: Client, calm: Topic) -> None:
    from django.contrib.auth.models import Permission

    helper = make_member("Moderators")
    for verb in ("view", "change"):
        may = Permission.objects.get(codename=f"{verb}_topic")
        helper.user_permissions.add(may)
    client.force_login(helper)
    merge(client, calm, *others(), remains=calm.pk)
    assert Topic.objects.count() == 3


@pytest.mark.parametrize("number", [3, 30])
def test_list_costs_the_same_queries(
    client: Client, author: User, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        make_post((make_topic(),))
    with django_assert_num_queries(7):
        client.get(reverse("admin:guide_topic_changelist"))
