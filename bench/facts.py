"""What the measuring client must know of a filled site, as JSON on standard output.

DATABASE_URL=... python -m bench.facts 1000000 [--blog | --pair]
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.contrib.auth.models import User
from django.templatetags.static import static
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bench.fill import address
from bench.size import BUSY, DEEP, QUIET, Size, size_of
from comments.models import Comment, Status
from comments.pages import thread_url
from comments.stamps import make_stamp
from guide.models import Post


def facts(size: Size) -> dict[str, Any]:
    """Pages, an address, a comment that waits, and a moderator's session."""
    client = Client()
    client.force_login(User.objects.get(username=size.mark))
    posts = {slug: Post.objects.get(slug=slug) for slug in (BUSY, QUIET, DEEP)}
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    return {
        "session": client.cookies["sessionid"].value,
        "static": static("css/site.css"),
        "queue": address_of("admin:comments_comment_queue"),
        "busy": posts[BUSY].get_absolute_url(),
        "busy_key": posts[BUSY].pk,
        "quiet": posts[QUIET].get_absolute_url(),
        **facts_of_thread(posts[DEEP]),
        "address": address(1),
        "month": f"{last_month:%Y-%m}",
        "stamp": make_stamp(),
        "waiting": list(
            Comment.objects.filter(status=Status.PENDING)
            .order_by("pk")
            .values_list("pk", flat=True)[:50]
        ),
    }


def facts_of_thread(post: Post) -> dict[str, Any]:
    """Nothing where no comment stands beneath ``post``, as in a pair."""
    thread = Comment.objects.first_comments(post).first()
    if thread is None:
        return {}
    return {
        "deep": post.get_absolute_url(),
        "thread": thread_url(post, thread.pk),
        "last_in_thread": thread.in_thread.latest("pk").pk,
    }


def address_of(name: str) -> str:
    """Empty where this site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


if __name__ == "__main__":
    print(json.dumps(facts(size_of(sys.argv[1:]))))
