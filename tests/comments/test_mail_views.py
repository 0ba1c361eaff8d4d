"""Where mail to those who wrote leads: confirming, and ending it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments import mail_tokens, moderation, suppressions, tokens
from comments.models import (
    CheckIn,
    Comment,
    Correspondent,
    Decision,
    DiscussionSettings,
    OutboxMail,
    Status,
    Subscription,
    Suppression,
)
from comments.subscriptions import Wishes
from tests.mailing import go_out, paths_in
from tests.make import (
    form_data,
    make_comment,
    make_moderator,
    make_post,
    make_subscription,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def asked() -> Subscription:
    return make_subscription(is_confirmed=False)


@pytest.fixture
def confirm_url(asked: Subscription) -> str:
    return mail_tokens.confirm_url(asked.comment)


def kinds() -> set[str]:
    return {*OutboxMail.objects.values_list("kind", flat=True)}


# The boxes


def test_boxes_are_there_and_never_ticked(client: Client) -> None:
    page = client.get(make_post().get_absolute_url()).content.decode()
    boxes = [tag for tag in page.split("<") if 'type="checkbox"' in tag]
    assert len(boxes) == 4 and not [tag for tag in boxes if "checked" in tag]
    assert "Does somebody else read this inbox?" in page


def test_ticked_boxes_are_kept_with_the_comment(client: Client) -> None:
    post = make_post()
    data = form_data(tell_me="on", ask_step="on")
    assert client.post(f"/posts/{post.slug}/comments/", data).status_code == 303
    asked = Subscription.objects.get()
    assert (asked.tells, asked.links, asked.asks_step) == (True, False, True)
    assert kinds() == {"confirm"}


def test_ticks_survive_a_refusal(client: Client) -> None:
    data = form_data(comment="", mail_link="on")
    answer = client.post(f"/posts/{make_post().slug}/comments/", data)
    [box] = [t for t in answer.content.decode().split("<") if 'name="mail_link"' in t]
    assert answer.status_code == 422 and "checked" in box


def test_a_tick_alone_is_no_words(client: Client) -> None:
    data = form_data(comment="", name="", email="", mail_link="on")
    answer = client.post(f"/posts/{make_post().slug}/comments/", data)
    assert "Nothing is sent yet." in answer.content.decode()


def test_receipt_says_that_a_mail_asks_first(client: Client) -> None:
    asked = make_subscription(is_confirmed=False).comment
    assert (
        b"You ticked a box for mail." in client.get(tokens.receipt_url(asked)).content
    )
    other = tokens.receipt_url(make_comment())
    assert b"You ticked a box for mail." not in client.get(other).content


# Confirming


def test_button_lets_hold_what_was_ticked(
    client: Client, asked: Subscription, confirm_url: str
) -> None:
    assert client.post(confirm_url)["Location"] == "/comments/confirmed/"
    asked.refresh_from_db()
    assert asked.confirmed_at and Correspondent.objects.get().confirmed_at
    assert kinds() == {"confirm", "link", "check-in"}
    assert CheckIn.objects.get().due_at == asked.confirmed_at + WEEK


def test_second_press_changes_nothing(client: Client, confirm_url: str) -> None:
    client.post(confirm_url)
    before = list(OutboxMail.objects.values()), list(Subscription.objects.values())
    assert client.post(confirm_url).status_code == 303
    assert before == (
        list(OutboxMail.objects.values()),
        list(Subscription.objects.values()),
    )


def test_page_shows_buttons_and_nothing_of_the_comment(
    client: Client, asked: Subscription, confirm_url: str
) -> None:
    answer = client.get(confirm_url)
    page = answer.content.decode()
    assert "Yes, it was me" in page and "Never write to me again" in page
    assert asked.comment.text not in page and asked.comment.post.title not in page
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == (
        "no-store",
        "no-referrer",
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_after_a_week_the_link_has_had_its_time(
    client: Client, confirm_url: str, method: str
) -> None:
    with time_machine.travel(timezone.now() + WEEK):
        answer = getattr(client, method)(confirm_url)
    assert answer.status_code == 410
    assert not Correspondent.objects.exclude(confirmed_at=None).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_of_an_erased_comment_has_had_its_time(
    client: Client, asked: Subscription, confirm_url: str, method: str
) -> None:
    moderation.withdraw(asked.comment)
    assert getattr(client, method)(confirm_url).status_code == 410


def test_another_comment_from_the_address_stays_unconfirmed(
    client: Client, confirm_url: str
) -> None:
    other = make_subscription(is_confirmed=False)
    client.post(confirm_url)
    other.refresh_from_db()
    assert other.confirmed_at is None


@pytest.mark.parametrize("page", ["confirm", "unsubscribe", "check-in"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_other_token_opens_it(client: Client, page: str, method: str) -> None:
    comment = make_subscription().comment
    urls = [
        mail_tokens.confirm_url(comment),
        mail_tokens.unsubscribe_url(comment),
        mail_tokens.check_in_url(comment),
        tokens.manage_url(comment),
    ]
    for url in urls:
        if page not in url:
            stolen = f"/comments/{page}/{url.split('/')[3]}/"
            assert getattr(client, method)(stolen).status_code == 404


def test_wrong_method(client: Client, confirm_url: str) -> None:
    assert client.put(confirm_url).status_code == 405


def test_confirming_costs_few_queries(
    client: Client, confirm_url: str, django_assert_num_queries: Any
) -> None:
    suppressions.mailbox_hash("w@example.org")  # its key is made by the first mail
    with django_assert_num_queries(5):
        client.get(confirm_url)
    with django_assert_num_queries(19):
        client.post(confirm_url)


# Trust


def make_trusted() -> None:
    DiscussionSettings.objects.create(pk=1, trusts=True, trusts_after=1)
    make_comment(Status.APPROVED)


def test_comment_proved_by_its_button_is_shown_where_trust_holds(
    client: Client, asked: Subscription, confirm_url: str
) -> None:
    make_trusted()
    client.post(confirm_url)
    asked.comment.refresh_from_db()
    assert asked.comment.status == Status.APPROVED
    assert [sign.code for sign in asked.comment.signs] == ["trusted"]
    assert Decision.objects.get().cause == "proved"
    assert "news" in kinds()


def without_trust(comment: Comment) -> None:
    DiscussionSettings.objects.update(trusts=False)


def with_something_noticed(comment: Comment) -> None:
    comment.reasons.append({"code": "shouting"})
    comment.save()


def with_a_persons_decision(comment: Comment) -> None:
    moderation.raise_concern(comment, make_moderator())
    moderation.hold(comment, make_moderator())


def as_a_concern(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=Status.CONCERN)


def in_a_pause(comment: Comment) -> None:
    DiscussionSettings.objects.update(paused=True)


@pytest.mark.parametrize(
    "change",
    [
        without_trust,
        with_something_noticed,
        with_a_persons_decision,
        as_a_concern,
        in_a_pause,
    ],
)
def test_button_shows_nothing_else(
    client: Client, asked: Subscription, confirm_url: str, change: Any
) -> None:
    make_trusted()
    change(asked.comment)
    client.post(confirm_url)
    asked.comment.refresh_from_db()
    assert asked.comment.status in (Status.PENDING, Status.CONCERN)


# Ending


@pytest.fixture
def off_url() -> str:
    comment = make_subscription().comment
    return mail_tokens.unsubscribe_url(comment)


def test_one_click_of_a_mail_program_ends_it(off_url: str) -> None:
    # No cookie, and an origin that isn't ours.
    client = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    answer = client.post(off_url, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and not answer.cookies
    assert not Subscription.objects.exists() and not OutboxMail.objects.exists()


def test_one_click_without_a_word_ends_it_too(client: Client, off_url: str) -> None:
    answer = client.post(off_url, "", content_type="text/plain")
    assert answer.status_code == 200 and not Subscription.objects.exists()


def test_ending_one_leaves_the_others(client: Client, off_url: str) -> None:
    other = make_subscription()
    client.post(off_url)
    assert Subscription.objects.get() == other


def test_looking_ends_nothing_and_twice_is_as_good(
    client: Client, off_url: str
) -> None:
    assert b"End it</button>" in client.get(off_url).content
    assert Subscription.objects.exists()
    assert [client.post(off_url).status_code for _ in range(2)] == [200, 200]


def test_never_again_ends_all_there_is_and_will_be(client: Client) -> None:
    for _ in range(2):
        make_subscription()
    url = mail_tokens.no_mail_url(Correspondent.objects.get())
    assert b"Never write to me again</button>" in client.get(url).content
    assert not Suppression.objects.exists()
    assert [client.post(url).status_code for _ in range(2)] == [200, 200]
    assert Suppression.objects.count() == 1
    assert Correspondent.objects.get().never_mail_at
    assert not Subscription.objects.exists() and not CheckIn.objects.exists()
    make_subscription(is_confirmed=False)
    assert go_out() == []


def test_never_again_is_for_one_address_alone(client: Client) -> None:
    make_comment()
    other = make_subscription(Wishes(links=True), email="jay@example.org")
    writer = Correspondent.objects.exclude(comments=other.comment).get()
    client.post(mail_tokens.no_mail_url(writer))
    assert Subscription.objects.get() == other
    assert "Your link" in [message.subject for message in go_out()]


def test_all_mail_is_ended_by_the_first_one_also_when_all_was_erased(
    client: Client,
) -> None:
    comment = make_subscription(is_confirmed=False).comment
    [message] = go_out()
    moderation.withdraw(comment)
    client.post(paths_in(message)[-1])
    assert suppressions.is_suppressed("wren@example.org")
    assert suppressions.is_suppressed("Wren+again@example.org")
    assert not suppressions.is_suppressed("jay@example.org")
