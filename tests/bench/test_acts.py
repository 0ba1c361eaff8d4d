"""What is measured is answered as the measuring expects."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.test import Client

from bench.acts import Act, WrongAnswer, acts, blog_acts, page, timed
from bench.facts import facts
from bench.fill import fill
from bench.sites import Answer, Site
from bench.size import Size

pytestmark = pytest.mark.django_db


class NearSite(Site):
    """Without a server."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        super().__init__(0, known)
        self.client = Client()
        self.client.cookies["sessionid"] = known["session"]

    def ask(
        self, path: str, fields: Mapping[str, str] | None = None, sender: str = ""
    ) -> Answer:
        if fields is None:
            answer = self.client.get(path)
        else:
            answer = self.client.post(path, dict(fields))
        return Answer(answer.status_code, answer.content, 0.001)


@pytest.mark.parametrize(
    ("size", "of"), [(Size(300), acts), (Size(500, is_blog=True), blog_acts)]
)
def test_every_act_is_answered_twice_as_it_should(
    size: Size, of: Callable[[Site], Iterator[Act]]
) -> None:
    fill(size)
    site = NearSite(facts(size))
    for act in of(site):
        assert [timed(act, site) for _ in range(2)] == [0.001, 0.001], act.name


def test_wrong_answer_is_no_measure() -> None:
    site = NearSite({"session": "nobody's"})
    act = Act("Queue", 200, page("/nowhere/"))
    with pytest.raises(WrongAnswer, match="Queue: answered 404, not 200"):
        timed(act, site)


def test_queue_is_measured_where_there_is_one() -> None:
    site = NearSite({"session": "nobody's", "queue": "/queue/"})
    assert next(acts(site)).name == "Queue, first page"
    site.facts = {"queue": ""}
    assert next(acts(site)).name == "List, what waits"
