"""A post that is read for its page is the one that a QuerySet finds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from guide import reading
from guide.models import Post
from tests.make import (
    make_author,
    make_guide,
    make_image,
    make_post,
    make_question,
    make_topic,
)

pytestmark = pytest.mark.django_db


def told(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def full_post() -> Post:
    author = make_author(bio="Words.", picture=make_image())
    topics = (make_topic(name="rest"), make_topic(name="listening"))
    post = make_post(topics, author=author, guide=make_guide(), position=2)
    make_question(post=post, position=2, slug="second")
    make_question(post=post, position=1, slug="first")
    return post


def test_it_is_the_row_with_all_that_belongs_to_it() -> None:
    post = Post.objects.get(pk=full_post().pk)
    found = reading.find(post.slug)
    assert found == post and told(found) == told(post)
    assert told(found.author) == told(post.author)
    assert found.author.picture and post.author.picture
    assert told(found.author.picture) == told(post.author.picture)
    assert [told(each) for each in found.topics.all()] == [
        told(each) for each in post.topics.all()
    ]
    assert [told(each) for each in found.questions.all()] == [
        told(each) for each in post.questions.all()
    ]


def test_it_costs_three_statements(django_assert_num_queries: Any) -> None:
    slug = full_post().slug
    with django_assert_num_queries(3):
        found = reading.find(slug)
        assert found and found.author.picture
        assert [topic.name for topic in found.topics.all()] == ["listening", "rest"]
        assert [each.slug for each in found.questions.all()] == ["first", "second"]
        assert found.rendered.html


def test_what_was_read_can_be_asked_further() -> None:
    found = reading.find(full_post().slug)
    assert found and found.topics.filter(name="rest").count() == 1
    found.title = "Another title"
    found.save()
    assert Post.objects.filter(title="Another title").count() == 1


def test_plain_post_has_nothing_beside() -> None:
    found = reading.find(make_post().slug)
    assert found and found.author.picture is None and found.guide_id is None
    assert not found.topics.all() and not found.questions.all()


def test_strangers_read_what_is_published() -> None:
    later = timezone.now() + timedelta(minutes=1)
    draft, to_come = make_post(published_at=None), make_post(published_at=later)
    unlisted = make_post(unlisted=True)
    assert reading.find(draft.slug) is None and reading.find(to_come.slug) is None
    assert reading.find("nothing") is None and reading.find(unlisted.slug) == unlisted
