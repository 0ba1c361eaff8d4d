"""How mail to those who wrote looks, and what keeps it from going out."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.mail import EmailMessage

from comments import (
    check_ins,
    keys,
    moderation,
    outbox,
    ratelimit,
    reader_letters,
    suppressions,
)
from comments.models import (
    Comment,
    Correspondent,
    DiscussionSettings,
    OutboxMail,
    Status,
    Subscription,
    Suppression,
)
from comments.subscriptions import Wishes
from tests.mailing import go_out, paths_in, subjects, suppress
from tests.make import make_comment, make_moderator, make_post, make_subscription

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
ADDRESS = "wren@example.org"
TELLING = ("robin", "secret", "step", "winning", "husband", "guide", "comment ")
SUBJECTS = [
    "A short question",
    "Please confirm",
    "Something to read",
    "Your link",
    "Your request",
]


def ask(at: datetime = NOW, **fields: Any) -> Subscription:
    return make_subscription(is_confirmed=False, submitted_at=at, **fields)


def writer() -> Correspondent:
    return Correspondent.objects.get()


def one_of_each() -> list[EmailMessage]:
    """About one comment with telling words under a telling title."""
    post = make_post(title="Winning him back", slug="the-bridge")
    fields: dict[str, Any] = {"name": "Robin", "words": "My secret step.", "post": post}
    outbox.queue_to_address("address", ADDRESS, NOW)
    asked = ask(**fields)
    sent = go_out(NOW)
    asked.delete()
    OutboxMail.objects.all().delete()
    make_subscription(submitted_at=NOW, **fields | {"words": "Another secret step."})
    comment = writer().comments.latest("pk")
    moderation.approve(comment, make_moderator())
    return sent + go_out(NOW) + go_out(datetime.now(UTC) + WEEK + DAY)


def test_there_is_one_of_each_kind() -> None:
    assert sorted(str(message.subject) for message in one_of_each()) == SUBJECTS


def test_none_quotes_anything_or_names_a_topic() -> None:
    for message in one_of_each():
        # A link ends in its signature, in which chance may write any short word.
        whole = message.message().as_string()
        text, signatures = re.subn(r":[\w-]{43}/", ":/", whole)
        assert signatures
        for word in TELLING:
            assert word not in text.lower(), (message.subject, word)


def test_each_is_plain_text_and_says_how_it_ends() -> None:
    for message in one_of_each():
        sent = message.message()
        off_path = paths_in(message)[-1]
        assert sent.get_content_type() == "text/plain"
        assert sent["Auto-Submitted"] == "auto-generated"
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert off_path.startswith(("/comments/unsubscribe/", "/comments/no-mail/"))
        assert sent["To"] == ADDRESS and sent["From"] and sent["Date"]


def test_links_lead_to_the_neutral_host(settings: Any) -> None:
    settings.MAIL_SITE_URL = "https://letters.example.org"
    ask()
    [message] = go_out(NOW)
    assert str(message.body).count("http") == str(message.body).count(
        "https://letters.example.org/"
    )


def test_no_line_gets_in_between() -> None:
    asked = ask()
    Correspondent.objects.update(email="a@example.org\nBcc: b@example.org")
    assert go_out(NOW) == []
    refused = OutboxMail.objects.get(comment=asked.comment).error
    assert refused in ("BadHeaderError", "ValueError")  # before Django 6, and since


# Limits


def test_five_a_day_for_an_address_whoever_types_it() -> None:
    for number in range(7):
        ask(sender=f"sender{number}")
    assert len(go_out(NOW)) == 5
    assert not OutboxMail.objects.filter(state="waiting").exists()
    ask(NOW + DAY)
    assert len(go_out(NOW + DAY)) == 1


def test_erasing_in_between_does_not_give_more() -> None:
    for _ in range(6):
        asked = ask()
        sent = go_out(NOW)
        moderation.withdraw(asked.comment)
    assert sent == []


def test_requests_for_a_link_count_among_the_five() -> None:
    make_comment()
    for minute in range(7):
        at = NOW + timedelta(minutes=minute)
        outbox.queue_to_address("address", ADDRESS, at)
        sent = go_out(at)
        assert len(sent) == (minute < 5)


# Whoever's address, what is asked for counts alike: each shares the site's hour.
STANDINGS = ("known", "unknown", "silent", "bounced")


def put(standing: str, address: str) -> None:
    """``address`` in the database as ``standing`` says."""
    if standing != "unknown":
        make_comment(email=address)
    if standing == "silent":
        suppress(Correspondent.objects.get(), NOW)
    if standing == "bounced":
        Correspondent.objects.update(bounced_at=NOW)


@pytest.mark.parametrize("standing", STANDINGS)
def test_request_counts_whoevers_address_it_is(standing: str) -> None:
    put(standing, ADDRESS)
    outbox.queue_to_address("address", ADDRESS, NOW)
    assert len(go_out(NOW)) == (standing == "known")
    assert ratelimit.count("mails", HOUR, NOW)[0] == 1


@pytest.mark.parametrize("standing", STANDINGS)
def test_beyond_its_five_no_request_counts_any_more(standing: str) -> None:
    put(standing, ADDRESS)
    for minute in range(7):
        at = NOW + timedelta(minutes=minute)
        outbox.queue_to_address("address", ADDRESS, at)
        go_out(at)
    assert ratelimit.count("mails", HOUR, NOW)[0] == 5


@pytest.mark.parametrize("standing", STANDINGS)
def test_ticked_box_counts_whoevers_address_it_is(standing: str) -> None:
    put(standing, ADDRESS)
    ask()
    go_out(NOW)
    assert ratelimit.count("mails", HOUR, NOW)[0] == 1


@pytest.mark.parametrize("standing", STANDINGS)
def test_full_hour_holds_every_request_back(standing: str) -> None:
    put(standing, ADDRESS)
    DiscussionSettings.objects.create(pk=1, mails_hourly=0)
    outbox.queue_to_address("address", ADDRESS, NOW)
    assert go_out(NOW) == []
    assert OutboxMail.objects.get().error == outbox.HELD_BACK


def test_one_connection_causes_twenty_a_day() -> None:
    for number in range(22):
        asked = ask(email=f"reader{number}@example.org")
        asked.comment.sender = "same"
        asked.comment.save(update_fields=["sender"])
    assert len(go_out(NOW)) == 20


def test_a_second_try_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    for _ in range(6):
        with monkeypatch.context() as patch:
            patch.setattr("django.core.mail.EmailMessage.send", fail)
            go_out(OutboxMail.objects.get().next_try_at)
    assert len(go_out(OutboxMail.objects.get().next_try_at)) == 1


def fail(*args: Any, **kwargs: Any) -> None:
    raise ConnectionRefusedError


def test_the_sites_hourly_limit_holds_back_and_says_so() -> None:
    DiscussionSettings.objects.create(pk=1, mails_hourly=2)
    for number in range(3):
        ask(email=f"reader{number}@example.org")
    assert len(go_out(NOW)) == 2
    [trouble] = outbox.troubles(NOW)
    assert trouble.is_held_back and (trouble.count, trouble.since) == (1, NOW)
    assert go_out(NOW + HOUR - timedelta(seconds=1)) == []
    assert len(go_out(NOW + HOUR)) == 1
    assert outbox.troubles(NOW + HOUR) == []


def test_asked_for_mail_beyond_twenty_a_day_waits() -> None:
    make_subscription(Wishes(links=True), submitted_at=NOW)
    OutboxMail.objects.exclude(kind="link").delete()
    mailbox = suppressions.mailbox_hash(writer().email)
    for _ in range(reader_letters.ALL_A_DAY):
        ratelimit.hit(f"mails:{mailbox}", DAY, NOW)
    assert subjects(NOW) == []
    assert subjects(NOW + DAY) == ["Your link"]


# What isn't wanted or needed any more


def test_confirmation_that_lay_too_long_is_not_sent() -> None:
    ask()
    assert go_out(NOW + WEEK) == []
    assert not OutboxMail.objects.exists()


def test_program_that_ticks_every_box_sends_nobody_mail() -> None:
    ask(filled_trap=True)
    assert go_out(NOW) == [] and not OutboxMail.objects.exists()


def test_nothing_goes_to_who_wants_none_also_when_all_was_erased_since() -> None:
    asked = ask()
    suppress(writer(), NOW)
    moderation.withdraw(asked.comment)
    assert not Correspondent.objects.exists()
    ask(email="Wren@Example.org")
    outbox.queue_to_address("address", ADDRESS, NOW)
    assert go_out(NOW) == [] and not OutboxMail.objects.exists()
    assert writer().never_mail_at == NOW


def test_who_wants_no_mail_is_known_by_no_address_and_no_lookup_hash() -> None:
    ask()
    suppress(writer(), NOW)
    assert Suppression.objects.get().lookup != writer().lookup


def test_it_holds_when_the_keys_were_rotated_since(settings: Any) -> None:
    keys.verify()
    asked = ask()
    suppress(writer(), NOW)
    moderation.withdraw(asked.comment)
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode(), *settings.ADDRESS_KEYS]
    list(keys.rotate())
    settings.ADDRESS_KEYS = settings.ADDRESS_KEYS[:1]
    ask()
    assert go_out(NOW) == [] and not OutboxMail.objects.exists()


def test_request_finds_an_address_that_is_still_under_an_older_key(
    settings: Any,
) -> None:
    make_comment()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode(), *settings.ADDRESS_KEYS]
    outbox.queue_to_address("address", ADDRESS, NOW)
    assert subjects(NOW) == ["Your request"]


def test_request_for_an_unknown_address_leaves_nothing() -> None:
    outbox.queue_to_address("address", "nobody@example.org", NOW)
    assert go_out(NOW) == []
    assert not OutboxMail.objects.exists() and not Correspondent.objects.exists()


def test_request_leaves_nothing_once_its_mail_went_out() -> None:
    make_comment()
    outbox.queue_to_address("address", ADDRESS, NOW)
    assert subjects(NOW) == ["Your request"]
    assert not OutboxMail.objects.exists()


def test_request_that_is_given_up_is_told_without_its_hashes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_comment()
    outbox.queue_to_address("address", ADDRESS, NOW)
    OutboxMail.objects.update(attempts=outbox.MOST_TRIES)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    go_out(NOW)
    mail = OutboxMail.objects.get()
    assert (mail.lookups, mail.mailbox, mail.state) == ("", "", "given-up")
    assert outbox.troubles(NOW)[0].given_up


def test_asking_stores_no_address() -> None:
    outbox.queue_to_address("address", "nobody@example.org", NOW)
    assert "nobody" not in str(OutboxMail.objects.values().get())


def test_address_that_came_back_gets_no_more() -> None:
    ask()
    Correspondent.objects.update(bounced_at=NOW)
    assert go_out(NOW) == [] and not OutboxMail.objects.exists()


@pytest.fixture
def asked() -> Comment:
    """About what a mail will ask in a week, and no other mail waits."""
    comment = make_subscription(Wishes(asks_step=True), submitted_at=NOW).comment
    OutboxMail.objects.exclude(kind="check-in").delete()
    return comment


@pytest.mark.parametrize("status", [Status.PENDING, Status.CONCERN])
def test_check_in_waits_for_a_comment_that_waits(
    asked: Comment, status: Status
) -> None:
    Comment.objects.update(status=status)
    assert go_out(NOW + WEEK) == []
    asked.refresh_from_db()
    moderation.approve(asked, make_moderator(), concern_seen=True)
    OutboxMail.objects.exclude(kind="check-in").delete()
    assert go_out(NOW + WEEK + 23 * HOUR) == []
    assert len(go_out(NOW + WEEK + DAY)) == 1


def test_check_in_waits_no_longer_than_it_can_be_answered(asked: Comment) -> None:
    over = NOW + WEEK + check_ins.WORKS
    go_out(over - DAY - HOUR)
    assert OutboxMail.objects.exists()
    go_out(over - HOUR / 2)
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("verb", [moderation.decline, moderation.mark_spam])
def test_check_in_ends_silently_where_its_comment_is_off_the_page(
    asked: Comment, verb: Any
) -> None:
    verb(asked, make_moderator())
    OutboxMail.objects.exclude(kind="check-in").delete()
    assert go_out(NOW + WEEK) == []
    assert not OutboxMail.objects.exists()
