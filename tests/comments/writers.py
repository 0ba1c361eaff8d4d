"""One address and its pages in the admin."""

from typing import Any

from comments.models import Correspondent
from tests.make import make_comment, make_post

FIND = "/admin/comments/correspondent/"
SECRET = "secret@example.org"


def make_writer(comments: int = 1, **fields: Any) -> Correspondent:
    post = make_post()
    for _ in range(comments):
        comment = make_comment(post=post, email=SECRET, **fields)
    assert comment.correspondent
    return comment.correspondent


def own(writer: Correspondent, act: str = "") -> str:
    return f"{FIND}{writer.pk}/{act}"
