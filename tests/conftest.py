"""What holds for every test."""

import pytest
from hypothesis import settings

# A machine that does much at once is slow, not wrong; times have tests of their own.
settings.register_profile("here", deadline=None)
settings.load_profile("here")

# pytest-django lets nobody else near a database.
ASKING = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database, and so may find another answer in another one."""
    for item in items:
        assert isinstance(item, pytest.Function)
        if item.get_closest_marker("django_db") or ASKING & {*item.fixturenames}:
            item.add_marker("database")
