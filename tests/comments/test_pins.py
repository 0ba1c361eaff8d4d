import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from comments import moderation, pins
from comments.models import Comment, Status
from comments.pins import Outcome
from guide.models import Post
from tests.make import make_comment, make_moderator, make_post, make_reply

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LIST = "/admin/comments/comment/"


@pytest.fixture
def post() -> Post:
    return make_post(slug="p")


def several(post: Post, number: int) -> list[Comment]:
    return [make_comment(Status.APPROVED, post=post) for _ in range(number)]


def shown(address: str = "/posts/p/") -> list[int]:
    page = Client().get(address).content.decode()
    return [int(key) for key in re.findall(r'id="comment-(\d+)"', page)]


def test_pinned_stand_on_top_once_in_the_order_of_pinning(post: Post) -> None:
    one, two, three = several(post, 3)
    pins.pin(three, NOW)
    pins.pin(two, NOW + timedelta(minutes=1))
    assert shown() == [three.pk, two.pk, one.pk]
    assert Client().get("/posts/p/").content.count(b">Pinned</p>") == 2


def test_pinned_of_a_later_page_is_on_top_of_the_first(post: Post) -> None:
    comments = several(post, 60)
    pins.pin(comments[55])
    keys = [comment.pk for comment in comments]
    assert shown() == [keys[55], *keys[:50]]
    assert shown(f"/posts/p/?after={keys[49]}") == keys[50:]


def test_pinned_within_the_first_fifty_leaves_no_gap(post: Post) -> None:
    keys = [comment.pk for comment in several(post, 60)]
    pins.pin(Comment.objects.get(pk=keys[20]))
    assert shown() == [keys[20], *keys[:20], *keys[21:50]]
    assert f"?after={keys[49]}#" in Client().get("/posts/p/").content.decode()


def test_pinned_has_its_replies_beneath(post: Post) -> None:
    one, two = several(post, 2)
    reply = make_reply(two)
    pins.pin(two)
    assert shown() == [two.pk, reply.pk, one.pk]


def test_pinned_is_on_top_of_the_newest_too(post: Post) -> None:
    one, two, three = several(post, 3)
    pins.pin(one)
    assert shown("/posts/p/?order=newest") == [one.pk, three.pk, two.pk]


def test_permalink_of_a_pinned_comment_shows_it(post: Post) -> None:
    comments = several(post, 52)
    for each in (comments[3], comments[51]):
        pins.pin(each)
        address = Client().get(each.get_absolute_url())["Location"]
        assert each.pk in shown(address)


def test_pinned_that_leaves_the_page_comes_back_on_top(post: Post) -> None:
    one, two = several(post, 2)
    moderator = make_moderator()
    pins.pin(two)
    moderation.decline(two, moderator)
    assert shown() == [one.pk]
    moderation.approve(two, moderator)
    assert shown() == [two.pk, one.pk]


def test_erased_one_isnt_pinned_any_more(post: Post) -> None:
    one, two = several(post, 2)
    reply = make_reply(two)
    pins.pin(two)
    moderation.withdraw(two)
    assert shown() == [one.pk, two.pk, reply.pk]


def test_five_at_most_are_pinned_on_a_post(post: Post) -> None:
    comments = several(post, 6)
    outcomes = [pins.pin(comment) for comment in comments]
    assert outcomes == [*[Outcome.DONE] * 5, Outcome.NO_ROOM]
    assert pins.pin(make_comment(Status.APPROVED)) is Outcome.DONE
    pins.unpin(comments[0])
    assert pins.pin(comments[5]) is Outcome.DONE


def five_others_and_one_that_left(post: Post, verb: Any) -> Comment:
    """All six were pinned, the one before its place was taken."""
    one, *others = several(post, 6)
    pins.pin(one)
    verb(one, make_moderator())
    for each in others:
        pins.pin(each)
    return Comment.objects.get(pk=one.pk)


def pinned() -> int:
    return Comment.objects.filter(stands=True, pinned_at__isnull=False).count()


@pytest.mark.parametrize("verb", [moderation.decline, moderation.hold])
def test_undone_it_comes_back_without_a_place_that_others_took(
    post: Post, verb: Any
) -> None:
    comment = five_others_and_one_that_left(post, verb)
    assert moderation.restore(comment.decisions.get(), make_moderator())
    comment.refresh_from_db()
    assert (comment.is_on_page, comment.pinned_at, pinned()) == (True, None, 5)


def test_approved_again_it_has_no_place_that_others_took(post: Post) -> None:
    comment = five_others_and_one_that_left(post, moderation.hold)
    assert moderation.approve(comment, make_moderator())
    comment.refresh_from_db()
    assert (comment.pinned_at, pinned()) == (None, 5)


def test_only_a_first_comment_on_the_page_is_pinned(post: Post) -> None:
    comment = make_comment(Status.APPROVED, post=post)
    others = [make_comment(post=post), make_reply(comment)]
    assert {pins.pin(each) for each in others} == {Outcome.NOTHING_TO_DO}


def test_twice_changes_nothing(post: Post) -> None:
    [comment] = several(post, 1)
    assert [pins.pin(comment) for _ in range(2)] == [
        Outcome.DONE,
        Outcome.NOTHING_TO_DO,
    ]
    assert [pins.unpin(comment) for _ in range(2)] == [
        Outcome.DONE,
        Outcome.NOTHING_TO_DO,
    ]


# In the admin


@pytest.fixture
def moderator(client: Client) -> User:
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def test_actions_pin_and_unpin(client: Client, moderator: User, post: Post) -> None:
    keys = [comment.pk for comment in several(post, 2)]
    for action, left in (("pin", 2), ("unpin", 0)):
        data = {"action": action, "_selected_action": keys}
        client.post(f"{LIST}?status=approved", data)
        assert Comment.objects.filter(pinned_at__isnull=False).count() == left


def test_own_page_pins_and_unpins(client: Client, moderator: User, post: Post) -> None:
    [comment] = several(post, 1)
    for name in ("pin", "unpin"):
        page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
        assert f'formaction="{LIST}{comment.pk}/{name}/"' in page
        answer = client.post(f"{LIST}{comment.pk}/{name}/")
        assert answer["Location"] == f"{LIST}{comment.pk}/change/"
        comment.refresh_from_db()
        assert (comment.pinned_at is not None) == (name == "pin")


def test_no_button_where_nothing_can_be_pinned(
    client: Client, moderator: User, post: Post
) -> None:
    [comment] = several(post, 1)
    for each in (make_comment(post=post), make_reply(comment)):
        page = client.get(f"{LIST}{each.pk}/change/").content.decode()
        assert "/pin/" not in page


def test_full_top_is_told(client: Client, moderator: User, post: Post) -> None:
    comments = several(post, 6)
    for comment in comments[:5]:
        pins.pin(comment)
    answer = client.post(f"{LIST}{comments[5].pk}/pin/", follow=True)
    assert b"at most 5" in answer.content


@pytest.mark.parametrize("name", ["pin", "unpin"])
def test_who_may_only_look_pins_nothing(client: Client, post: Post, name: str) -> None:
    [comment] = several(post, 1)
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    client.force_login(viewer)
    assert client.post(f"{LIST}{comment.pk}/{name}/").status_code == 403
    assert client.get(f"{LIST}{comment.pk}/{name}/").status_code == 405


def test_what_is_pinned_is_asked_for_without_its_status() -> None:
    # With it SQLite walks all that are approved: 0.2 s of a post's page, of 100,000.
    pinned = Comment.objects.pinned(make_post()).values("pk")
    assert "status" not in str(pinned.query)
