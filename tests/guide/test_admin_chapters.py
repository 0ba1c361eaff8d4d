import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from guide import related
from guide.models import Guide, Post
from tests.guide.desk import opened
from tests.guide.test_admin import form_of
from tests.make import make_guide, make_member, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> Guide:
    guide = make_guide()
    for place, title in enumerate(("One", "Two", "Three"), start=1):
        make_post(title=title, guide=guide, position=place)
    return guide


@pytest.fixture
def author(client: Client) -> User:
    author = make_member("Authors")
    client.force_login(author)
    return author


def page_of(guide: Guide) -> str:
    return reverse("admin:guide_guide_chapters", args=[guide.pk])


def order(guide: Guide) -> list[str]:
    return [post.title for post in guide.posts.in_order()]


def key(title: str) -> int:
    return Post.objects.get(title=title).pk


def send(client: Client, guide: Guide, act: str, title: str = "", **more: Any) -> str:
    """Press a button; what the page says then."""
    data = {"act": f"{act}:{key(title)}" if title else act} | more
    answer = client.post(page_of(guide), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("act", "title", "expected"),
    [
        ("up", "Three", ["One", "Three", "Two"]),
        ("down", "One", ["Two", "One", "Three"]),
        ("out", "Two", ["One", "Three"]),
        ("put", "One", ["Two", "Three", "One"]),
    ],
)
def test_button_moves_a_chapter(
    client: Client, author: User, guide: Guide, act: str, title: str, expected: list
) -> None:
    assert "Saved: this is the order now." in send(client, guide, act, title)
    assert order(guide) == expected


def test_chapter_is_dropped_before_another(
    client: Client, author: User, guide: Guide
) -> None:
    send(client, guide, "put", "Three", before=key("One"))
    assert order(guide) == ["Three", "One", "Two"]


def test_button_that_was_pressed_is_ready_again(
    client: Client, author: User, guide: Guide
) -> None:
    page = send(client, guide, "up", "Three")
    [ready] = re.findall(r'aria-label="([^"]*)"\s+autofocus', page)
    assert ready == "Up: “Three”, now 2 of 3"
    page = send(client, guide, "up", "Three")
    [ready] = re.findall(r'aria-label="([^"]*)"\s+autofocus', page)
    assert ready == "Down: “Three”, now 1 of 3"  # it leads no further up


def test_post_that_stands_alone_is_brought_in(
    client: Client, author: User, guide: Guide
) -> None:
    alone = make_post(title="Four", published_at=None)
    assert "Four (draft)" in client.get(page_of(guide)).content.decode()
    send(client, guide, "in", post=alone.pk)
    assert order(guide)[-1] == "Four"


def boxes(**typed: str) -> dict[str, Any]:
    """What the boxes hold, as served but for those that are named."""
    sent: dict[str, Any] = {}
    for place, title in enumerate(("One", "Two", "Three"), start=1):
        sent[f"was-{key(title)}"] = place
        sent[f"place-{key(title)}"] = typed.get(title, place)
    return sent


def test_numbers_are_typed(client: Client, author: User, guide: Guide) -> None:
    send(client, guide, "numbers", **boxes(One="3"))
    assert order(guide) == ["Two", "Three", "One"]


@pytest.mark.parametrize("number", ["", "0", "-1", "first", "1.5"])
def test_what_is_no_place_is_refused_and_stands_there_again(
    client: Client, author: User, guide: Guide, number: str
) -> None:
    sent = {"act": "numbers", **boxes(Two=number)}
    answer = client.post(page_of(guide), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a place is a whole number from 1 on" in page
    assert f'name="place-{key("Two")}" value="{number}"' in re.sub(r"\s+", " ", page)
    assert order(guide) == ["One", "Two", "Three"]


def test_numbers_that_were_not_touched_leave_what_another_did(
    client: Client, author: User, guide: Guide
) -> None:
    sent = boxes(Two="1")
    send(client, guide, "down", "One")  # by somebody else, meanwhile
    send(client, guide, "out", "Three")
    send(client, guide, "numbers", **sent)
    assert order(guide) == ["Two", "One"]


@pytest.mark.parametrize(
    "act", ["", "nonsense", "up", "up:0", "up:x", "out:99999999999999999999", "in"]
)
def test_nonsense_changes_nothing(
    client: Client, author: User, guide: Guide, act: str
) -> None:
    assert "Somebody changed the chapters" in send(client, guide, act, post="x")
    assert order(guide) == ["One", "Two", "Three"]


def test_who_may_only_look_finds_no_button(client: Client, guide: Guide) -> None:
    viewer = make_member("Moderators")
    client.force_login(viewer)
    assert client.get(page_of(guide)).status_code == 403
    permission = {"content_type__app_label": "guide", "codename": "view_guide"}
    from django.contrib.auth.models import Permission

    viewer.user_permissions.add(Permission.objects.get(**permission))
    page = client.get(page_of(guide))
    assert b"Two" in page.content and b'name="act"' not in page.content
    assert client.post(page_of(guide), {"act": "up:1"}).status_code == 403


def test_stranger_and_missing_guide(client: Client, guide: Guide) -> None:
    assert "/login/" in client.get(page_of(guide))["Location"]
    client.force_login(make_member("Authors"))
    assert client.get(page_of(Guide(pk=guide.pk + 1))).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_page_costs_the_same_queries(
    client: Client, author: User, number: int, django_assert_num_queries: Any
) -> None:
    guide = make_guide()
    for place in range(number):
        make_post(guide=guide, position=place)
        make_post()
    with django_assert_num_queries(7):  # session, account, two of permissions
        client.get(page_of(guide))


# A post's own page


def save(client: Client, post: Post, **fields: Any) -> None:
    address = reverse("admin:guide_post_change", args=[post.pk])
    assert client.post(address, form_of(post, **fields)).status_code == 302


def test_saving_a_post_keeps_its_place(
    client: Client, author: User, guide: Guide
) -> None:
    save(client, Post.objects.get(title="Two"), guide=guide.pk, position=1)
    assert order(guide) == ["One", "Two", "Three"]


def test_move_by_another_while_a_post_is_saved_holds(
    client: Client, author: User, guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known as soon as the other one is waited for."""
    two, moves = Post.objects.filter(title="Two"), iter([9])

    def wait() -> None:
        for position in moves:
            two.update(position=position)

    monkeypatch.setattr(related, "wait_for_others", wait)
    save(client, two.get(), guide=guide.pk)
    assert two.get().position == 9


def test_guide_is_entered_at_its_end_and_left_without_a_gap(
    client: Client, author: User, guide: Guide
) -> None:
    save(client, Post.objects.get(title="One"), guide="")
    assert list(guide.posts.values_list("title", "position")) == [
        ("Two", 1),
        ("Three", 2),
    ]
    save(client, Post.objects.get(title="One"), guide=guide.pk)
    assert order(guide) == ["Two", "Three", "One"]


def test_deleting_leaves_no_gap(client: Client, author: User, guide: Guide) -> None:
    chapter = Post.objects.get(title="One")
    client.post(reverse("admin:guide_post_delete", args=[chapter.pk]), {"post": "yes"})
    places = guide.posts.in_order().values_list("position", flat=True)
    assert list(places) == [1, 2]
    many = {
        "action": "delete_selected",
        "_selected_action": [key("Two")],
        "post": "yes",
    }
    client.post(reverse("admin:guide_post_changelist"), many)
    assert Post.objects.get().position == 1


def test_who_writes_meanwhile_saves_as_ever(
    client: Client, guide: Guide, author: User
) -> None:
    post = Post.objects.get(title="One")
    form = opened(client, post, body="New words.")
    send(client, guide, "down", "One")
    address = reverse("admin:guide_post_change", args=[post.pk])
    assert client.post(address, form).status_code == 302
    assert order(guide) == ["Two", "One", "Three"]
