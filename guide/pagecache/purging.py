"""Telling what stands in front of the site, a proxy or a CDN, to forget pages.

A row is written with the change itself, so that nothing is lost where it can't be told
at once. It is told by the process that made the change, and once more by the worker:
what was being fetched meanwhile may have been stored after the first time.
"""

from __future__ import annotations

import json
import logging
import threading
import urllib.request
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPException
from itertools import product
from urllib.error import HTTPError
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from guide.models import Post, Purge

EVERYTHING = 0
AGAIN_AFTER = timedelta(seconds=2)
# As deploy/nginx/footbridge.conf tells them apart.
ENCODINGS = ("br, gzip", "gzip", "identity")
LONGEST_PAUSE = timedelta(minutes=5)
TIMEOUT_SECONDS = 5
logger = logging.getLogger(__name__)
_seen = False
_telling = threading.Lock()


def note(post: int | None) -> bool:
    """Have the pages that show the conversation under this post, or all, forgotten in
    front of us as well. False where nobody stands there."""
    if not (settings.PURGE_URL and _has_table()):
        return False
    Purge.objects.bulk_create(
        [Purge(post=post or EVERYTHING)],
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=["due_at", "tries"],
    )
    return True


def _has_table() -> bool:
    """Migrations before the one that makes it write posts, too."""
    global _seen
    _seen = _seen or Purge._meta.db_table in connection.introspection.table_names()
    return _seen


def tell_at_once() -> None:
    """After the commit, and without letting anybody wait for it."""
    threading.Thread(target=_tell_and_let_go, daemon=True).start()


def _tell_and_let_go() -> None:
    try:
        tell_due()
    finally:
        connection.close()


def tell_due(at: datetime | None = None) -> None:
    """Tell what is due, and note when to do so again, or that it is done. Whoever is
    at it in this process already does it for all."""
    if settings.PURGE_URL and _telling.acquire(blocking=False):
        try:
            _tell(at or timezone.now())
        finally:
            _telling.release()


def _tell(at: datetime) -> None:
    for row in Purge.objects.filter(due_at__lte=at).order_by("due_at")[:100]:
        # As it was found: a change that came meanwhile has made it new.
        this = Purge.objects.filter(pk=row.pk, due_at=row.due_at, tries=row.tries)
        if not _told(row.post):
            pause = min(AGAIN_AFTER * 2 ** min(row.tries, 10), LONGEST_PAUSE)
            this.update(due_at=at + pause, tries=min(row.tries + 1, 1000))
        elif row.tries == 0:
            this.update(due_at=at + AGAIN_AFTER, tries=1)
        else:
            this.delete()


def _told(post: int) -> bool:
    send = SENDERS[urlsplit(settings.PURGE_URL).scheme.partition("+")[0]]
    try:
        for request in send(settings.PURGE_URL, list(beginnings(post))):
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
                pass
    except HTTPError as error:
        # nginx says so of what it hasn't got.
        if error.code in (HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED):
            return True
        logger.warning("Pages in front of the site aren't forgotten (%s).", error.code)
        return False
    except (OSError, HTTPException) as error:
        logger.warning(
            "Pages in front of the site aren't forgotten (%s).", type(error).__name__
        )
        return False
    return True


def beginnings(post: int) -> Iterable[str]:
    """What the addresses begin with of the pages that show comments of this post."""
    if post == EVERYTHING:
        yield "/"
        return
    slugs = Post.objects.filter(pk=post).values_list("slug", flat=True)
    for slug in slugs:
        yield reverse("guide:post", args=[slug])
        yield reverse("comments:steps_of_post", args=[slug])
    yield reverse("comments:steps")
    yield reverse("comments:feed")
    # Telling a moderator shows the comment, and a search its words.
    yield "/comments/"
    yield reverse("guide:search")


def _of_nginx(address: str, paths: list[str]) -> Iterable[urllib.request.Request]:
    """For its module http-cache-purge, which knows whole addresses alone and each
    encoding by itself. What else there is it keeps for a second."""
    host = urlsplit(settings.SITE_URL).netloc
    for path, encoding in product(paths, ENCODINGS):
        whole = f"{address.removeprefix('nginx+').rstrip('/')}{path}"
        headers = {"Host": host, "Accept-Encoding": encoding}
        yield urllib.request.Request(whole, headers=headers)  # noqa: S310


def _of_http(address: str, paths: list[str]) -> Iterable[urllib.request.Request]:
    """For anything else, such as a CDN's hook: JSON with whole addresses, of which all
    that begin so are meant."""
    words = {"prefixes": [f"{settings.SITE_URL}{path}" for path in paths]}
    yield urllib.request.Request(  # noqa: S310 (an operator's address)
        address,
        data=json.dumps(words).encode(),
        headers={"Content-Type": "application/json"},
    )


Sender = Callable[[str, list[str]], Iterable[urllib.request.Request]]
# By what PURGE_URL begins with.
SENDERS: dict[str, Sender] = {"nginx": _of_nginx, "http": _of_http, "https": _of_http}
