"""Addresses of comments in the admin, and what is done there."""

import re
from typing import Any

from django.test import Client

from comments.models import Comment

LIST = "/admin/comments/comment/"


def act(client: Client, action: str, *comments: Comment, **fields: Any) -> str:
    data = {"action": action, "_selected_action": [c.pk for c in comments]} | fields
    return client.post(LIST, data, follow=True).content.decode()


def page_of(comment: Comment) -> str:
    return f"{LIST}{comment.pk}/change/"


def own(comment: Comment, page: str) -> str:
    return f"{LIST}{comment.pk}/{page}/"


def seen_on(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(
        r'name="seen"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="seen"', page
    )
    assert found
    return found[1] or found[2]
