"""The layer beneath Django, in front of an application that counts what it is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from guide.pagecache import lasts_until, layer, shows_conversation
from guide.pagecache.answers import Environ
from guide.pagecache.generation import EVERYTHING, Generation, slot_of
from guide.pagecache.layer import PageCache

PUBLIC = {"Cache-Control": "public, max-age=0", "Content-Type": "text/html"}
Heard = tuple[str, dict[str, str], bytes]


class Site:
    """Answers ``words`` and remembers the requests."""

    def __init__(self) -> None:
        self.asked: list[Environ] = []
        self.status = "200 OK"
        self.headers = dict(PUBLIC)
        self.words = "Hello"
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, environ: Environ, start: Any) -> Iterable[bytes]:
        self.asked.append(environ)
        self.meanwhile()
        start(self.status, list(self.headers.items()))
        return [self.words.encode()]


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def ours() -> Generation:
    return Generation(None)


@pytest.fixture
def cache(site: Site, ours: Generation, monkeypatch: pytest.MonkeyPatch) -> PageCache:
    made = PageCache(site, 1_000_000, generation=ours)
    monkeypatch.setattr(made, "_nodes", None)
    monkeypatch.setattr(made, "_next_post", NoPost())
    return made


class NoPost:
    moment: datetime | None = None

    def after(self, at: datetime, value: int, *, is_held: bool) -> datetime | None:
        return self.moment


def ask(cache: PageCache, path: str = "/", query: str = "", **given: str) -> Heard:
    heard: list[Any] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "ours.example",
        **given,
    }
    body = b"".join(
        cache(environ, lambda status, headers: heard.extend([status, headers]))
    )
    status, headers = heard
    return status, dict(headers), body


def test_a_page_is_asked_for_once(site: Site, cache: PageCache) -> None:
    assert ask(cache)[2] == ask(cache)[2] == b"Hello"
    assert len(site.asked) == 1


def test_what_is_changed_is_asked_for_again(
    site: Site, cache: PageCache, ours: Generation
) -> None:
    ask(cache)
    site.words = "Changed"
    ours.change(EVERYTHING)
    assert ask(cache)[2] == b"Changed"


def test_another_post_s_conversation_leaves_a_page_alone(
    site: Site, cache: PageCache, ours: Generation
) -> None:
    site.meanwhile = lambda: shows_conversation(1)
    ask(cache)
    ours.change(slot_of(2))
    ask(cache)
    assert len(site.asked) == 1
    ours.change(slot_of(1))
    ask(cache)
    assert len(site.asked) == 2


def test_a_page_that_became_old_while_it_was_rendered_isn_t_kept(
    site: Site, cache: PageCache, ours: Generation
) -> None:
    site.meanwhile = lambda: ours.change(EVERYTHING)
    ask(cache)
    site.words = "Changed"
    assert ask(cache)[2] == b"Changed"


def test_nothing_is_kept_while_a_change_is_on_its_way(
    site: Site, cache: PageCache, ours: Generation
) -> None:
    lease = ours.hold(EVERYTHING)
    ask(cache)
    ask(cache)
    assert len(site.asked) == 2
    ours.release(lease)
    ask(cache)
    ask(cache)
    assert len(site.asked) == 3


def test_a_page_ends_when_it_says_so(site: Site, cache: PageCache) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=0.2)
    site.meanwhile = lambda: lasts_until(soon)
    ask(cache)
    time.sleep(0.25)
    ask(cache)
    assert len(site.asked) == 2


def test_a_page_ends_when_the_next_post_comes_due(
    site: Site, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NoPost, "moment", datetime.now(UTC) - timedelta(seconds=1))
    ask(cache)
    ask(cache)
    assert len(site.asked) == 2


def test_unknown_parameters_neither_miss_nor_fill(site: Site, cache: PageCache) -> None:
    for mark in range(5):
        assert ask(cache, query=f"utm_source={mark}")[2] == b"Hello"
    assert len(site.asked) == 1
    assert site.asked[0]["QUERY_STRING"] == ""


def test_a_cursor_that_no_page_links_to_isn_t_kept(
    site: Site, cache: PageCache
) -> None:
    for _ in range(2):
        ask(cache, "/posts/one/", "after=5")
    assert len(site.asked) == 2


def test_a_cursor_that_a_page_links_to_is_kept(site: Site, cache: PageCache) -> None:
    site.words = '<a href="/posts/one/?after=5#comments">More</a>'
    ask(cache, "/posts/one/")
    for _ in range(2):
        ask(cache, "/posts/one/", "after=5&utm_source=mail")
    assert len(site.asked) == 2


def test_an_old_address_on_the_front_page_goes_through(
    site: Site, cache: PageCache
) -> None:
    for _ in range(2):
        ask(cache, query="p=12")
    assert [each["QUERY_STRING"] for each in site.asked] == ["p=12"] * 2


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", PUBLIC),
        ("500 Internal Server Error", PUBLIC),
        ("301 Moved Permanently", PUBLIC),
        ("200 OK", {"Cache-Control": "no-store"}),
        ("200 OK", {}),
        ("200 OK", PUBLIC | {"Set-Cookie": "a=b"}),
        ("200 OK", PUBLIC | {"Vary": "Accept-Encoding, Cookie"}),
    ],
)
def test_errors_and_what_is_for_one_reader_are_never_kept(
    site: Site, cache: PageCache, status: str, headers: dict[str, str]
) -> None:
    site.status, site.headers = status, headers
    assert ask(cache)[0] == ask(cache)[0] == status
    assert len(site.asked) == 2


def test_a_page_knows_nothing_of_who_asked_first(site: Site, cache: PageCache) -> None:
    ask(cache, HTTP_COOKIE="a=b", HTTP_AUTHORIZATION="x", HTTP_RANGE="bytes=0-1")
    assert not {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE"} & {*site.asked[0]}


def test_posts_and_other_methods_go_through(site: Site, cache: PageCache) -> None:
    ask(cache)
    for method in ("POST", "PUT", "OPTIONS"):
        ask(cache, REQUEST_METHOD=method)
    assert len(site.asked) == 4


def test_head_has_the_headers_of_the_page_and_no_words(
    site: Site, cache: PageCache
) -> None:
    first = ask(cache, REQUEST_METHOD="HEAD")
    second = ask(cache)
    assert first[2] == b""
    assert first[1] == second[1]
    assert first[1]["Content-Length"] == "5"
    assert site.asked[0]["REQUEST_METHOD"] == "GET"


@pytest.mark.parametrize("before", ["", "W/"])
def test_who_has_a_page_gets_304(cache: PageCache, before: str) -> None:
    tag = ask(cache, HTTP_ACCEPT_ENCODING="br")[1]["ETag"]
    known = f'"other", {before}{tag}'
    heard = ask(cache, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known)
    assert heard[0] == "304 Not Modified"
    assert heard[2] == b""
    assert heard[1]["ETag"] == tag
    assert heard[1]["Vary"] == "Accept-Encoding"


def test_who_has_another_page_gets_this_one(cache: PageCache) -> None:
    tag = ask(cache)[1]["ETag"]
    heard = ask(cache, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=tag)
    assert heard[0] == "200 OK"


def test_a_host_that_was_never_answered_goes_to_django(
    site: Site, cache: PageCache
) -> None:
    ask(cache)
    site.status = "400 Bad Request"
    assert ask(cache, HTTP_HOST="evil.example")[0] == "400 Bad Request"
    assert ask(cache)[0] == "200 OK"


def test_what_comes_by_another_scheme_goes_to_django(
    site: Site, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(cache)
    monkeypatch.setattr(cache, "is_welcome", lambda environ: False)
    ask(cache)
    assert len(site.asked) == 2


def test_many_who_ask_at_once_have_it_rendered_once(
    site: Site, cache: PageCache
) -> None:
    ask(cache, "/help/")  # the host is known from here on
    site.meanwhile = lambda: time.sleep(0.2)
    with ThreadPoolExecutor(8) as readers:
        heard = list(readers.map(lambda _n: ask(cache), range(8)))
    assert {body for _status, _headers, body in heard} == {b"Hello"}
    assert len(site.asked) == 2


def test_who_waited_beyond_a_change_has_it_rendered_anew(
    site: Site, cache: PageCache, ours: Generation
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        site.meanwhile = lambda: None
        begun.set()
        go_on.wait(5)

    site.meanwhile = wait
    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(ask, cache)
        begun.wait(5)
        second = readers.submit(ask, cache)
        time.sleep(0.05)
        ours.change(EVERYTHING)
        go_on.set()
        first.result()
        second.result()
    assert len(site.asked) == 2


def test_an_error_lets_the_next_one_try(site: Site, cache: PageCache) -> None:
    def fail() -> None:
        raise RuntimeError("Nothing works.")

    site.meanwhile = fail
    with pytest.raises(RuntimeError):
        ask(cache)
    site.meanwhile = lambda: None
    assert ask(cache)[2] == b"Hello"


def test_what_took_longer_than_a_lease_isn_t_kept(
    site: Site, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer, "LEASE_SECONDS", 0)
    ask(cache)
    ask(cache)
    assert len(site.asked) == 2


def test_a_question_mark_in_a_path_is_no_query(site: Site, cache: PageCache) -> None:
    site.words = '<a href="/posts/one/?after=5#comments">More</a>'
    ask(cache, "/posts/one/")
    ask(cache, "/posts/one/", "after=5")
    site.status = "404 Not Found"
    assert ask(cache, "/posts/one/?after=5")[0] == "404 Not Found"


def test_many_names_of_one_host_leave_room_for_it(site: Site, cache: PageCache) -> None:
    for port in range(layer.MOST_HOSTS + 1):
        ask(cache, "/help/", HTTP_HOST=f"ours.example:{port}")
    site.asked.clear()
    for _ in range(2):
        ask(cache)
    assert len(site.asked) == 1
