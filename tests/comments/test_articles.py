"""A thread is remembered as HTML, and yet never shown as it was before."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import translation

from comments.articles import LONG, Links, article, articles
from comments.threads import Reply, Thread
from tests.make import make_row

LINKS = Links("/comments/", "/posts/p/thread/", "/posts/p/reply/", "")


THREAD = Thread(1, make_row(1), (Reply(2, make_row(2), to=3, to_name="Robin"),))


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Jay"},
        {"html": "<p>Two walks.</p>"},
        {"is_step": True},
        {"of_team": True},
        {"author_id": 7},
        {"submitted_at": datetime(2026, 2, 1, tzinfo=UTC)},
    ],
)
def test_what_changed_is_shown(changed: dict[str, Any]) -> None:
    before = article(THREAD, LINKS)
    other_first = replace(THREAD, comment=make_row(1, **changed))
    reply = replace(THREAD.replies[0], comment=make_row(2, **changed))
    other_reply = replace(THREAD, replies=(reply,))
    assert len({before, article(other_first, LINKS), article(other_reply, LINKS)}) == 3


def test_so_is_what_stands_around_it() -> None:
    erased = replace(THREAD, comment=None)
    unnamed = replace(THREAD, replies=(replace(THREAD.replies[0], to_name=""),))
    cut = replace(THREAD, has_more=True)
    shown = [article(each, LINKS) for each in (THREAD, erased, unnamed, cut)]
    shown.append(article(THREAD, replace(LINKS, reply="")))
    shown.append(articles([THREAD], LINKS, are_pinned=True))
    with translation.override("es"):
        shown.append(article(THREAD, LINKS))
    assert len({*shown}) == 7


def test_threads_follow_one_another() -> None:
    other = Thread(5, make_row(5, name="Jay"))
    both = articles([THREAD, other], LINKS)
    assert both == article(THREAD, LINKS) + article(other, LINKS)


@pytest.mark.parametrize(("length", "times"), [(LONG, 1), (LONG + 1, 2)])
def test_long_thread_is_rendered_each_time(length: int, times: int) -> None:
    thread = replace(THREAD, comment=make_row(1, html="a" * length), replies=())
    with patch("comments.articles.render_to_string", return_value="🙂") as made:
        shown = [article(thread, LINKS) for _ in range(2)]
    assert shown == ["🙂"] * 2 and made.call_count == times
