from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from comments import moderation, redaction, revisions, text
from comments.models import (
    Comment,
    Decision,
    DiscussionSettings,
    Fingerprint,
    OutboxMail,
    Revision,
    Status,
)
from comments.revisions import Outcome
from tests.make import (
    make_change,
    make_comment,
    make_moderator,
    make_rule,
    make_wish,
    submit_comment,
)

pytestmark = pytest.mark.django_db
NEW = "This week I will take two walks, and say nothing about them."
LONG = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
)
AT_RISK = "Last night he hit me, and I am afraid to go home."


@pytest.fixture
def by() -> User:
    return make_moderator(username="mo")


@pytest.fixture(autouse=True)
def listed() -> None:
    make_rule(effect="concern", value="hit me")


def edit(comment: Comment, words: str = NEW, **fields: Any) -> Outcome:
    given = {"name": comment.name, "senders": ["writer"]} | fields
    outcome = revisions.edit(comment, words=words, **given).outcome
    comment.refresh_from_db()
    return outcome


def codes(comment: Comment) -> list[str]:
    return [sign.code for sign in comment.signs]


# Off the page


def test_waiting_comment_has_the_new_words_and_keeps_its_place() -> None:
    comment = submit_comment(name="Wren")
    assert edit(comment, name="Jay") is Outcome.STORED
    assert (comment.name, comment.text, comment.html) == ("Jay", NEW, text.render(NEW))
    assert comment.status == Status.PENDING
    assert comment.text_digest == text.digests(NEW)[0]
    assert not Revision.objects.exists()


def test_moderator_reads_that_it_was_changed() -> None:
    comment = submit_comment()
    edit(comment, words="Call me on 020 7946 0123.")
    assert codes(comment) == ["everything-waits", "phone-number", "edited"]


def test_how_it_had_come_in_is_still_said_and_the_old_words_are_not() -> None:
    comment = submit_comment(words="WE TALKED AND TALKED ALL NIGHT", filled_trap=True)
    for _ in range(2):
        edit(comment, words=f"{NEW} {comment.edits}")
    assert codes(comment) == ["everything-waits", "filled-trap", "edited"]


def test_own_earlier_words_are_no_repeat() -> None:
    comment = submit_comment(words=f"{NEW} It will be hard, and I will try it.")
    edit(comment, words=f"{NEW} It will be hard, and I will try it!")
    edit(comment, words=comment.text, name="Jay")
    assert codes(comment) == ["everything-waits", "edited"]


def test_nearly_the_words_of_another_are_noticed() -> None:
    other = submit_comment(words=f"{NEW} It will be hard, and I will try it.")
    comment = submit_comment()
    edit(comment, words=f"{NEW} It will be hard, and I will try it!")
    assert [sign.code for sign in comment.signs if sign.found == str(other.pk)]


def test_new_words_raise_a_concern() -> None:
    comment = submit_comment()
    edit(comment, words=AT_RISK)
    assert (comment.status, codes(comment)[0]) == (Status.CONCERN, "concern")


def test_concern_stays_one_and_says_why() -> None:
    comment = submit_comment(words=AT_RISK)
    edit(comment)
    assert comment.status == Status.CONCERN
    assert codes(comment)[0] == "earlier-concern"
    edit(comment, words="All is well.")
    assert codes(comment).count("earlier-concern") == 1


@pytest.mark.parametrize("verb", [moderation.answer, moderation.decline])
def test_concern_that_was_put_away_comes_back_as_one(by: User, verb: Any) -> None:
    comment = submit_comment(words=AT_RISK)
    verb(comment, by, "Here is who helps at night.")
    edit(comment, words="It was nothing, all is fine at home now.")
    assert (comment.status, codes(comment)[0]) == (Status.CONCERN, "earlier-concern")
    moderation.decline(comment, by)
    edit(comment, words="All is well.")
    assert comment.status == Status.CONCERN
    assert codes(comment).count("earlier-concern") == 1


def test_concern_that_a_person_found_to_be_spam_stays_spam(by: User) -> None:
    comment = submit_comment(words=AT_RISK)
    moderation.mark_spam(comment, by)
    edit(comment)
    assert comment.status == Status.SPAM


def test_declined_comment_waits_again_and_the_log_says_why(by: User) -> None:
    comment = submit_comment()
    moderation.decline(comment, by, "It names a town.")
    edit(comment)
    assert (comment.status, comment.text) == (Status.PENDING, NEW)
    last = comment.decisions.latest("pk")
    assert (last.from_status, last.to_status) == (Status.DECLINED, Status.PENDING)
    assert last.who == "other words of its writer" and not last.is_by_writer


@pytest.mark.parametrize("decided", [True, False])
def test_spam_has_the_new_words_and_stays_spam(by: User, decided: bool) -> None:
    comment = make_comment(Status.PENDING if decided else Status.SPAM)
    if decided:
        moderation.mark_spam(comment, by)
    edit(comment)
    assert (comment.status, comment.text) == (Status.SPAM, NEW)


def test_edited_spam_of_a_rule_still_answers_as_what_waits() -> None:
    make_rule(effect="spam", value="cheap watch")
    comment = submit_comment(words="Buy a cheap watch here.")
    edit(comment, words=NEW)
    draft = moderation.Draft(comment.post, "Jay", NEW, "jay@example.org")
    assert moderation.submit(draft, ["a"]).outcome is moderation.Outcome.DUPLICATE


def test_who_may_be_at_risk_is_heard_though_it_was_spam(by: User) -> None:
    comment = make_comment()
    moderation.mark_spam(comment, by)
    edit(comment, words=AT_RISK)
    assert comment.status == Status.CONCERN


def test_blocked_sender_stays_in_the_queue_with_the_sign() -> None:
    comment = submit_comment()
    rule = make_rule(effect="spam", value="cheap watch")
    edit(comment, words="Buy a cheap watch here.")
    assert comment.status == Status.PENDING and "listed-spam" in codes(comment)
    rule.refresh_from_db()
    assert rule.hits == 1


@pytest.mark.parametrize("verb", [moderation.hold, moderation.mark_spam])
def test_decision_about_the_old_words_is_not_undone_onto_the_new(
    by: User, verb: Any
) -> None:
    comment = make_comment(Status.APPROVED)
    verb(comment, by)
    edit(comment)
    assert not moderation.restore(comment.decisions.get(by=by), by)
    comment.refresh_from_db()
    assert comment.status != Status.APPROVED


@pytest.mark.parametrize("verb", [moderation.approve, moderation.decline])
def test_who_has_seen_the_old_words_decides_nothing(by: User, verb: Any) -> None:
    seen = make_comment()
    edit(Comment.objects.get(pk=seen.pk))
    assert not verb(seen, by)


def test_reply_that_approves_publishes_no_unseen_word(by: User) -> None:
    seen = make_comment()
    edit(Comment.objects.get(pk=seen.pk))
    done = moderation.reply(seen, by, "Thank you.", approve_too=True)
    assert done.outcome is moderation.Outcome.NOT_ON_PAGE
    assert seen.status == Status.PENDING


def test_word_hashes_follow_the_words() -> None:
    comment = submit_comment(words=LONG)
    before = set(Fingerprint.objects.values_list("band", flat=True))
    edit(comment, words=f"Not so: {LONG[::-1]}")
    after = set(Fingerprint.objects.values_list("band", flat=True))
    assert after and not before & after


# On the page


@pytest.fixture
def comment() -> Comment:
    comment = submit_comment(name="Wren", words="I will take one walk.")
    moderation.approve(comment, make_moderator())
    return comment


def test_approved_words_stay_until_a_person_decides(comment: Comment) -> None:
    assert edit(comment, name="Jay") is Outcome.STORED
    assert (comment.name, comment.text) == ("Wren", "I will take one walk.")
    change = Revision.objects.get()
    assert (change.name, change.text, change.html) == ("Jay", NEW, text.render(NEW))


def test_second_change_takes_the_place_of_the_first(comment: Comment) -> None:
    first = make_change(comment)
    edit(comment)
    change = Revision.objects.get()
    assert change.text == NEW and change.pk != first.pk


def test_change_back_to_what_stands_waits_no_more(comment: Comment) -> None:
    make_change(comment)
    edit(comment, words=comment.text)
    assert not Revision.objects.exists()


def test_signs_of_a_change_are_its_own(comment: Comment) -> None:
    before = comment.reasons
    edit(comment, words=f"{AT_RISK} Call 020 7946 0123.")
    change = Revision.objects.get()
    assert comment.reasons == before and comment.status == Status.APPROVED
    assert change.is_concern
    assert "at risk" in change.reason_sentences[0]
    assert "phone number" in change.reason_sentences[1]


def test_approving_puts_the_new_words_there(comment: Comment, by: User) -> None:
    change = make_change(comment, name="Jay", words=NEW)
    assert revisions.approve(comment, change.pk, by)
    comment.refresh_from_db()
    assert (comment.name, comment.text, comment.html) == ("Jay", NEW, text.render(NEW))
    assert comment.status == Status.APPROVED
    assert comment.text_digest == text.digests(NEW)[0]
    assert not Revision.objects.exists()
    last = comment.decisions.latest("pk")
    assert (last.by, last.from_status, last.to_status) == (by, "approved", "approved")
    assert last.who == "mo (other words of its writer)"


def test_hashes_of_words_follow_an_approved_change(comment: Comment, by: User) -> None:
    change = make_change(comment, words=LONG)
    assert not comment.fingerprints.exists()
    revisions.approve(comment, change.pk, by)
    assert comment.fingerprints.exists()


def test_declining_leaves_the_old_words_and_a_word(comment: Comment, by: User) -> None:
    change = make_change(comment)
    assert revisions.decline(comment, change.pk, by, "It names a town.")
    comment.refresh_from_db()
    assert comment.text == "I will take one walk." and not Revision.objects.exists()
    assert comment.decisions.latest("pk").why == "It names a town."


@pytest.mark.parametrize("verb", [revisions.approve, revisions.decline])
def test_deciding_twice_is_once(comment: Comment, by: User, verb: Any) -> None:
    change = make_change(comment)
    count = Decision.objects.count()
    assert [verb(comment, change.pk, by) for _ in range(2)] == [True, False]
    assert Decision.objects.count() == count + 1


@pytest.mark.parametrize("verb", [revisions.approve, revisions.decline])
def test_only_the_words_that_were_seen_are_decided_on(
    comment: Comment, by: User, verb: Any
) -> None:
    seen = make_change(comment)
    make_change(comment)
    assert not verb(comment, seen.pk, by)
    assert Revision.objects.exists()


def test_change_of_another_comment_is_none_of_this(comment: Comment, by: User) -> None:
    assert not revisions.approve(comment, make_change().pk, by)


def test_concern_is_approved_only_where_it_was_told(comment: Comment, by: User) -> None:
    change = make_change(comment, words=AT_RISK)
    assert not revisions.approve(comment, change.pk, by)
    assert revisions.approve(comment, change.pk, by, concern_seen=True)


def test_comment_off_the_page_takes_no_change(comment: Comment, by: User) -> None:
    change = make_change(comment)
    moderation.hold(comment, by)
    assert not revisions.approve(comment, change.pk, by)


def test_edit_off_the_page_ends_the_change_that_had_waited(
    comment: Comment, by: User
) -> None:
    make_change(comment)
    moderation.hold(comment, by)
    assert edit(comment) is Outcome.STORED
    assert comment.text == NEW and not Revision.objects.exists()


def test_approved_change_is_not_undone(comment: Comment, by: User) -> None:
    change = make_change(comment)
    revisions.approve(comment, change.pk, by)
    assert not moderation.restore(comment.decisions.latest("pk"), by)


def test_taking_words_out_asks_for_another_look_at_the_change(
    comment: Comment, by: User
) -> None:
    seen = make_change(comment)
    words = redaction.fingerprint(comment.text)
    assert redaction.redact(comment, by, "I will take walk.", words)
    assert not revisions.approve(comment, seen.pk, by)
    assert revisions.approve(comment, Revision.objects.get().pk, by)


def test_edit_begins_with_what_is_left_of_the_words(comment: Comment, by: User) -> None:
    change = make_change(comment, name="Jay", words=NEW)
    found = Comment.objects.get(pk=comment.pk)
    assert revisions.latest(found) == ("Jay", NEW)
    words = redaction.fingerprint(comment.text)
    at = change.at + timedelta(seconds=1)
    redaction.redact(comment, by, "I will take walk.", words, at=at)
    found = Comment.objects.get(pk=comment.pk)
    assert revisions.latest(found) == ("Wren", "I will take […] walk.")


@pytest.mark.parametrize("verb", [moderation.withdraw, moderation.expire])
def test_erasing_erases_the_change(comment: Comment, verb: Any) -> None:
    make_change(comment)
    assert verb(Comment.objects.get(pk=comment.pk))
    assert not Revision.objects.exists()


# Both


@pytest.mark.parametrize("status", [Status.PENDING, Status.APPROVED])
def test_same_words_again_change_nothing(status: Status) -> None:
    comment = make_comment(status)
    edit(comment)
    change = Revision.objects.values_list("pk", flat=True).first()
    assert edit(comment) is Outcome.UNCHANGED
    assert Revision.objects.values_list("pk", flat=True).first() == change


@pytest.mark.parametrize("status", [Status.PENDING, Status.APPROVED])
def test_edit_counts_as_one_more_comment_of_its_sender(status: Status) -> None:
    DiscussionSettings.objects.create(pk=1, submits=2)
    comment = make_comment(status)
    assert edit(comment, words="The first change.") is Outcome.STORED
    submit_comment(sender="writer")  # another connection's
    assert edit(comment, words="The second one.") is Outcome.STORED
    answer = revisions.edit(comment, "Wren", "The third one.", ["writer"])
    assert answer.outcome is Outcome.TOO_FAST and answer.wait > timedelta()


def test_limit_is_the_one_of_comments() -> None:
    DiscussionSettings.objects.create(pk=1, submits=1)
    comment = make_comment()
    assert edit(comment, senders=["a"]) is Outcome.STORED
    draft = moderation.Draft(comment.post, "Wren", "Something else.", "a@example.org")
    assert moderation.submit(draft, ["a"]).outcome is moderation.Outcome.TOO_FAST


def test_erased_comment_takes_no_edit() -> None:
    comment = make_comment()
    moderation.withdraw(comment)
    assert edit(comment) is Outcome.GONE
    assert comment.text == ""


def test_ended_link_edits_nothing() -> None:
    comment = make_comment()
    Comment.objects.update(link_key="another")
    assert revisions.edit(comment, "Wren", NEW, ["a"]).outcome is Outcome.GONE


@pytest.mark.parametrize(
    ("status", "words", "kinds"),
    [
        (Status.APPROVED, NEW, ["waiting"]),
        (Status.APPROVED, AT_RISK, ["concern"]),
        (Status.PENDING, NEW, []),
        (Status.PENDING, AT_RISK, ["concern"]),
        (Status.DECLINED, NEW, ["waiting"]),
        (Status.SPAM, NEW, []),
    ],
)
def test_moderators_are_told_of_what_is_new_to_them(
    status: Status, words: str, kinds: list[str]
) -> None:
    make_wish(concerns=True)
    edit(make_comment(status), words=words)
    assert [mail.kind for mail in OutboxMail.objects.all()] == kinds


def test_moment_of_an_edit_is_not_that_of_the_comment() -> None:
    long_ago = timezone.now() - timedelta(days=100)
    comment = make_comment(submitted_at=long_ago)
    edit(comment)
    assert comment.submitted_at == long_ago


@pytest.mark.parametrize("words", ["All is well at home, I think.", None])
def test_concern_in_a_change_is_not_softened_away(words: str | None) -> None:
    comment = make_comment(Status.APPROVED)
    revisions.edit(comment, comment.name, "Last night he hit me.", ["s"])
    revisions.edit(comment, comment.name, words or comment.text, ["s"])
    change = Revision.objects.get()
    assert change.is_concern
    assert change.reasons[0]["code"] == "earlier-concern"
