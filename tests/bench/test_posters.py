"""What the posters are told is held against what is stored."""

from collections import Counter

import pytest
from django.test import Client

from bench.posters import Outcome, Poster
from bench.sites import Site
from bench.stored import words_with
from comments.forms import CommentForm
from comments.models import Subscription
from comments.stamps import make_stamp
from tests.make import make_comment, make_post

FINE = Outcome(Counter({303: 3}), {"a", "b"}, ["a", "b"], [0.1, 0.3, 0.2])


def test_all_as_promised() -> None:
    assert FINE.faults() == []


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (FINE._replace(stored=["a"]), "1 acknowledged, but not stored"),
        (FINE._replace(stored=["a", "b", "b"]), "1 stored twice"),
        (
            FINE._replace(answers=Counter({303: 2, 500: 1, 0: 1})),
            "2 answered otherwise than 303, 409 or 429",
        ),
        (FINE._replace(acknowledged=set()), "nothing was acknowledged"),
    ],
)
def test_fault_is_named(outcome: Outcome, fault: str) -> None:
    assert outcome.faults() == [fault]


def test_outcome_reads_as_a_sentence() -> None:
    assert str(FINE) == (
        "2 comments acknowledged, 2 stored (answers 303: 3); waited 200 ms in the "
        "median, 300 at most."
    )


@pytest.mark.django_db
def test_every_other_pair_wants_mail(client: Client) -> None:
    path, site = (
        f"/posts/{make_post().slug}/comments/",
        Site(0, {"stamp": make_stamp()}),
    )
    for pair in range(4):
        fields = Poster(site, pair, 0).fields(f"One small step of pair {pair}, today.")
        assert client.post(path, fields).status_code == 303
        assert {*fields} <= {*CommentForm.base_fields}
    assert Subscription.objects.filter(tells=True).count() == 2


@pytest.mark.django_db
def test_only_this_runs_comments_are_counted() -> None:
    make_comment(words="A step of an earlier run.")
    make_comment(words="A step of this run 4711.")
    assert words_with("4711") == ["A step of this run 4711."]
