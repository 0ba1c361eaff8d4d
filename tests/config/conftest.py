from collections.abc import Iterator

import pytest

from config.sqlite3.base import keep_connections


@pytest.fixture(autouse=True)
def none_kept() -> Iterator[None]:
    """The web server's application keeps connections, in tests too once it's loaded."""
    yield
    keep_connections(0)
