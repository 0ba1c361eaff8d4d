import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from guide.models import Post, Question
from tests.make import make_member, make_post, make_question

pytestmark = pytest.mark.django_db


def page_of(client: Client, post: Post) -> str:
    return client.get(post.get_absolute_url()).content.decode()


def test_questions_stand_in_their_order_below_the_text(client: Client) -> None:
    post = make_post(body="First of all.")
    for position, slug in ((2, "later"), (1, "sooner")):
        make_question(post=post, position=position, slug=slug, answer=f"It's *{slug}*.")
    page = page_of(client, post)
    parts = ("First of all", 'id="sooner"', "<em>sooner", 'id="later"', "<em>later")
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_contents_lead_to_each_question_and_to_what_is_beneath(client: Client) -> None:
    post = make_post()
    make_question(post=post, slug="one", question="He's *gone*?", answer="# A\n\nB.")
    make_question(post=post, slug="two")
    assert [(line.level, line.id, line.text) for line in post.contents] == [
        (2, "one", "He’s gone?"),
        (3, "one--a", "A"),
        (2, "two", "How long?"),
    ]
    assert 'href="#one--a"' in page_of(client, post)


def test_no_id_is_there_twice(client: Client) -> None:
    post = make_post(body="## One\n\n## One--two\n\n## Two")
    for slug in ("one", "two"):
        make_question(post=post, slug=slug, answer="## Two\n\n## Two\n\n#### Two")
    ids = re.findall(r'\bid="([^"]+)"', page_of(client, post))
    assert len(ids) == len(set(ids))
    assert {"one", "two"} <= set(ids)


def test_question_shows_as_typed(client: Client) -> None:
    post = make_post()
    make_question(post=post, question="<script>alert(1)</script> [x](javascript:y)?")
    page = page_of(client, post)
    assert "<script>alert" not in page and 'href="javascript' not in page


def test_reading_time_counts_the_questions() -> None:
    post = make_post(body="Five words and two more.")
    question = make_question(post=post, question="Why not?", answer="Well. " * 10)
    post.refresh_from_db()
    assert post.words == 5 + 2 + 10
    question.delete()
    post.refresh_from_db()
    assert post.words == 5


def test_changed_question_makes_its_post_newer() -> None:
    question = make_question()
    long_ago = timezone.now() - timedelta(days=9)
    Post.objects.update(updated_at=long_ago)
    question.save()
    assert Post.objects.get().updated_at > long_ago


@pytest.mark.parametrize(
    "slug",
    ["comments", "comment-5", "id_name", "a--b", "-a", "A", "main", "my-heading", ""],
)
def test_anchor_takes_no_id_of_the_page(slug: str) -> None:
    with pytest.raises(ValidationError):
        Question(post=make_post(), question="?", slug=slug, answer="x").full_clean()


def test_anchor_is_its_own_within_a_post() -> None:
    first = make_question(slug="same")
    make_question(slug="same")
    with pytest.raises(IntegrityError):
        make_question(slug="same", post=first.post)


def test_open_block_is_refused() -> None:
    question = make_question()
    question.answer = "::: say\nHello."
    with pytest.raises(ValidationError):
        question.full_clean()


def test_author_writes_one_with_the_post(client: Client) -> None:
    client.force_login(make_member("Authors"))
    post = make_post()
    form = {"title": post.title, "slug": post.slug, "body": post.body, "position": 0}
    form |= {"author": post.author_id, "questions-TOTAL_FORMS": 1}
    form |= {"picked-TOTAL_FORMS": 0, "picked-INITIAL_FORMS": 0}
    form |= {"questions-INITIAL_FORMS": 0, "questions-0-position": 1}
    form |= {"questions-0-question": "Why?", "questions-0-slug": "why"}
    address = f"/admin/guide/post/{post.pk}/change/"
    assert client.post(address, form | {"questions-0-answer": "So."}).status_code == 302
    assert post.questions.get().get_absolute_url() == f"{post.get_absolute_url()}#why"


@pytest.mark.parametrize("questions", [1, 30])
def test_page_costs_the_same_queries(
    client: Client, questions: int, django_assert_num_queries: Any
) -> None:
    post = make_post()
    for _ in range(questions):
        make_question(post=post)
    with django_assert_num_queries(7):
        client.get(post.get_absolute_url())
