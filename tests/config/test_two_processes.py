"""Two processes of the site share a database and nothing else."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from comments import keys
from guide.models import Post
from tests.make import make_comment, make_moderator, make_post
from tests.nodes import Web, two_of_them
from tests.start.client import Answer

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long password"
LIST = "/admin/comments/comment/"


@pytest.fixture
def webs(tmp_path: Path) -> Iterator[tuple[Web, Web]]:
    keys.verify()
    with two_of_them(tmp_path) as webs:
        yield webs


def send(web: Web, post: Post) -> Answer:
    path = post.get_absolute_url()
    words = f"My small step is number {secrets.token_hex(8)}."
    form = web.client.get(path).form(action="/comments/")
    fields = form.filled(comment=words, name="Heather", email="heather@example.org")
    return web.client.post(form.action, fields)


def test_they_are_one_site(webs: tuple[Web, Web]) -> None:
    """One test for all of it: to start them takes longer than the rest."""
    one, two = webs
    post, comment = make_post(), make_comment()
    make_moderator(username="owner", password=PASSWORD)
    owner = one.client.signed_in("owner", PASSWORD)

    # Who signed in at one is known to the other.
    owner.port = two.port
    assert owner.get("/admin/").status == 200
    # What is decided at one is on the other's page at the next request.
    path = comment.post.get_absolute_url()
    assert comment.text not in one.client.get(path).words
    form = owner.get(LIST).form(field="action")
    ticked = ("_selected_action", str(comment.pk))
    assert owner.post(LIST, [*form.filled(action="approve"), ticked]).status == 302
    assert comment.text in one.client.get(path).words
    # What was sent to one counts at the other: two in all, however they are spread.
    settings = "/admin/comments/discussionsettings/add/"
    form = owner.get(settings).form(field="submits")
    assert owner.post(settings, form.filled(submits="2")).status == 302
    sent = [send(web, post).status for web in (one, two, one, two)]
    assert sent == [303, 303, 429, 429]
