"""What other settings would have noticed, before they are saved."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Permission, User
from django.forms import model_to_dict
from django.test import Client
from django.utils import timezone

from comments import comparing, evidence, moderation, trust
from comments.models import Comment, Correspondent, DiscussionSettings, Status
from comments.screening.reasons import Reason
from comments.screening.values import Limits, Sign
from comments.screening.verdict import is_still_noticed
from comments.trust import Terms
from tests.make import make_comment, make_moderator, make_post

LINK = "See https://one.example/ for more."
TRY = "/admin/comments/discussionsettings/try/"
database = pytest.mark.django_db


def approved(**fields: Any) -> Comment:
    comment = make_comment(**fields)
    moderation.approve(comment, make_moderator())
    return comment


@database
def test_stricter_settings_name_what_they_would_have_held() -> None:
    comment = approved(words=LINK)
    approved(words="A quiet walk.")
    now = timezone.now()
    found = comparing.compare(Limits(links=2), Limits(links=1), now)
    assert (found.looked_at, found.gone()) == (2, [])
    assert found.come() == [(str(Reason.MANY_LINKS.label), 1)]
    [difference] = found.differences
    assert (difference.comment, difference.decided) == (comment, Status.APPROVED)
    milder = comparing.compare(Limits(links=1), Limits(links=2), now)
    assert milder.gone() == found.come()


@database
def test_spam_by_two_signs_is_counted_where_one_goes() -> None:
    comment = approved(words=LINK)
    comment.reasons = [Sign(Reason.FILLED_TRAP).as_json()]
    comment.save(update_fields=["reasons"])
    found = comparing.compare(Limits(links=1), Limits(links=2), timezone.now())
    assert (found.spared(), found.put_away()) == (1, 0)


@pytest.mark.parametrize(
    ("sign", "limits", "stays"),
    [
        (Sign(Reason.TOO_FAST, "5"), Limits(pause_seconds=6), True),
        (Sign(Reason.TOO_FAST, "5"), Limits(pause_seconds=5), False),
        (Sign(Reason.FLOOD, "30"), Limits(flood_comments=0), False),
        (Sign(Reason.FILLED_TRAP), Limits(off=frozenset({"origin"})), False),
        (Sign(Reason.LIKE_SPAM), Limits(off=frozenset({"origin"})), True),
        (Sign(Reason.EDITED), Limits(), True),
    ],
)
def test_what_was_noticed_of_the_moment_goes_with_its_setting(
    sign: Sign, limits: Limits, stays: bool
) -> None:
    assert is_still_noticed(sign, limits) is stays


@database
def test_what_was_noticed_of_the_moment_is_compared_too() -> None:
    comment = approved()
    comment.reasons = [Sign(Reason.TOO_FAST, "5").as_json()]
    comment.save(update_fields=["reasons"])
    now = timezone.now()
    found = comparing.compare(Limits(), Limits(pause_seconds=0), now)
    assert found.gone() == [(str(Reason.TOO_FAST.label), 1)]


@database
def test_comparing_reads_no_address(settings: Any) -> None:
    approved()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    assert comparing.compare(Limits(), Limits(), timezone.now()).looked_at == 1


@database
@pytest.mark.parametrize("comments", [1, 20])
def test_comparing_costs_the_same_queries(
    comments: int, django_assert_num_queries: Any
) -> None:
    post, moderator = make_post(), make_moderator()
    for _ in range(comments):
        moderation.approve(make_comment(post=post), moderator)
    with django_assert_num_queries(2):
        comparing.compare(Limits(), Limits(links=1), timezone.now())


@database
@pytest.mark.parametrize(
    ("given", "spam_days", "enough", "by_person"),
    [
        ("", None, 1, False),
        ("", None, 2, False),
        ("", 5, 1, True),
        ("", 5, 1, False),
        ("", 20, 1, True),
        ("always", 5, 2, True),
        ("never", None, 1, False),
    ],
)
def test_count_of_the_trusted_agrees_with_trust(
    given: str, spam_days: int | None, enough: int, by_person: bool
) -> None:
    now, terms = timezone.now(), Terms(True, enough, 10)
    make_comment(Status.APPROVED)
    if spam_days:
        sent_at = now - timedelta(days=spam_days)
        spam = make_comment(submitted_at=sent_at)
        if by_person:
            moderation.mark_spam(spam, make_moderator())
        Comment.objects.filter(pk=spam.pk).update(status=Status.SPAM)
    Correspondent.objects.update(confirmed_at=now, given_trust=given)
    standing = evidence.standing(Correspondent.objects.get())
    is_trusted = trust.is_trusted(standing, terms, now)
    assert comparing.count_trusted(terms, now) == int(is_trusted)


def typed(**fields: Any) -> dict[str, Any]:
    given = model_to_dict(DiscussionSettings(pk=1, **fields))
    return {name: value for name, value in given.items() if value is not False}


@database
def test_settings_are_tried_as_typed_and_nothing_saved(
    client: Client, moderator: User
) -> None:
    comment = approved(words=LINK)
    page = client.post(TRY, typed(links_held_from=1, trusts=True)).content.decode()
    assert "Of the last 1 comments" in page and "1 would have been seen" in page
    assert f"Comment {comment.pk}" in page and "as many links as this" in page
    assert "0 now, 0 with this" in page
    assert not DiscussionSettings.objects.exists()


@database
def test_try_of_settings_names_a_mistake(client: Client, moderator: User) -> None:
    page = client.post(TRY, typed(trusts_after=0)).content.decode()
    assert "This can’t be tried yet" in page and "After approved comments" in page


@database
@pytest.mark.parametrize("lacks", ["view_comment", "change_discussionsettings"])
def test_try_of_settings_is_for_who_may_change_them_and_see_comments(
    client: Client, lacks: str
) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    names = {"view_comment", "change_discussionsettings", "view_discussionsettings"}
    own = Permission.objects.filter(codename__in=names - {lacks})
    clerk.user_permissions.set(own)
    client.force_login(clerk)
    assert client.post(TRY, typed()).status_code == 403
    assert client.get(TRY).status_code == 405


@database
def test_stranger_tries_nothing(client: Client) -> None:
    assert "/admin/login/" in client.post(TRY, typed())["Location"]


@database
def test_settings_page_offers_the_try(client: Client, moderator: User) -> None:
    DiscussionSettings.objects.create(pk=1)
    page = client.get("/admin/comments/discussionsettings/1/change/").content.decode()
    assert f'formaction="{TRY}"' in page
