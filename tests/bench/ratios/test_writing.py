"""Comments that are sent are taken, and held against what is stored."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

import pytest
from django.test import Client

from bench.ratios.writing import Writing, wrong
from bench.sites import Site
from comments.forms import CommentForm
from comments.models import Comment
from comments.stamps import make_stamp
from tests.make import make_post


@pytest.mark.parametrize(
    ("stored", "count"),
    [(["a", "b"], 0), (["a", "b", "c"], 0), (["a"], 1), (["a", "b", "b"], 1)],
)
def test_lost_and_twice_are_wrong_and_not_yet_acknowledged_is_not(
    stored: Sequence[str], count: int
) -> None:
    assert wrong(["a", "b"], stored) == count


@pytest.mark.django_db
def test_each_comment_is_taken_as_of_another_sender(client: Client) -> None:
    busy = f"/posts/{make_post().slug}/"
    writing = Writing(Site(0, {"stamp": make_stamp(), "busy": busy}), 1)
    for number in range(12):
        sent = writing.post(number, writing.comment(number))
        head, _blank, body = sent.decode().partition("\r\n\r\n")
        fields = dict(parse_qsl(body, keep_blank_values=True))
        assert {*fields} <= {*CommentForm.base_fields}
        path = head.split()[1]
        assert client.post(path, fields, REMOTE_ADDR=sender(head)).status_code == 303
    texts = Comment.objects.values_list("text", flat=True)
    assert len({*texts}) == 12 and all(writing.mark in text for text in texts)


def test_its_mark_is_no_telephone_number() -> None:
    marks = [Writing(Site(0, {}), 1).mark for _ in range(20)]
    assert not any(map(str.isdigit, "".join(marks)))


def sender(head: str) -> str:
    return head.partition("X-Forwarded-For: ")[2].split("\r\n")[0]
