"""What there is to a post or a page, kept, compared and shown."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from guide import text_values
from guide.models import Page, PickedPost, Post
from tests.make import LONG_AGO, make_page, make_post, make_question, make_topic

pytestmark = pytest.mark.django_db


def shown(before: Any, after: Any, model: Any = Post) -> dict[str, str]:
    """Labels, and what came in the place of what went."""
    found = text_values.changes(model, before, after)
    return {change.label: "|".join(p.words for p in change.parts) for change in found}


def test_all_that_is_edited_is_among_them() -> None:
    topic = make_topic()
    post = make_post((topic,), published_at=LONG_AGO, body="One.\r\nTwo.")
    question, other = make_question(post=post), make_post()
    pick = PickedPost.objects.create(post=post, other=other, why="both walk")
    found = text_values.of(post)
    assert found["topics"] == [topic.pk]
    assert found["published_at"] == "2020-01-01T00:00:00+00:00"
    assert found["body"] == "One.\nTwo."
    assert [row["pk"] for row in found["questions"]] == [question.pk]
    assert (
        found["picked"][0] | {"pk": pick.pk, "why": "both walk"} == found["picked"][0]
    )
    assert not found.keys() & {"id", "words", "updated_at"}


def test_same_moment_elsewhere_is_the_same_value() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    there = noon.astimezone(timezone(timedelta(hours=5)))
    one, other = Post(published_at=noon), Post(published_at=there)
    assert text_values.fields_of(one) == text_values.fields_of(other)


def test_relations_are_shown_by_name() -> None:
    one, gone = make_topic(name="walks"), make_topic(name="tea")
    before = text_values.of(make_post((one,)))
    after = before | {"topics": [one.pk, gone.pk], "comments_open": False}
    gone.delete()
    assert shown(before, after) == {
        "Topics": "walks|, (no longer there)",
        "Open for comments": "yes|no",
    }


def test_questions_are_shown_as_rows() -> None:
    post = make_post()
    before = text_values.of(post)
    make_question(post=post, question="How long?", slug="how", answer="A year.")
    lines = "Position: 0\nQuestion: How long?\nAnchor: how\nAnswer: A year."
    assert shown(before, text_values.of(post)) == {"Questions": lines}


def test_names_that_fields_no_longer_have_are_passed_over() -> None:
    page = make_page(title="Old")
    before = text_values.of(page) | {"colour": "red"}
    after = text_values.of(page) | {"title": "New", "colour": "blue"}
    del before["summary"]
    assert text_values.labels(Page, ["title", "colour"]) == ["Title"]
    assert text_values.differing(before, after) == ["title", "colour"]
    assert shown(before, after, Page) == {"Title": "Old|New"}
