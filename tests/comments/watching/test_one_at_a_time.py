import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from comments.watching.one_at_a_time import OneAtATime


def test_it_answers_what_the_work_answers() -> None:
    assert OneAtATime(lambda: 7, seconds=5)() == 7


def test_each_call_does_the_work_anew() -> None:
    done: list[int] = []
    work = OneAtATime(lambda: done.append(1), seconds=5)
    work()
    work()
    assert len(done) == 2


def test_error_of_the_work_reaches_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        OneAtATime(lambda: 1 // 0, seconds=5)()


def test_who_asks_meanwhile_waits_for_the_same_outcome() -> None:
    go_on, begun, waiting = threading.Event(), [], []

    class Watched(OneAtATime[int]):
        def _begun(self) -> Future[int]:
            outcome = super()._begun()
            waiting.append(outcome)
            return outcome

    def wait() -> int:
        begun.append(1)
        go_on.wait(60)
        return 7

    work = Watched(wait, seconds=60)
    with ThreadPoolExecutor(4) as askers:
        answers = [askers.submit(work) for _ in range(4)]
        while len(waiting) < 4:
            time.sleep(0.01)
        go_on.set()
        assert [answer.result() for answer in answers] == [7] * 4
    assert len(begun) == 1


def test_silence_is_none_and_the_next_one_waits_for_the_same_work() -> None:
    go_on, begun = threading.Event(), []

    def wait() -> int:
        begun.append(1)
        go_on.wait(60)
        return 7

    work = OneAtATime(wait, seconds=0.05)
    assert work() is None
    assert work() is None
    assert len(begun) == 1
    work.seconds = 60
    go_on.set()
    assert work() == 7
