"""Two processes of one site, and whatever happens in them: each page that is kept is
what a fresh rendering gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from comments.models import Comment, Status
from guide.models import Post
from tests import make
from tests.guide.pagecache.process import ACTS, BEGIN

pytestmark = pytest.mark.django_db(transaction=True)
postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite is one machine's"
)
LISTENERS = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'SELECT 1'
"""


class Process:
    """The other end of ``process``."""

    def __init__(self, *kind: str) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tests.guide.pagecache.process", *kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"DATABASE_URL": _address()},
        )
        assert self.child.stdout
        assert self.child.stdout.readline() == "ready\n"

    def do(self, **said: Any) -> Any:
        assert self.child.stdin
        assert self.child.stdout
        print(json.dumps(said), file=self.child.stdin, flush=True)
        answer = self.child.stdout.readline()
        assert answer or "die" in said, "It ended by itself; its words stand above."
        return answer and json.loads(answer)

    def page(self, path: str, how: str = "kept") -> str:
        shown: str = self.do(path=path, how=how)
        return shown

    def end(self) -> None:
        self.child.kill()
        self.child.communicate()


def _address() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    host, port = given["HOST"] or "127.0.0.1", given["PORT"] or 5432
    who = f"{given['USER']}:{given['PASSWORD']}"
    return f"postgres://{who}@{host}:{port}/{given['NAME']}?pool=false"


@pytest.fixture(scope="module")
def processes(django_db_setup: None) -> Iterator[tuple[Process, Process]]:
    with running() as made:
        yield made


@contextmanager
def running(*kind: str) -> Iterator[tuple[Process, Process]]:
    with ExitStack() as stack:
        made = Process(*kind), Process(*kind)
        for each in made:
            stack.callback(each.end)
        yield made


@pytest.fixture
def both(rows: None, processes: tuple[Process, Process]) -> tuple[Process, Process]:
    for each in processes:
        each.do(begin=True)
    return processes


@pytest.fixture
def rows(transactional_db: None) -> None:
    with transaction.atomic():
        guide = make.make_guide()
        for place in range(1, 4):
            post = make.make_post(
                guide=guide, position=place, published_at=BEGIN, slug=f"post-{place}"
            )
            make.make_comment(post=post, status=Status.PENDING)
            make.make_comment(post=post, status=Status.APPROVED)
        make.make_moderator()


PATHS = [
    *("/", "/posts/", "/feed/", "/comments/feed/", "/steps/", "/sitemap.xml"),
    *("/posts/post-1/", "/posts/post-2/", "/posts/post-3/", "/whole-guide/"),
    *("/posts/post-1/feed/", "/posts/post-2/?order=newest", "/help/"),
]
ONE_OF_BOTH = st.integers(0, 1)


def machine(both: tuple[Process, Process]) -> type[RuleBasedStateMachine]:
    class Machine(RuleBasedStateMachine):
        """What authors, moderators, writers, owners and the clock may do."""

        @rule(who=ONE_OF_BOTH, act=st.sampled_from([*ACTS]), number=st.integers(0, 9))
        def act(self, who: int, act: str, number: int) -> None:
            both[who].do(act=act, number=number)

        @rule(seconds=st.sampled_from([61, 400, 90_000]))
        def time_passes(self, seconds: int) -> None:
            for each in both:
                each.do(later=seconds)

        @rule(who=ONE_OF_BOTH, path=st.sampled_from(PATHS))
        def look(self, who: int, path: str) -> None:
            assert both[who].page(path) == both[who].page(path, "fresh")

        def teardown(self) -> None:
            for path in PATHS:
                fresh = both[0].page(path, "fresh")
                assert both[0].page(path) == both[1].page(path) == fresh

    return Machine


def test_every_kept_page_is_as_it_would_be_rendered_now(
    both: tuple[Process, Process],
) -> None:
    run_state_machine_as_test(
        machine(both),
        settings=settings(
            max_examples=10,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )


def test_an_approval_in_one_process_is_the_next_page_of_the_other(
    both: tuple[Process, Process],
) -> None:
    waiting = Comment.objects.filter(status=Status.PENDING).first()
    assert waiting
    place = f'id="comment-{waiting.pk}"'
    assert place not in both[1].page("/posts/post-1/")
    both[0].do(act="approve", number=0)
    assert place in both[1].page("/posts/post-1/")


def test_a_post_appears_when_it_is_due(both: tuple[Process, Process]) -> None:
    with transaction.atomic():
        Post.objects.filter(slug="post-3").update(title="Came due")
    both[0].do(act="schedule", number=2)
    assert "Came due" not in both[1].page("/")
    for each in both:
        each.do(later=400)
    assert "Came due" in both[1].page("/")


def test_a_conversation_closes_when_its_days_are_over(
    both: tuple[Process, Process],
) -> None:
    with transaction.atomic():
        Post.objects.update(comments_close_after=1)
    for later, is_open in [(23.9 * 3600, True), (600, False)]:
        both[0].do(later=later)
        assert ("<textarea" in both[0].page("/posts/post-1/")) is is_open


@postgresql
def test_other_nodes_have_it_within_a_second(rows: None) -> None:
    with running("node") as (first, second):
        assert "Pine" not in _settled(second)
        first.do(act="comment", number=0)
        first.do(act="approve", number=6)
        time.sleep(1)
        assert "Pine" in second.page("/posts/post-1/")


@postgresql
def test_a_node_that_hears_nothing_lets_no_kept_page_out(rows: None) -> None:
    with running("node") as (first, second):
        _settled(second)
        with connection.cursor() as cursor:
            cursor.execute(LISTENERS)
            ended = cursor.fetchall()
        assert ended
        time.sleep(1.1)
        first.do(act="comment", number=0)
        first.do(act="approve", number=6)
        assert "Pine" in second.page("/posts/post-1/")


def _settled(node: Process) -> str:
    """A page, once it is kept: a node listens from its first rendering on."""
    node.page("/posts/post-1/")
    time.sleep(0.5)
    node.page("/posts/post-1/")
    return node.page("/posts/post-1/")


# Last, since one of the two ends in it.
def test_a_process_that_dies_after_its_commit_leaves_no_old_page(
    both: tuple[Process, Process],
) -> None:
    both[1].page("/posts/post-1/")
    both[0].do(die="approve", number=0)
    assert both[0].child.wait(60) == 9
    assert Comment.objects.filter(status=Status.APPROVED).count() == 4
    assert both[1].page("/posts/post-1/") == both[1].page("/posts/post-1/", "fresh")
