"""What is listed beneath a post: worked out when something changes, steady, public."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guide import related
from guide.content import load_content, read_content
from guide.models import PickedPost, Post, SimilarPost, Topic
from tests.make import make_guide, make_moderator, make_post, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    user = make_moderator()
    client.force_login(user)
    return user


def beneath(post: Post) -> list[Post]:
    return [Post.objects.get(pk=row.pk) for row in related.shown_with(post)]


def similar_on(client: Client, post: Post) -> str:
    page = client.get(post.get_absolute_url()).content.decode()
    _before, _mark, after = page.partition('<section class="similar"')
    return " ".join(after.split("</section>")[0].split())


def test_list_says_what_is_shared(client: Client) -> None:
    topic = make_topic(name="listening")
    post = make_post((topic,))
    other = make_post((topic, make_topic(name="rest")), title="Another one")
    related.catch_up()
    shown = similar_on(client, post)
    assert "Another one" in shown and other.get_absolute_url() in shown
    assert "also about listening" in shown and "rest" not in shown


def test_list_says_which_words_are_shared(client: Client) -> None:
    body = "A bridge over a river. The bridge and the river."
    post, _other = make_post(body=body), make_post(body=body)
    related.catch_up()
    assert "also speaks of bridge, river" in similar_on(client, post)


def test_word_of_any_length_can_be_shared() -> None:
    body = "x" * 500 + " " + "x" * 500
    post, other = make_post(body=body), make_post(body=body)
    related.catch_up()
    assert beneath(post) == [other]


def test_list_does_not_repeat_the_neighbours(client: Client) -> None:
    guide, topic = make_guide(), make_topic()
    before, shown, after, far = (
        make_post((topic,), guide=guide, position=n) for n in range(4)
    )
    related.catch_up()
    listed = similar_on(client, shown)
    assert far.get_absolute_url() in listed
    assert before.get_absolute_url() not in listed
    assert after.get_absolute_url() not in listed


def test_only_what_is_published_is_listed() -> None:
    topic, soon = make_topic(), timezone.now() + timedelta(hours=1)
    post = make_post((topic,))
    draft = make_post((topic,), published_at=None)
    make_post((topic,), published_at=soon)
    related.catch_up()
    assert beneath(post) == []
    # By itself, or by the action of the admin: nothing is worked out then.
    Post.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    assert beneath(post) == [draft]
    Post.objects.filter(pk=draft.pk).update(published_at=None)
    assert beneath(post) == []


def test_many_drafts_leave_room_for_what_is_published() -> None:
    topic = make_topic()
    post, drafts = make_post((topic,)), 0
    while (drafts := drafts + 1) < 15:
        make_post((topic,), published_at=None)
    last = make_post((topic,))
    related.catch_up()
    assert beneath(post) == [last]


def test_picked_by_hand_come_first_in_their_order(client: Client) -> None:
    topic = make_topic()
    post, alike = make_post((topic,)), make_post((topic,))
    one, two = make_post(), make_post()
    PickedPost.objects.create(post=post, other=two, position=2)
    PickedPost.objects.create(post=post, other=one, position=1, why="what comes next")
    related.work_out([post, alike, one, two])
    assert beneath(post) == [one, two, alike]
    shown = similar_on(client, post)
    assert "what comes next" in shown and "goes well with this" in shown
    assert beneath(one) == []


def test_picked_by_hand_is_there_once() -> None:
    topic = make_topic()
    post, other = make_post((topic,)), make_post((topic,))
    PickedPost.objects.create(post=post, other=other)
    related.work_out([post, other])
    assert beneath(post) == [other]


def test_post_cannot_be_picked_for_itself() -> None:
    post = make_post()
    with pytest.raises(IntegrityError):
        PickedPost.objects.create(post=post, other=post)


def test_change_of_one_post_shows_beneath_the_others() -> None:
    topic = make_topic()
    post, other = make_post((topic,)), make_post()
    related.catch_up()
    assert beneath(post) == []
    other.topics.add(topic)
    related.work_out([other])
    assert beneath(post) == [other] and beneath(other) == [post]
    other.topics.clear()
    related.work_out([other])
    assert beneath(post) == [] and beneath(other) == []


def lists(post: Post) -> set[tuple[int, int]]:
    """Beneath what it stands, and what stands beneath it."""
    rows = SimilarPost.objects.filter(Q(post=post) | Q(other=post))
    return set(rows.values_list("post", "other"))


def test_one_after_another_is_as_all_at_once() -> None:
    topics = [make_topic() for _number in range(4)]
    posts = [
        make_post(tuple(topics[k] for k in {n % 4, n % 3}), body=f"river{n % 5} " * 3)
        for n in range(30)
    ]
    related.work_out_all()
    before = lists(posts[7])
    posts[7].topics.set(topics[:1])
    related.work_out([posts[7]])
    one_by_one = lists(posts[7])
    related.work_out_all()
    assert lists(posts[7]) == one_by_one != before


def test_nothing_is_written_where_nothing_changed() -> None:
    topic = make_topic()
    for _number in range(3):
        make_post((topic,))
    related.work_out_all()
    before = list(SimilarPost.objects.order_by("pk").values_list("pk", flat=True))
    related.work_out_all()
    assert list(SimilarPost.objects.order_by("pk").values_list("pk", flat=True)) == (
        before
    )


def test_catching_up_is_done_once() -> None:
    post = make_post()
    assert related.catch_up() == 1 and related.catch_up() == 0
    post.save()
    assert related.catch_up() == 1


def test_many_posts_are_caught_up_with_in_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(related, "AT_ONCE", 2)
    topic = make_topic()
    posts = [make_post((topic,)) for _number in range(5)]
    assert related.catch_up() == 5 and related.catch_up() == 0
    assert beneath(posts[4]) == posts[:3]


def test_loaded_guide_has_its_similar_posts() -> None:
    load_content(read_content())
    for post in Post.objects.all():
        assert len(related.shown_with(post)) == 3


def test_saving_in_the_admin_works_it_out(client: Client, editor: User) -> None:
    topic = make_topic()
    post, other, picked = make_post(), make_post((topic,)), make_post()
    form = {
        "title": post.title,
        "slug": post.slug,
        "body": post.body,
        "author": post.author_id,
        "position": 0,
        "published_at_0": "2026-01-01",
        "published_at_1": "10:00",
        "topics": [topic.pk],
        "questions-TOTAL_FORMS": 0,
        "questions-INITIAL_FORMS": 0,
        "picked-TOTAL_FORMS": 1,
        "picked-INITIAL_FORMS": 0,
        "picked-0-other": picked.pk,
        "picked-0-position": 1,
    }
    client.post(reverse("admin:guide_post_change", args=[post.pk]), form)
    assert beneath(post) == [picked, other] and beneath(other) == [post]


def test_deleting_a_topic_works_it_out(client: Client, editor: User) -> None:
    topic = make_topic()
    post, _other = make_post((topic,)), make_post((topic,))
    related.catch_up()
    address = reverse("admin:guide_topic_delete", args=[topic.pk])
    client.post(address, {"post": "yes"})
    assert not Topic.objects.exists() and beneath(post) == []


def test_list_costs_two_statements(django_assert_num_queries: Any) -> None:
    topic = make_topic()
    post = make_post((topic,))
    for _number in range(20):
        make_post((topic,))
    related.catch_up()
    list(post.topics.all())
    shown = Post.objects.prefetch_related("topics").get(pk=post.pk)
    with django_assert_num_queries(2):
        assert len(related.shown_with(shown)) == 3


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_who_catches_up_waits_before_a_post_is_locked() -> None:
    """As who saves one does, so that the two never wait in a circle."""
    make_post()
    with CaptureQueriesContext(connection) as asked:
        related.catch_up()
    kinds = [
        kind
        for query in asked
        for kind in ("advisory", "FOR NO KEY UPDATE")
        if kind in query["sql"]
    ]
    assert kinds[:2] == ["advisory", "FOR NO KEY UPDATE"]
