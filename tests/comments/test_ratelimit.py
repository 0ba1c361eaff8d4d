import ipaddress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from comments import ratelimit
from comments.models import Comment, SenderKey, Throttle
from tests.make import make_comment

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
TEN = timedelta(minutes=10)


def request_from(address: str, forwarded: str = "") -> Any:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("", "", "unknown"),
        ("10.0.0.1", "198.51.100.7:443", "198.51.100.7"),
        ("10.0.0.1", "[2001:db8:1:2::5]:443", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
    ],
)
def test_network_address(
    settings: Any, remote: str, forwarded: str, found: str
) -> None:
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]
    assert ratelimit.network_address(request_from(remote, forwarded)) == found


@pytest.mark.django_db
def test_sender_is_the_same_all_day() -> None:
    request = request_from("192.0.2.1")
    later = NOON + timedelta(hours=11)
    assert ratelimit.senders(request, NOON) == ratelimit.senders(request, later)


@pytest.mark.django_db
def test_sender_changes_daily_and_yesterdays_comes_second() -> None:
    request = request_from("192.0.2.1")
    [today] = ratelimit.senders(request, NOON)
    tomorrow = ratelimit.senders(request, NOON + timedelta(days=1))
    assert tomorrow[0] != today
    assert tomorrow[1] == today


@pytest.mark.django_db
def test_yesterdays_key_is_kept_when_todays_is_made() -> None:
    for day in (0, 1):
        ratelimit.senders(request_from("192.0.2.1"), NOON + timedelta(days=day))
    assert SenderKey.objects.count() == 2


@pytest.mark.django_db
def test_senders_differ() -> None:
    one, other = (
        ratelimit.senders(request_from(address), NOON)
        for address in ("192.0.2.1", "192.0.2.2")
    )
    assert one != other


@pytest.mark.django_db
def test_nothing_stored_holds_the_network_address() -> None:
    ratelimit.senders(request_from("192.0.2.1"), NOON)
    assert "192.0.2" not in str(list(SenderKey.objects.values()))


@pytest.mark.django_db
def test_keys_and_hashes_are_gone_within_48_hours() -> None:
    begin = NOON.replace(hour=0)
    ratelimit.senders(request_from("192.0.2.1"), begin)
    make_comment(submitted_at=begin)
    ratelimit.forget_senders(begin + timedelta(hours=47))
    assert not SenderKey.objects.exists()
    assert not Throttle.objects.exists()
    assert not Comment.objects.exclude(sender="").exists()


@pytest.mark.django_db
def test_hashes_to_forget_are_found_however_many_comments_there_are() -> None:
    plan = ratelimit.sent_before(NOON).explain()
    if connection.vendor == "sqlite":
        assert "comment_sender" in plan


@pytest.mark.django_db
def test_yesterdays_key_outlives_the_time_for_resends() -> None:
    ratelimit.senders(request_from("192.0.2.1"), NOON.replace(hour=0))
    ratelimit.forget_senders(NOON + timedelta(days=1))
    assert SenderKey.objects.exists()


@pytest.mark.django_db
def test_a_new_day_cleans_up_without_any_clock() -> None:
    request = request_from("192.0.2.1")
    ratelimit.senders(request, NOON)
    ratelimit.senders(request, NOON + timedelta(days=3))
    assert SenderKey.objects.count() == 1


@pytest.mark.django_db
def test_hits_count_within_the_window() -> None:
    hits = [ratelimit.hit("k", TEN, NOON + timedelta(minutes=m)) for m in (0, 4, 9)]
    assert hits == [(1, NOON), (2, NOON), (3, NOON)]


@pytest.mark.django_db
def test_window_ends_at_its_length() -> None:
    ratelimit.hit("k", TEN, NOON)
    assert ratelimit.hit("k", TEN, NOON + TEN) == (1, NOON + TEN)
