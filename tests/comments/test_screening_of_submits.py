"""What becomes of a comment as it comes in."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, tokens
from comments.models import (
    Comment,
    Correspondent,
    DiscussionSettings,
    Fingerprint,
    Rule,
    Status,
)
from comments.moderation import Outcome
from comments.screening.reasons import Reason
from comments.subscriptions import Wishes
from guide.models import SiteSettings
from tests.make import (
    form_data,
    make_author,
    make_comment,
    make_draft,
    make_moderator,
    make_post,
    make_rule,
    make_subscription,
    submit_comment,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG = (
    "I waited until he had put the kettle on and then asked him how his day was, and "
    "for once I did not look at my phone while he told me about the new machine."
)


def codes(comment: Comment) -> set[Reason]:
    return {sign.code for sign in comment.signs} - {Reason.EVERYTHING_WAITS}


def test_words_on_the_list_of_concerns_hold_it_on_top() -> None:
    make_rule(effect="concern", value="hit me")
    comment = submit_comment(words="He hit me again.")
    assert comment.status == Status.CONCERN
    assert comment.reasons[0]["found"] == "hit me"


def test_concern_comes_before_a_block() -> None:
    make_rule(effect="concern", value="hit me")
    make_rule(effect="block", what="name", value="wren")
    assert submit_comment(words="He hit me.", name="Wren").status == Status.CONCERN


@pytest.mark.parametrize("effect", ["spam", "block"])
def test_listed_words_put_it_away(effect: str) -> None:
    make_rule(effect=effect, value="cheap watch*")
    assert submit_comment(words="Cheap   watches here").status == Status.SPAM


def test_listed_address_is_known_by_its_hash_alone() -> None:
    comment = submit_comment(email="jay@example.org")
    assert comment.correspondent
    make_rule(effect="block", what="address", value=comment.correspondent.lookup)
    assert submit_comment(email="JAY@example.org").status == Status.SPAM


def test_listed_domain_holds_what_comes_from_there() -> None:
    make_rule(effect="hold", what="domain", value="example.org")
    comment = submit_comment(email="jay@mail.example.org")
    assert codes(comment) == {Reason.LISTED_HOLD}
    assert "example.org" not in str(comment.reasons)


def test_rule_past_its_time_or_out_of_use_does_nothing() -> None:
    make_rule(effect="spam", value="watches", expires_at=NOW - timedelta(seconds=1))
    make_rule(effect="spam", value="cheap", is_active=False)
    assert submit_comment(words="cheap watches").status == Status.PENDING


def test_hits_are_counted() -> None:
    rule, other = make_rule(value="watches"), make_rule(value="shoes")
    for _ in range(2):
        submit_comment(words="watches and watches")
    rule.refresh_from_db()
    other.refresh_from_db()
    assert (rule.hits, other.hits) == (2, 0)


def test_nearly_the_same_words_under_another_post_are_noticed() -> None:
    first = submit_comment(words=LONG)
    again = submit_comment(words=LONG.replace("kettle", "radio"))
    assert codes(again) == {Reason.LIKE_EARLIER}
    assert again.reasons[1]["found"] == str(first.pk)


def test_nearly_the_words_of_spam_with_a_link_are_spam() -> None:
    words = f"{LONG} https://one.example/ https://two.example/"
    moderation.mark_spam(submit_comment(words=words), make_moderator())
    again = submit_comment(
        words=f"{LONG} now https://one.example/ https://two.example/", name="Jay"
    )
    assert again.status == Status.SPAM


def test_nearly_the_same_words_are_forgotten_with_the_comment() -> None:
    first = submit_comment(words=LONG)
    assert Fingerprint.objects.count() == 8
    moderation.withdraw(first)
    assert not Fingerprint.objects.exists()
    assert not codes(submit_comment(words=LONG))


def test_filled_trap_alone_holds() -> None:
    comment = submit_comment(filled_trap=True)
    assert (comment.status, codes(comment)) == (Status.PENDING, {Reason.FILLED_TRAP})


def test_faster_than_people_write_is_noticed() -> None:
    moderation.submit(make_draft(), ["a"], NOW)
    second = moderation.submit(make_draft(), ["a"], NOW + timedelta(seconds=4))
    assert second.comment
    assert second.comment.reasons[1] == {"code": "too-fast", "found": "4"}


def test_flood_is_noticed_from_the_number_on_that_the_settings_say() -> None:
    DiscussionSettings.objects.create(pk=1, flood_comments=2)
    noticed = [Reason.FLOOD in codes(submit_comment()) for _ in range(4)]
    assert noticed == [False, False, True, True]


def test_flood_long_ago_is_over() -> None:
    DiscussionSettings.objects.create(pk=1, flood_comments=1)
    submit_comment(submitted_at=NOW - timedelta(minutes=11))
    assert not codes(submit_comment(submitted_at=NOW))


def test_name_of_an_author_is_noticed() -> None:
    make_author(name="Robin Field")
    assert codes(submit_comment(name="R0bin Fie1d")) == {Reason.IMITATED_NAME}


def test_name_of_the_team_is_noticed() -> None:
    make_moderator(username="mo", first_name="Mona", last_name="Lake")
    assert codes(submit_comment(name="Mona  LAKE")) == {Reason.IMITATED_NAME}


def test_name_that_the_owner_gave_the_site_is_the_sites_own() -> None:
    SiteSettings.objects.create(pk=1, title="The Long Way", neutral_name="Lantern")
    for name in ("The l0ng way", "Lantern"):
        assert codes(submit_comment(name=name)) == {Reason.IMITATED_NAME}
    assert Reason.IMITATED_NAME not in codes(submit_comment(name="Footbridge"))


def test_family_is_switched_off_by_the_settings() -> None:
    words = "SEE HTTPS://ONE.EXAMPLE/ AND HTTPS://TWO.EXAMPLE/"
    assert codes(submit_comment(words=words)) == {Reason.MANY_LINKS, Reason.SHOUTING}
    DiscussionSettings.objects.create(pk=1, screens_links=False, screens_writing=False)
    assert not codes(submit_comment(words=words))


def test_screening_keeps_a_submit_to_few_statements() -> None:
    draft = make_draft(words=LONG)
    with CaptureQueriesContext(connection) as queries:
        moderation.submit(draft, ["a"])
    # Without its savepoint: settings, the post, limit, same words, address, what
    # surrounds it, twins, rules, names, the row, its hashes, hits, who wants mail.
    assert len(queries) - 2 <= 13


def test_listed_address_costs_the_statements_of_any_other() -> None:
    known = submit_comment(email="jay@example.org").correspondent
    assert known
    make_rule(effect="block", what="address", value=known.lookup)
    counts, post = [], make_post()
    for email in ("jay@example.org", "other@example.org"):
        draft = make_draft(post=post, email=email)
        with CaptureQueriesContext(connection) as queries:
            moderation.submit(draft, ["a"])
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Who is blocked must not learn of it


def send(client: Client, **fields: Any) -> Any:
    return client.post("/posts/here/comments/", form_data(**fields))


def test_blocked_sender_gets_the_same_receipt(client: Client) -> None:
    make_rule(effect="block", what="name", value="jay")
    make_post(slug="here")
    pages = []
    for name in ("Jay", "Wren"):
        answer = send(client, name=name, comment="The same words.")
        assert answer.status_code == 303
        page = client.get(answer["Location"]).content.decode()
        comment = Comment.objects.latest("pk")
        links = [tokens.withdraw_url(comment), tokens.manage_url(comment)]
        links.append(answer["Location"])
        for each in (name, *(link.split("/")[-2] for link in links)):
            page = page.replace(each, "")
        pages.append(page)
    assert Comment.objects.filter(status=Status.SPAM).count() == 1
    assert pages[0] == pages[1]


def test_blocked_words_meet_the_same_answer_when_they_come_again() -> None:
    make_rule(effect="block", value="kettle")
    post = make_post()
    moderation.submit(make_draft(post=post, words=LONG), ["a"])
    again = moderation.submit(make_draft(post=post, words=LONG), ["b"])
    assert again.outcome is Outcome.DUPLICATE


def test_words_that_a_person_called_spam_may_come_again() -> None:
    post = make_post()
    moderation.mark_spam(submit_comment(post=post, words=LONG), make_moderator())
    assert submit_comment(post=post, words=LONG).status == Status.PENDING


def test_spam_of_a_rule_does_not_wait_for_a_person() -> None:
    make_rule(effect="spam", value="kettle")
    submit_comment(words=LONG)
    assert not Comment.objects.waiting().exists()


# Trust


@pytest.fixture
def trusting() -> DiscussionSettings:
    return DiscussionSettings.objects.create(pk=1, trusts=True, trusts_after=2)


@pytest.fixture
def known() -> None:
    for _ in range(2):
        make_comment(Status.APPROVED, email="wren@example.org")
    Correspondent.objects.update(confirmed_at=NOW)


def proved(**fields: Any) -> Comment:
    """A comment whose own mailed button was pressed."""
    return make_subscription(Wishes(tells=True), **fields).comment


@pytest.mark.usefixtures("trusting", "known")
def test_proved_comment_of_a_known_writer_is_shown_at_once() -> None:
    comment = proved()
    assert comment.status == Status.APPROVED
    assert comment.reason_sentences[0].startswith("Shown at once")


@pytest.mark.usefixtures("trusting", "known")
def test_typing_a_known_address_earns_nothing() -> None:
    assert submit_comment(email="wren@example.org").status == Status.PENDING


@pytest.mark.usefixtures("known")
def test_trust_is_off_unless_a_setting_says_otherwise() -> None:
    assert proved().status == Status.PENDING


@pytest.mark.usefixtures("trusting", "known")
def test_sign_holds_a_trusted_writer_too() -> None:
    assert proved(filled_trap=True).status == Status.PENDING


@pytest.mark.usefixtures("trusting", "known")
def test_concern_of_a_trusted_writer_is_held() -> None:
    make_rule(effect="concern", value="hit me")
    assert proved(words="He hit me.").status == Status.CONCERN


@pytest.mark.usefixtures("trusting", "known")
def test_spam_ends_trust() -> None:
    moderation.mark_spam(make_comment(email="wren@example.org"), make_moderator())
    assert proved().status == Status.PENDING


LINKS = "Look at https://bit.ly/3abcd and https://bit.ly/4abcd."


@pytest.mark.usefixtures("trusting", "known")
def test_typing_a_known_address_ends_no_trust() -> None:
    typed = submit_comment(email="wren@example.org", words=LINKS, filled_trap=True)
    assert typed.status == Status.SPAM
    assert proved().status == Status.APPROVED


@pytest.mark.usefixtures("trusting", "known")
def test_undoing_says_nothing_of_an_address() -> None:
    typed = submit_comment(email="wren@example.org", words=LINKS, filled_trap=True)
    moderator = make_moderator()
    moderation.approve(typed, moderator)
    moderation.restore(typed.decisions.latest("pk"), moderator)
    typed.refresh_from_db()
    assert typed.status == Status.SPAM
    assert proved().status == Status.APPROVED


@pytest.mark.usefixtures("trusting", "known")
def test_proved_spam_of_a_rule_ends_trust() -> None:
    assert proved(words=LINKS, filled_trap=True).status == Status.SPAM
    assert proved().status == Status.PENDING


# The rows of rules


def test_rule_about_a_connection_ends_by_the_clocks() -> None:
    ended = NOW - timedelta(minutes=1)
    make_rule(effect="block", what="sender", value="hash", expires_at=ended)
    make_rule(effect="block", value="words", expires_at=ended)
    assert Rule.objects.forget_senders(NOW) == 1
    assert Rule.objects.get().value == "words"
