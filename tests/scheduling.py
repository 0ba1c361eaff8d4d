"""How tests are dealt out where several processes run them: one by one, but all of
``tests/start`` to the same one, since they share a server that takes long to start.

pytest-xdist's own groups aren't kept: it marks them in the ids of tests, which pytest
9.2 doesn't let it change.
"""

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

START = "tests/start/"


class OneServer(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return START if nodeid.startswith(START) else nodeid
