"""How tests are dealt out where several processes run them: one by one, but those that
share something which takes long to make all to the same one.

pytest-xdist's own groups aren't kept: it marks them in the ids of tests, which pytest
9.2 doesn't let it change.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# Each beginning of ids is one group: dealt out singly, its tests would have the server,
# the other site or the loaded guide made in each process, and often several times. They
# come first, so none may commit: that leaves no row which came with the migrations, and
# what needs some would fail.
TOGETHER = (
    "tests/start/",
    "tests/config/test_catalogue.py",
    "tests/config/test_own_guide.py",
    "tests/config/test_statements.py",
    "tests/deploy/test_nginx.py",
)


def group_of(nodeid: str) -> str:
    return next((each for each in TOGETHER if nodeid.startswith(each)), nodeid)


class Together(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def mark_test_complete(
        self, node: Any, item_index: int, duration: float = 0
    ) -> None:
        """A group that is done is forgotten. Otherwise all that a process ever did is
        counted after each test, which for thousands takes seconds."""
        nodeid = self.registered_collections[node][item_index]
        groups = self.assigned_work[node]
        group = groups[group_of(nodeid)]
        group[nodeid] = True
        if all(group.values()):
            del groups[group_of(nodeid)]
        self._reschedule(node)
