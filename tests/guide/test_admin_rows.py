import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from guide.models import PickedPost, Post, Question
from tests.guide.test_admin import form_of
from tests.make import make_member, make_post, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client: Client) -> User:
    author = make_member("Authors")
    client.force_login(author)
    return author


@pytest.fixture
def post() -> Post:
    post = make_post()
    for place, words in enumerate(("How long?", "What now?"), start=1):
        make_question(post=post, question=words, position=place)
    return post


def row_of(number: int, question: Question, **fields: Any) -> dict[str, Any]:
    given = {
        "id": question.pk,
        "question": question.question,
        "slug": question.slug,
        "answer": question.answer,
        "position": question.position,
    }
    return {f"questions-{number}-{k}": v for k, v in (given | fields).items()}


def save(client: Client, post: Post, rows: int, **sent: Any) -> Any:
    form = form_of(post) | {
        "questions-TOTAL_FORMS": rows,
        "questions-INITIAL_FORMS": post.questions.count(),
    }
    address = reverse("admin:guide_post_change", args=[post.pk])
    return client.post(address, form | sent)


def order(post: Post) -> list[tuple[int, str]]:
    return list(post.questions.values_list("position", "question"))


def new_row(number: int, **fields: Any) -> dict[str, Any]:
    given = {"question": "Why me?", "slug": "why-me", "answer": "Words."} | fields
    return {f"questions-{number}-{k}": v for k, v in given.items()}


def test_questions_stand_in_the_order_of_their_numbers(
    client: Client, author: User, post: Post
) -> None:
    first, second = post.questions.all()
    sent = row_of(0, first) | row_of(1, second, position=1)
    assert save(client, post, 2, **sent).status_code == 302
    assert order(post) == [(1, "What now?"), (2, "How long?")]


def test_new_question_comes_last_or_where_its_number_says(
    client: Client, author: User, post: Post
) -> None:
    rows = [row_of(n, each) for n, each in enumerate(post.questions.all())]
    last = new_row(2, position="")
    save(
        client,
        post,
        4,
        **rows[0],
        **rows[1],
        **last,
        **new_row(3, slug="x", position=1),
    )
    assert [words for _n, words in order(post)] == [
        "Why me?",
        "How long?",
        "What now?",
        "Why me?",
    ]
    assert [number for number, _w in order(post)] == [1, 2, 3, 4]


def test_row_with_a_number_alone_is_none(
    client: Client, author: User, post: Post
) -> None:
    rows = [row_of(n, each) for n, each in enumerate(post.questions.all())]
    empty = {"questions-2-position": 3, "questions-2-question": ""}
    assert save(client, post, 3, **rows[0], **rows[1], **empty).status_code == 302
    assert len(order(post)) == 2


def test_deleted_question_leaves_no_gap(
    client: Client, author: User, post: Post
) -> None:
    first, second = post.questions.all()
    sent = row_of(0, first, DELETE="on") | row_of(1, second)
    save(client, post, 2, **sent)
    assert order(post) == [(1, "What now?")]


def test_number_beyond_the_end_is_the_end(
    client: Client, author: User, post: Post
) -> None:
    first, second = post.questions.all()
    sent = row_of(0, first, position=99999999999) | row_of(1, second)
    save(client, post, 2, **sent)
    assert order(post) == [(1, "What now?"), (2, "How long?")]


@pytest.mark.parametrize("number", ["-1", "x"])
def test_what_is_no_number_is_said_beside_it(
    client: Client, author: User, post: Post, number: str
) -> None:
    first, second = post.questions.all()
    sent = row_of(0, first, position=number) | row_of(1, second)
    answer = save(client, post, 2, **sent)
    assert answer.status_code == 200 and b"errorlist" in answer.content
    assert order(post) == [(1, "How long?"), (2, "What now?")]


def test_answer_is_folded_until_it_is_wanted(
    client: Client, author: User, post: Post
) -> None:
    address = reverse("admin:guide_post_change", args=[post.pk])
    page = client.get(address).content.decode()
    before, _mark, after = page.partition('id="id_questions-0-answer"')
    shown, _mark, folded = before.rpartition("<summary>")
    assert 'id="id_questions-0-question"' in shown
    assert "questions-0" in folded and 'id="id_questions-0-slug"' in after


def test_picked_posts_are_numbered_too(
    client: Client, author: User, post: Post
) -> None:
    others = [make_post(), make_post()]
    sent = {"picked-TOTAL_FORMS": 2, "questions-INITIAL_FORMS": 0}
    for number, other in enumerate(others):
        sent |= {f"picked-{number}-other": other.pk, f"picked-{number}-position": 5}
    save(client, post, 0, **sent)
    rows = PickedPost.objects.filter(post=post)
    assert sorted(rows.values_list("position", flat=True)) == [1, 2]


@pytest.mark.parametrize("total", [1_000, 9_999, 10**9])
def test_rows_that_nobody_sent_are_not_shown(
    client: Client, author: User, post: Post, total: int
) -> None:
    """Each takes a millisecond, and somebody waits for the sum."""
    first, second = post.questions.all()
    answer = save(
        client, post, total, **row_of(0, first), **row_of(1, second), title=""
    )
    rows = set(re.findall(r'name="(questions-\d+)-', answer.content.decode()))
    assert rows == {"questions-0", "questions-1"}
    assert b"Please submit at most" in answer.content or total < 2_000
