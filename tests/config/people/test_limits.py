from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from comments.models import Throttle
from comments.ratelimit import senders
from config.people import limits

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def request_from(address: str) -> Any:
    return RequestFactory().post("/admin/login/", REMOTE_ADDR=address)


def wait(name: str = "wren", sender: str = "192.0.2.1", at: datetime = NOON) -> float:
    tried = limits.count("sign-in", request_from(sender), name, at)
    return tried.wait.total_seconds()


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("number", "seconds"),
    [(1, 0), (5, 0), (6, 15), (7, 45), (8, 105), (12, 1845), (13, 2745), (14, 3645)],
)
def test_waits_double_up_to_a_quarter_of_an_hour(number: int, seconds: int) -> None:
    assert limits.time_of_try(number, 5).total_seconds() == seconds


def test_five_tries_are_free_and_the_sixth_waits() -> None:
    assert [wait() for _ in range(5)] == [0] * 5
    assert wait() == 15


def test_waiting_try_counts_for_nothing() -> None:
    for _ in range(20):
        wait()
    assert wait(at=later(15)) == 0
    assert wait(at=later(16)) == 29


def test_strangers_tries_let_nobody_wait() -> None:
    for number in range(60):
        wait(sender=f"192.0.2.{number}")
    assert wait(sender="198.51.100.7") == 0


def test_name_tried_from_everywhere_leaves_each_sender_one() -> None:
    for number in range(20):
        wait(sender=f"192.0.2.{number}")
    assert [wait(sender="198.51.100.7") for _ in range(2)] == [0, 15]


def test_many_names_from_one_sender_wait_too() -> None:
    waits = [wait(name=f"name{number}") for number in range(21)]
    assert waits == [0] * 20 + [15]


def test_writing_a_name_otherwise_is_no_way_around() -> None:
    for name in ("wren", "Wren", "WREN", "wReN", "wreN"):
        wait(name=name)
    assert wait(name="wrEn") == 15


def test_right_one_makes_up_for_the_wrong_ones() -> None:
    for _ in range(4):
        wait()
    limits.forgive(limits.count("sign-in", request_from("192.0.2.1"), "wren", NOON))
    assert [wait() for _ in range(5)] == [0] * 5


def test_right_name_buys_no_tries_for_others() -> None:
    for number in range(20):
        wait(name=f"name{number}")
    own = limits.count("sign-in", request_from("192.0.2.1"), "own", later(15))
    limits.forgive(own)
    assert wait(at=later(15)) == 0
    assert wait(at=later(15)) > 0


def test_nothing_stored_names_a_person_or_an_address() -> None:
    wait(name="my-secret-password")
    stored = str(list(Throttle.objects.values()))
    assert "my-secret" not in stored and "192.0.2" not in stored


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_tries_of_one_moment_gain_nothing() -> None:
    senders(request_from("192.0.2.1"), NOON)
    waits = at_once(*[wait] * 12)
    assert waits.count(0) == 5
