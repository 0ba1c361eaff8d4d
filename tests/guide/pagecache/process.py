"""One process of a site, told by lines what to do: change something, or show a page as
it is kept and as it is rendered anew.

    python -m tests.guide.pagecache.process [node]

A node has nothing but the database in common with the others.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

import time_machine  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import transaction  # noqa: E402

from comments import moderation, pins, steps  # noqa: E402
from comments.models import Comment, DiscussionSettings, Status  # noqa: E402
from guide.models import Helpline, Post, SiteSettings  # noqa: E402
from guide.pagecache import PageCache, forgetting  # noqa: E402
from guide.pagecache.generation import Generation  # noqa: E402
from tests import make  # noqa: E402

BEGIN = datetime(2030, 5, 1, 12, tzinfo=UTC)
_words = count(1)


def _some(rows: Any, number: int) -> Any:
    """One of ``rows``, which one says ``number``; None where there are none."""
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def _of_a_comment(verb: Callable[[Comment, User], object]) -> Callable[[int], object]:
    def act(number: int) -> object:
        comment = _some(Comment.objects.all(), number)
        return comment and verb(comment, User.objects.get())

    return act


def _comment(number: int) -> None:
    post = _some(Post.objects.all(), number)
    make.make_comment(post=post, status=Status.PENDING, name=f"Pine {next(_words)}")


def _retitle(number: int) -> None:
    post = _some(Post.objects.all(), number)
    post.title = f"Title {os.getpid()} {next(_words)}"
    post.save()


def _schedule(number: int) -> None:
    due = datetime.now(UTC) + timedelta(minutes=number % 5 + 1)
    Post.objects.filter(pk=_some(Post.objects.all(), number).pk).update(
        published_at=due
    )


def _settings(number: int) -> None:
    DiscussionSettings.load()
    DiscussionSettings.objects.update_or_create(
        pk=1, defaults={"paused": bool(number % 2), "close_after_days": number % 3}
    )


def _names(number: int) -> None:
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"title": f"Site {next(_words)}"}
    )


ACTS: dict[str, Callable[[int], object]] = {
    "approve": _of_a_comment(moderation.approve),
    "spam": _of_a_comment(moderation.mark_spam),
    "hold": _of_a_comment(moderation.hold),
    "reply": _of_a_comment(lambda each, by: moderation.reply(each, by, "Thank you.")),
    "erase": _of_a_comment(lambda each, by: moderation.withdraw(each)),
    "pin": _of_a_comment(lambda each, by: pins.pin(each)),
    "step": _of_a_comment(lambda each, by: steps.mark(each, True)),
    "comment": _comment,
    "retitle": _retitle,
    "schedule": _schedule,
    "publish": lambda number: Post.objects.update(published_at=BEGIN),
    "unlist": lambda number: Post.objects.filter(position=number).update(unlisted=True),
    "settings": _settings,
    "names": _names,
    "helpline": lambda number: make.make_helpline(name=f"Line {next(_words)}"),
    "no helpline": lambda number: Helpline.objects.all().delete(),
    "take back": lambda number: _take_back(number),
}


def _take_back(number: int) -> None:
    with transaction.atomic():
        _retitle(number)
        transaction.set_rollback(True)


class Process:
    def __init__(self) -> None:
        self.fresh = get_wsgi_application()
        self.traveller = time_machine.travel(BEGIN, tick=True).start()
        self.begin()

    def begin(self) -> None:
        """As if it had just been started."""
        self.kept = PageCache(self.fresh, 10_000_000)
        self.traveller.move_to(BEGIN)

    def do(self, said: dict[str, Any]) -> Any:
        if "act" in said:
            # As the admin does. What is written without a transaction lets no page be
            # kept for ten seconds, and nothing would be left to compare.
            with transaction.atomic():
                ACTS[said["act"]](said["number"])
        elif "begin" in said:
            self.begin()
        elif "later" in said:
            self.traveller.shift(said["later"])
        elif "die" in said:
            forgetting.Change.done = lambda change: os._exit(9)  # type: ignore[assignment,method-assign]
            ACTS[said["die"]](said["number"])
        else:
            application = self.kept if said["how"] == "kept" else self.fresh
            return page(application, said["path"])
        return None


def page(application: Any, path: str) -> str:
    heard: list[Any] = []
    path, _mark, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    said = application(environ, lambda status, headers, exc=None: heard.append(status))
    body = b"".join(said)
    if hasattr(said, "close"):
        said.close()
    return f"{heard[0]}\n{body.decode()}"


if __name__ == "__main__":
    if "node" in sys.argv:
        memory = Generation(None)
        forgetting.generation = lambda: memory  # type: ignore[assignment]
    process = Process()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(process.do(json.loads(line))), flush=True)
