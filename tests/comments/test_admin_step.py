import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from comments import moderation
from comments.models import Comment
from tests.make import make_comment, make_moderator

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"


@pytest.fixture
def moderator(client: Client) -> User:
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def at(comment: Comment) -> str:
    return f"{LIST}{comment.pk}/step/"


def own_page(client: Client, comment: Comment) -> str:
    return client.get(f"{LIST}{comment.pk}/change/").content.decode()


@pytest.mark.parametrize(("before", "wish"), [(False, "yes"), (True, "no")])
def test_moderator_marks_a_step_or_unmarks_it(
    client: Client, moderator: User, before: bool, wish: str
) -> None:
    comment = make_comment(is_step=before)
    button = f'formaction="{at(comment)}" name="is_step" value="{wish}"'
    assert button in " ".join(own_page(client, comment).split())
    client.post(at(comment), {"is_step": wish})
    comment.refresh_from_db()
    assert comment.is_step is not before


def test_marking_is_logged_without_words(client: Client, moderator: User) -> None:
    comment = make_comment(words="He hid the letters.")
    client.post(at(comment), {"is_step": "yes"})
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (moderator, str(comment.pk))
    assert entry.get_change_message() == "It is a small step."


def test_marking_twice_is_logged_once(client: Client, moderator: User) -> None:
    comment = make_comment()
    for _number in range(2):
        client.post(at(comment), {"is_step": "yes"})
    assert LogEntry.objects.count() == 1


def test_erased_comment_offers_no_mark(client: Client, moderator: User) -> None:
    comment = make_comment()
    moderation.withdraw(comment)
    assert at(comment) not in own_page(client, comment)
    client.post(at(comment), {"is_step": "yes"})
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("wish", ["", "maybe"])
def test_any_other_wish_is_404(client: Client, moderator: User, wish: str) -> None:
    assert client.post(at(make_comment()), {"is_step": wish}).status_code == 404


def test_looking_marks_nothing(client: Client, moderator: User) -> None:
    assert client.get(at(make_comment())).status_code == 405


def test_only_who_may_decide_marks(client: Client) -> None:
    client.force_login(User.objects.create_user("writer", is_staff=True))
    comment = make_comment()
    assert client.post(at(comment), {"is_step": "yes"}).status_code == 403
    comment.refresh_from_db()
    assert not comment.is_step


def test_card_in_the_queue_says_that_it_is_a_step(
    client: Client, moderator: User
) -> None:
    make_comment(is_step=True)
    page = client.get(f"{LIST}queue/").content
    assert b'<p class="card-step">A small step</p>' in page
