"""What holds for every test."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from hypothesis import settings
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from tests.scheduling import Together

# A machine that does much at once is slow, not wrong; times have tests of their own.
settings.register_profile("here", deadline=None)
settings.load_profile("here")

# pytest-django lets nobody else near a database.
ASKING = {"db", "transactional_db", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        django_settings.FOLDER.mkdir(mode=0o700, exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Workers end without a farewell, so who started them takes their files away."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(django_settings.FOLDER, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database, and so may find another answer in another one."""
    for item in items:
        assert isinstance(item, pytest.Function)
        if item.get_closest_marker("django_db") or ASKING & {*item.fixturenames}:
            item.add_marker("database")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    from tests.scheduling import Together

    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays: it isn't looked through for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Names of databases, and for several processes what they begin with."""
    from tests.migrating import migrated_once

    if hasattr(request.config, "workerinput"):
        folder = tmp_path_factory.getbasetemp().parent
        with migrated_once(folder, django_db_blocker):
            yield
    else:
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The database for tests, emptied quickly after each one that commits."""
    from tests.clearing import Clearing

    with django_db_blocker.unblock():
        clearing = Clearing()
    with pytest.MonkeyPatch.context() as patch:
        clear = "django.test.TransactionTestCase._fixture_teardown"
        patch.setattr(clear, lambda case: clearing.clear())
        yield
