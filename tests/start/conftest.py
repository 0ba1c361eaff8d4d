"""The real thing: ``./dev run`` in a copy of the tree, once for all tests here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.start.client import Client
from tests.start.server import Server, copy_tree, lend_environment


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what is here first: it takes longest (see ``tests.scheduling``)."""
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    for item in here:
        item.add_marker("start")
    others = [item for item in items if item not in here]
    items[:] = [*here, *others]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    tree = tmp_path_factory.mktemp("start") / "tree"
    copy_tree(tree)
    lend_environment(tree)
    server = Server(tree)
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
def client(server: Server) -> Client:
    """Not Django's: it talks to the server through a socket."""
    return server.client


@pytest.fixture(scope="session")
def moderator(server: Server) -> Client:
    """Signed in; what all tests here send together isn't too much for the site."""
    password = (server.var / "admin-password").read_text().strip()
    moderator = server.client.signed_in("admin", password)
    settings = "/admin/comments/discussionsettings/add/"
    form = moderator.get(settings).form(field="submits")
    answer = moderator.post(settings, form.filled(submits="1000"))
    assert answer.status == 302, answer.words
    return moderator
