"""Work that others wait for only so long."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")


class OneAtATime(Generic[T]):
    """Does ``work`` in a thread of its own, and never twice at once.

    Nothing can stop a call that waits for a database or a disk. So it is left alone
    after ``seconds``, and who asks while it still goes on waits for that same outcome:
    however many ask, one thread and one connection is all that it takes.
    """

    def __init__(self, work: Callable[[], T], seconds: float) -> None:
        self.work = work
        self.seconds = seconds
        self._lock = threading.Lock()
        self._outcome: Future[T] | None = None

    def __call__(self) -> T | None:
        """What ``work`` answers, or None where that takes too long."""
        try:
            return self._begun().result(self.seconds)
        except TimeoutError:
            return None

    def _begun(self) -> Future[T]:
        with self._lock:
            if self._outcome is None or self._outcome.done():
                self._outcome = Future()
                # A daemon: no end of the process waits for it.
                threading.Thread(
                    target=self._do, args=[self._outcome], daemon=True
                ).start()
            return self._outcome

    def _do(self, outcome: Future[T]) -> None:
        try:
            answer = self._and_hang_up()
        except Exception as error:
            outcome.set_exception(error)
        else:
            outcome.set_result(answer)

    def _and_hang_up(self) -> T:
        try:
            return self.work()
        finally:
            connections.close_all()
