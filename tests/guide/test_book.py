"""The guide as one text, and what tells that it has become another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from guide import book, chapters
from guide.models import Author, Guide, Image, Post
from tests.make import (
    LONG_AGO,
    make_author,
    make_guide,
    make_image,
    make_post,
    make_question,
)

pytestmark = pytest.mark.django_db


def publish_one() -> None:
    Post.objects.filter(published_at=None).update(published_at=timezone.now())


def swap() -> None:
    """One in place of another, in the same moment."""
    before = Post.objects.earliest("pk")
    publish_one()
    Post.objects.filter(pk=before.pk).update(published_at=None)


def reorder() -> None:
    """As the page of chapters does, which saves none of them."""
    last = Post.objects.latest("pk")
    assert chapters.move(Guide.objects.get(), last.pk, -2)


CHANGES: dict[str, Callable[[], Any]] = {
    "post": lambda: Post.objects.earliest("pk").save(),
    "question": lambda: make_question(post=Post.objects.earliest("pk")),
    "one more": lambda: make_post(guide=Guide.objects.get(), published_at=LONG_AGO),
    "published": publish_one,
    "swapped": swap,
    "reordered": reorder,
    "taken back": lambda: Post.objects.update(published_at=None),
    "guide": lambda: Guide.objects.update(opening="Other words."),
    "author": lambda: Author.objects.update(bio="Other words."),
    "picture": make_image,
    "picture gone": lambda: Image.objects.all().delete(),
}


@pytest.fixture
def guide() -> Guide:
    guide = make_guide(author=make_author())
    make_post(guide=guide, published_at=LONG_AGO)
    make_post(guide=guide, published_at=None)
    make_post(guide=guide, published_at=LONG_AGO)
    return guide


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_has_another_stamp(guide: Guide, change: str) -> None:
    if change == "picture gone":
        make_image()
    before = book.stamp()
    assert book.stamp() == before
    CHANGES[change]()
    assert book.stamp() != before


def test_chapter_whose_time_has_come_has_another_stamp(guide: Guide) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    make_post(guide=guide, published_at=tomorrow)
    before = book.stamp()
    with time_machine.travel(tomorrow + timedelta(seconds=1)):
        assert book.stamp() != before


def test_post_that_stands_alone_changes_nothing(guide: Guide) -> None:
    before = book.stamp()
    make_post()
    assert book.stamp() == before


def test_without_a_guide_there_is_a_stamp_too() -> None:
    assert book.stamp() == book.stamp()
