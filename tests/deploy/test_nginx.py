"""What the shipped nginx configuration keeps, passes on and writes down."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.deploy.nginx import NGINX, PURGE_MODULE, Front, wait_for_a_new_second

pytestmark = pytest.mark.skipif(
    not (NGINX and PURGE_MODULE.exists()),
    reason="nginx with libnginx-mod-http-cache-purge isn't here",
)
BROWSER = "gzip, deflate, br, zstd"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    front = Front(tmp_path_factory.mktemp("nginx"))
    yield front
    front.end()


# What is kept


def test_page_is_asked_for_once_in_its_second(front: Front) -> None:
    wait_for_a_new_second()
    assert [front.ask("/kept").words for _ in range(5)] == ["1"] * 5


def test_change_shows_within_a_second(front: Front) -> None:
    wait_for_a_new_second()
    assert front.ask("/changed").words == "1"
    wait_for_a_new_second()
    assert front.ask("/changed").words == "2"


def test_each_change_shows_however_often_a_page_is_read(front: Front) -> None:
    """nginx holds its file open."""
    for number in "123":
        wait_for_a_new_second()
        assert [front.ask("/read-often").words for _ in range(5)] == [number] * 5


def test_browsers_that_take_the_same_share_a_page(front: Front) -> None:
    wait_for_a_new_second()
    taking = [BROWSER, "br;q=1.0, gzip;q=0.8", "gzip", "gzip, br;q=0", "identity", ""]
    counts = [front.ask("/shared", Accept_Encoding=each).words for each in taking]
    assert counts == ["1", "1", "2", "2", "3", "3"]


def test_picture_is_kept_for_minutes_whatever_browsers_may_do(front: Front) -> None:
    wait_for_a_new_second()
    assert front.ask("/media/a.webp").words == "1"
    wait_for_a_new_second()
    assert front.ask("/media/a.webp").words == "1"
    conf = (front.folder / "footbridge.conf").read_text()
    [media] = re.findall(r"location /media/ \{(.*?)\}", conf, re.S)
    assert "proxy_cache_valid 200 10m;" in media


def test_another_query_is_another_page(front: Front) -> None:
    wait_for_a_new_second()
    assert front.ask("/listed?page=1").words == front.ask("/listed?page=2").words == "1"


@pytest.mark.parametrize("path", ["/private", "/admin/"])
def test_what_is_private_is_never_kept(front: Front, path: str) -> None:
    wait_for_a_new_second()
    first, second = (int(front.ask(path).words) for _ in range(2))
    assert second == first + 1


def test_what_is_sent_is_always_passed_on(front: Front) -> None:
    wait_for_a_new_second()
    front.ask("/sent")
    counts = [front.ask("/sent", "POST", body=b"words").words for _ in range(2)]
    assert counts == ["2 5", "3 5"]


def test_page_is_forgotten_by_a_word_from_this_machine(front: Front) -> None:
    wait_for_a_new_second()
    assert front.ask("/purged", Accept_Encoding="gzip").words == "1"
    headers = {"Host": "guide.example.org", "Accept_Encoding": "gzip"}
    assert front.ask_plainly(front.purge, "/purged", **headers).status == 200
    assert front.ask("/purged", Accept_Encoding="gzip").words == "2"


def test_nobody_else_makes_it_forget(front: Front) -> None:
    wait_for_a_new_second()
    front.ask("/stays", Accept_Encoding="gzip")
    front.ask("/stays", "PURGE", Accept_Encoding="gzip")
    assert front.ask("/stays", Accept_Encoding="gzip").words == "1"
    conf = (front.folder / "footbridge.conf").read_text()
    assert conf.count("cache_purge") == 1 and f"127.0.0.1:{front.purge};" in conf


# What is passed on


def told(front: Front, path: str = "/private/told", **headers: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(front.ask(path, "GET", None, **headers).words)
    return found


def test_nobody_can_say_that_they_are_elsewhere(front: Front) -> None:
    lies = {"X_Forwarded_For": "192.0.2.7", "X_Forwarded_Proto": "http"}
    lies |= {"Forwarded": "for=192.0.2.7", "X_Forwarded_Host": "evil.example"}
    passed_on = told(front, **lies)
    assert passed_on["X-Forwarded-For"] == "127.0.0.1"
    assert passed_on["X-Forwarded-Proto"] == "https"
    assert passed_on["Host"] == "guide.example.org"
    assert not {"Forwarded", "X-Forwarded-Host"} & passed_on.keys()


def test_cookies_reach_the_admin_alone(front: Front) -> None:
    assert "Cookie" not in told(front, Cookie="sessionid=1")
    assert told(front, "/admin/told", Cookie="sessionid=1")["Cookie"] == "sessionid=1"


def test_plain_http_leads_to_https(front: Front) -> None:
    headers = {"Host": "guide.example.org"}
    answer = front.ask_plainly(front.plain, "/posts/?page=2", **headers)
    assert answer.status == 301
    assert answer.headers["Location"] == "https://guide.example.org/posts/?page=2"


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/", 300_000, 200),
        ("/", 1_100_000, 413),
        ("/admin/x/", 2_000_000, 200),
    ],
)
def test_bodies_go_through_as_far_as_the_site_has_a_say(
    front: Front, path: str, size: int, status: int
) -> None:
    assert front.ask(path, "POST", body=bytes(size)).status == status


def test_metrics_are_not_for_the_public(front: Front) -> None:
    assert front.ask("/metrics").status == 404
    assert front.ask("/healthz").status == 200


# What is written down

TOKEN = "31.Zm9v:1vR2xq:sJ0r5JwXw8m0QvWz3pLk-Yt6dNc_eB7hKfTgUaIoEs4"


def private_paths(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> list:
    """All that the site has with a token in them."""
    found: list[str] = []
    for each in patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            found += private_paths(each.url_patterns, path)
        elif "token>" in path:
            named = path.replace("<str:token>", TOKEN).replace("<token>", TOKEN)
            found.append(named.replace("<uidb64>", "MQ"))
    return found


def test_log_holds_no_address_no_query_and_no_token(front: Front) -> None:
    paths = private_paths(get_resolver().url_patterns)
    assert len(paths) > 12
    for path in [*paths, "/search/?q=secret-word"]:
        front.ask(path, Referer="https://where.example/", User_Agent="Known/1.0")
    log = front.log_once_it_has("GET /search/ 200")
    for word in (TOKEN[:12], TOKEN[-12:], "127.0.0.1", "secret-word", "where", "Known"):
        assert word not in log
    assert "/comments/manage/... 200" in log


# When the site is away


@pytest.fixture
def shaky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Two sites, which a test may end."""
    front = Front(tmp_path_factory.mktemp("shaky"), sites=2)
    yield front
    front.end()


def test_killed_site_among_two_costs_no_read(shaky: Front) -> None:
    failed: list[int | Exception] = []
    asked: list[int] = []

    def read(number: int) -> None:
        for each in range(60):
            try:
                status = shaky.ask(f"/private/{number}/{each}").status
            except (OSError, HTTPException) as error:
                failed.append(error)
            else:
                (asked if status == 200 else failed).append(status)

    readers = [threading.Thread(target=read, args=[number]) for number in range(4)]
    for reader in readers:
        reader.start()
    while len(asked) < 60 and not failed:
        time.sleep(0.01)
    shaky.sites[0].kill()
    for reader in readers:
        reader.join()
    assert not failed
    assert len(asked) == 240


@pytest.mark.parametrize("status", [404, 503])
def test_what_the_site_says_now_wins_over_what_was_kept(
    front: Front, status: int
) -> None:
    path = f"/then/{status}"
    assert front.ask(path).status == 200
    wait_for_a_new_second()
    assert front.ask(path).status == status


def test_page_outlives_the_site_for_the_time_that_it_gave(shaky: Front) -> None:
    assert shaky.ask("/stale").words == "1"
    for site in shaky.sites:
        site.kill()
    wait_for_a_new_second()
    assert shaky.ask("/stale").words == "1"
    time.sleep(4)
    answer = shaky.ask("/stale")
    assert answer.status == 503 and "your words are still in the form" in answer.words
