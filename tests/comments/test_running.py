"""That a site runs is noticed, also while it has nothing to do."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from comments import running
from tests.nodes import Process, Web


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def held(var: Path) -> Iterator[int]:
    folder = running.hold()
    assert folder is not None
    yield folder
    os.close(folder)


def is_noticed() -> bool:
    try:
        with running.kept_from_running():
            return False
    except running.Running:
        return True


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_web_server_is_noticed_until_it_ends(var: Path) -> None:
    with Web(var) as web:
        web.wait()
        assert is_noticed()
    wait_until(lambda: not is_noticed())


@pytest.mark.django_db(transaction=True)
def test_worker_is_noticed_until_it_is_killed(var: Path) -> None:
    with Process(var, "manage.py", "run_worker") as worker:
        wait_until(is_noticed)
        worker.process.kill()
        wait_until(lambda: not is_noticed())


def test_many_processes_run_one_site(held: int) -> None:
    again = running.hold()
    assert again is not None
    os.close(again)
    assert is_noticed()


def test_site_that_starts_meanwhile_waits() -> None:
    started: list[int | None] = []
    begin = threading.Thread(target=lambda: started.append(running.hold()))
    with running.kept_from_running():
        begin.start()
        begin.join(0.3)
        assert not started
    begin.join(10)
    [folder] = started
    assert folder is not None
    os.close(folder)


def test_machine_without_the_folder_has_nothing_to_hold(
    tmp_path: Path, settings: Any
) -> None:
    settings.VAR_DIR = tmp_path / "none"
    assert running.hold() is None
