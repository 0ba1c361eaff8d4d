"""What happens at the same moment, with real threads and connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from comments import (
    check_ins,
    confirmations,
    moderation,
    notes,
    notifications,
    outbox,
    pins,
    ratelimit,
    redaction,
    reports,
    revisions,
)
from comments.letters import Letter
from comments.models import (
    CheckIn,
    Comment,
    Correspondent,
    Fingerprint,
    Note,
    OutboxMail,
    Report,
    Revision,
    Status,
    Subscription,
)
from comments.moderation import Outcome
from tests.make import (
    make_change,
    make_comment,
    make_draft,
    make_mail,
    make_moderator,
    make_post,
    make_subscription,
    make_wish,
    submit_comment,
)

pytestmark = pytest.mark.django_db(transaction=True)
# Where each leads.
VERBS = {
    moderation.approve: Status.APPROVED,
    moderation.decline: Status.DECLINED,
    moderation.mark_spam: Status.SPAM,
    moderation.raise_concern: Status.CONCERN,
    moderation.hold: Status.PENDING,
}
# Not a concern, which ``approve`` leaves alone unless asked twice.
STARTS = (Status.PENDING, Status.DECLINED, Status.SPAM)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_double_click_stores_one() -> None:
    draft = make_draft()
    ratelimit.hit("warm", moderation.RESEND_WINDOW)
    results = at_once(*[lambda: moderation.submit(draft, ["a"])] * 6)
    outcomes = [result.outcome for result in results]
    assert outcomes.count(Outcome.STORED) == 1
    assert {result.comment for result in results} == {Comment.objects.get()}


def test_same_long_text_of_two_senders_stores_one() -> None:
    draft = make_draft(words="These are forty characters and a few more, twice.")
    at_once(*[partial(moderation.submit, draft, [sender]) for sender in "abcd"])
    assert Comment.objects.count() == 1


def test_no_hit_is_lost() -> None:
    at_once(
        *[lambda: [ratelimit.hit("k", moderation.RESEND_WINDOW) for _ in range(10)]] * 4
    )
    assert ratelimit.hit("k", moderation.RESEND_WINDOW)[0] == 41


def elsewhere(*verbs: Any) -> Status:
    """From where each of ``verbs`` leads away, so that all want to change it."""
    ends = {VERBS[verb] for verb in verbs}
    return next(start for start in STARTS if start not in ends)


@pytest.mark.parametrize("one", VERBS)
@pytest.mark.parametrize("other", VERBS)
def test_two_moderators_one_decision_each_way(one: Any, other: Any) -> None:
    comment = make_comment(elsewhere(one, other))
    moderator = make_moderator()
    copies = [Comment.objects.get(pk=comment.pk) for _ in range(2)]
    done = at_once(
        lambda: one(copies[0], moderator), lambda: other(copies[1], moderator)
    )
    assert sum(done) == comment.decisions.count() == 1


def test_answer_to_a_concern_and_another_decision_are_one() -> None:
    comment, moderator = make_comment(Status.CONCERN), make_moderator()
    copies = [Comment.objects.get(pk=comment.pk) for _ in range(2)]
    done = at_once(
        lambda: moderation.answer(copies[0], moderator, "You are not alone."),
        lambda: moderation.hold(copies[1], moderator),
    )
    assert sum(done) == comment.decisions.count() == 1


@pytest.mark.parametrize("verb", [*VERBS][:4])
def test_decision_during_an_erase_leaves_no_word(verb: Any) -> None:
    comment, moderator = make_comment(), make_moderator()
    copies = [Comment.objects.get(pk=comment.pk) for _ in range(2)]
    at_once(lambda: verb(copies[0], moderator), lambda: moderation.withdraw(copies[1]))
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.WITHDRAWN, "")


def test_undo_and_a_decision_leave_one_last_word() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    decision = comment.decisions.get()
    copy = Comment.objects.get(pk=comment.pk)
    at_once(
        lambda: moderation.restore(decision, moderator),
        lambda: moderation.mark_spam(copy, moderator),
    )
    comment.refresh_from_db()
    assert comment.decisions.latest("pk").to_status == comment.status


def test_undo_twice_at_once_is_done_once() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    decision = comment.decisions.get()
    done = at_once(*[lambda: moderation.restore(decision, moderator)] * 3)
    assert sum(done) == 1


def test_undo_during_an_erase_brings_nothing_back() -> None:
    comment, moderator = make_comment(), make_moderator()
    moderation.approve(comment, moderator)
    decision = comment.decisions.get()
    at_once(
        lambda: moderation.restore(decision, moderator),
        lambda: moderation.withdraw(comment),
    )
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.WITHDRAWN, "")


def test_comment_that_comes_while_its_address_goes_keeps_one() -> None:
    post = make_post()
    old = make_comment(post=post)
    draft = make_draft(post=post)
    at_once(lambda: moderation.withdraw(old), lambda: moderation.submit(draft, ["new"]))
    [row] = Comment.objects.exclude(status=Status.WITHDRAWN)
    assert row.correspondent == Correspondent.objects.get()


def test_double_click_on_reply_stores_one() -> None:
    comment, moderator = make_comment(Status.APPROVED), make_moderator()
    copies = [Comment.objects.get(pk=comment.pk) for _ in range(4)]
    at_once(*[partial(moderation.reply, c, moderator, "Yes.") for c in copies])
    assert comment.replies.count() == 1


@pytest.mark.parametrize("verb", [moderation.decline, moderation.mark_spam])
def test_approving_with_a_reply_while_another_decides(verb: Any) -> None:
    comment, moderator = make_comment(), make_moderator()
    one, other = (Comment.objects.get(pk=comment.pk) for _ in range(2))
    reply = partial(moderation.reply, one, moderator, "Yes.", approve_too=True)
    replied, decided = at_once(reply, lambda: verb(other, moderator))
    comment.refresh_from_db()
    stored = replied.outcome is Outcome.STORED
    assert stored == (comment.status == Status.APPROVED) == (not decided)
    assert comment.replies.count() == int(stored)


def test_reply_during_an_erase_comes_before_it_or_not_at_all() -> None:
    comment, moderator = make_comment(Status.APPROVED), make_moderator()
    one, other = (Comment.objects.get(pk=comment.pk) for _ in range(2))
    replied, erased = at_once(
        lambda: moderation.reply(one, moderator, "Yes."),
        lambda: moderation.withdraw(other),
    )
    assert erased
    assert comment.replies.count() == int(replied.outcome is Outcome.STORED)


@pytest.mark.parametrize("which", ["the comment itself", "the first of its thread"])
@pytest.mark.parametrize("erases", [True, False])
def test_readers_reply_while_what_it_hangs_under_leaves(
    which: str, erases: bool
) -> None:
    moderator = make_moderator()
    for _ in range(4):
        first = make_comment(Status.APPROVED)
        parent = make_comment(Status.APPROVED, parent=first)
        leaving = parent if which == "the comment itself" else first
        draft = make_draft(post=first.post, parent=parent.pk)
        leave = (
            partial(moderation.withdraw, leaving)
            if erases
            else partial(moderation.decline, leaving, moderator)
        )
        sent, left = at_once(partial(moderation.submit, draft, ["a"]), leave)
        assert left
        leaving.refresh_from_db()
        stored = sent.outcome is Outcome.STORED
        assert parent.replies.count() == int(stored)
        # It came first, and what was erased holds its place; or it was refused.
        assert stored or sent.outcome is Outcome.NOT_ON_PAGE
        assert leaving.stands == (erases and (stored or leaving == first))


def test_two_pins_at_once_leave_five() -> None:
    post = make_post()
    comments = [make_comment(Status.APPROVED, post=post) for _ in range(7)]
    for comment in comments[:4]:
        pins.pin(comment)
    done = at_once(*[partial(pins.pin, comment) for comment in comments[4:]])
    assert done.count(pins.Outcome.DONE) == 1


def take_out(comment: Comment, by: User, edited: str) -> bool:
    return redaction.redact(comment, by, edited, redaction.fingerprint(comment.text))


def test_pin_while_an_earlier_one_comes_back_leaves_five(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post, by = make_post(), make_moderator()
    one, *others = [make_comment(Status.APPROVED, post=post) for _ in range(6)]
    pins.pin(one)
    moderation.hold(one, by)
    for each in others[:4]:
        pins.pin(each)
    monkeypatch.setattr(pins, "is_full", slowly(pins.is_full))
    undo = partial(moderation.restore, one.decisions.get(), by)
    at_once(undo, partial(pins.pin, others[4]))
    on_top = Comment.objects.filter(stands=True, pinned_at__isnull=False)
    assert on_top.count() == 5


def slowly(act: Callable[..., Any]) -> Callable[..., Any]:
    """So that whoever doesn't wait goes on by what was true before."""

    def acted(*arguments: Any) -> Any:
        found = act(*arguments)
        sleep(0.1)
        return found

    return acted


def test_words_taken_out_during_an_erase_leave_no_original() -> None:
    comment, moderator = make_comment(words="I met John in Leeds."), make_moderator()
    one, other = (Comment.objects.get(pk=comment.pk) for _ in range(2))
    at_once(
        lambda: take_out(one, moderator, "I met in Leeds."),
        lambda: moderation.withdraw(other),
    )
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Status.WITHDRAWN, "")
    assert not comment.redactions.exclude(original="").exists()


def test_two_moderators_take_words_out_and_one_is_told() -> None:
    comment, moderator = make_comment(words="I met John in Leeds."), make_moderator()
    one, other = (Comment.objects.get(pk=comment.pk) for _ in range(2))
    done = at_once(
        lambda: take_out(one, moderator, "I met in Leeds."),
        lambda: take_out(other, moderator, "I met John."),
    )
    assert sum(done) == comment.redactions.count() == 1


@pytest.mark.parametrize("verb", [*VERBS][:4])
def test_taking_words_out_and_a_decision_both_hold_or_one_is_told(verb: Any) -> None:
    comment, moderator = make_comment(words="I met John in Leeds."), make_moderator()
    one, other = (Comment.objects.get(pk=comment.pk) for _ in range(2))
    taken, decided = at_once(
        lambda: take_out(one, moderator, "I met in Leeds."),
        lambda: verb(other, moderator),
    )
    comment.refresh_from_db()
    assert decided and ("John" in comment.text) == (not taken)


@pytest.mark.parametrize("on", ["comment", "writer"])
def test_note_during_an_erase_is_erased_or_never_kept(on: str) -> None:
    comment, moderator = make_comment(), make_moderator()
    subject = comment if on == "comment" else comment.correspondent
    assert subject
    copy = Comment.objects.get(pk=comment.pk)
    at_once(
        *[partial(notes.write, subject, moderator, f"{n}") for n in range(3)],
        lambda: moderation.withdraw(copy),
    )
    assert not Note.objects.exists()


def test_double_click_on_a_note_keeps_one() -> None:
    comment, moderator = make_comment(), make_moderator()
    at_once(*[partial(notes.write, comment, moderator, "Hm.")] * 4)
    assert comment.notes.count() == 1


def edit(comment: Comment, words: str) -> revisions.Answer:
    return revisions.edit(comment, "Wren", words, ["writer"])


def test_edit_while_a_moderator_decides_publishes_no_unseen_word() -> None:
    moderator = make_moderator()
    for _ in range(4):
        comment = make_comment(words="Seen by a person.")
        seen, own = (Comment.objects.get(pk=comment.pk) for _ in range(2))
        at_once(
            partial(moderation.approve, seen, moderator),
            partial(edit, own, "Seen by nobody yet."),
        )
        comment.refresh_from_db()
        is_on_page = comment.status == Status.APPROVED
        assert comment.text == (
            "Seen by a person." if is_on_page else "Seen by nobody yet."
        )
        assert Revision.objects.filter(comment=comment).exists() == is_on_page


def test_another_change_while_one_is_approved_waits_itself() -> None:
    moderator = make_moderator()
    for _ in range(4):
        comment = make_comment(Status.APPROVED, words="As it stood.")
        seen = make_change(comment, words="Seen by a person.")
        approved, edited = at_once(
            partial(revisions.approve, comment, seen.pk, moderator),
            partial(edit, comment, "Seen by nobody yet."),
        )
        assert edited.outcome is revisions.Outcome.STORED
        comment.refresh_from_db()
        stands = "Seen by a person." if approved else "As it stood."
        assert comment.text == stands
        assert Revision.objects.get(comment=comment).text == "Seen by nobody yet."


def test_two_moderators_decide_on_a_change_once() -> None:
    comment, moderator = make_comment(Status.APPROVED), make_moderator()
    change = make_change(comment)
    done = at_once(
        partial(revisions.approve, comment, change.pk, moderator),
        partial(revisions.decline, comment, change.pk, moderator),
    )
    assert sum(done) == comment.decisions.count() == 1


@pytest.mark.parametrize("status", [Status.PENDING, Status.APPROVED])
def test_edit_during_an_erase_leaves_no_word(status: Status) -> None:
    for _ in range(4):
        comment = make_comment(status)
        one, other = (Comment.objects.get(pk=comment.pk) for _ in range(2))
        at_once(
            partial(edit, one, "Words that came late."),
            partial(moderation.withdraw, other),
        )
        comment.refresh_from_db()
        assert (comment.text, comment.html, comment.name) == ("", "", "")
    assert not Revision.objects.exists() and not Fingerprint.objects.exists()


def test_double_click_on_a_change_is_one() -> None:
    comment = make_comment(Status.APPROVED)
    at_once(*[partial(edit, comment, "The same words.")] * 4)
    assert Revision.objects.count() == 1


def report(comment: Comment, *senders: str) -> reports.Answer:
    return reports.report(comment.pk, "danger", "What I saw.", senders)


def test_report_during_an_erase_leaves_no_word() -> None:
    for _ in range(5):
        comment = make_comment(Status.APPROVED)
        at_once(partial(report, comment, "a"), partial(moderation.withdraw, comment))
    assert not Report.objects.exclude(words="", sender="", reason="").exists()
    assert not Report.objects.open().exists()


def test_report_during_a_decision_is_settled_or_refused() -> None:
    moderator = make_moderator()
    for _ in range(5):
        comment = make_comment(Status.APPROVED)
        at_once(
            partial(report, comment, "a"),
            partial(moderation.decline, comment, moderator),
        )
    assert not Report.objects.open().exists()


def test_report_during_a_decision_that_has_not_seen_it_settles_none() -> None:
    moderator = make_moderator()
    for _ in range(5):
        comment = make_comment(Status.APPROVED)
        verb = partial(moderation.decline, comment, moderator, report_seen=0)
        told, is_done = at_once(partial(report, comment, "a"), verb)
        assert is_done == (told.outcome is reports.Outcome.NOT_ON_THE_PAGE)
        assert Report.objects.open().filter(comment=comment).exists() != is_done


def test_double_click_stores_one_report() -> None:
    comment = make_comment(Status.APPROVED)
    at_once(*[partial(report, comment, "a")] * 6)
    assert Report.objects.count() == 1


@pytest.mark.parametrize("verb", [moderation.hold, moderation.decline])
def test_decision_while_its_time_runs_out_is_one_of_the_two(verb: Any) -> None:
    comment, moderator = make_comment(Status.SPAM), make_moderator()
    copies = [Comment.objects.get(pk=comment.pk) for _ in range(2)]
    done = at_once(
        lambda: verb(copies[0], moderator), lambda: moderation.expire(copies[1])
    )
    comment.refresh_from_db()
    assert sum(done) == 1
    assert (comment.status == Status.WITHDRAWN) == (comment.text == "") == done[1]


def test_workers_at_once_send_each_mail_once() -> None:
    rows = [make_mail() for _ in range(6)]
    letter = Letter(rows[0], "mo@example.org", "A subject", "Words.", "https://off/")
    at_once(*[lambda: list(outbox.send_due(lambda row, at: letter))] * 4)
    assert len(mail.outbox) == 6


def test_comment_that_comes_while_mail_goes_out_is_counted_or_told_later() -> None:
    make_wish()
    submit_comment()

    def submit_slowly() -> None:
        with transaction.atomic():
            submit_comment()
            stored.set()
            sleep(0.5)

    def send() -> None:
        connection.ensure_connection()
        stored.wait()
        list(outbox.send_due(notifications.compose))

    stored = Event()
    at_once(submit_slowly, send)
    subjects = [message.subject for message in mail.outbox]
    assert subjects == ["2 things to look at"]


def press_and(act: Callable[[Comment], Any]) -> Subscription:
    asked = make_subscription(is_confirmed=False)
    at_once(
        *[lambda: confirmations.confirm(asked.comment)] * 3, lambda: act(asked.comment)
    )
    return asked


def test_button_pressed_many_times_at_once_holds_once() -> None:
    press_and(lambda comment: confirmations.confirm(comment))
    kinds = sorted(OutboxMail.objects.values_list("kind", flat=True))
    assert kinds == ["check-in", "confirm", "link"]


def test_erase_beside_the_button_leaves_nothing_to_send() -> None:
    press_and(moderation.withdraw)
    assert not OutboxMail.objects.exists()
    assert not CheckIn.objects.exists() and not Subscription.objects.exists()


def test_decision_beside_the_button_is_told() -> None:
    moderator = make_moderator()
    asked = press_and(lambda comment: moderation.approve(comment, moderator))
    assert OutboxMail.objects.filter(kind="news", comment=asked.comment).count() == 1


def test_check_in_answered_twice_at_once_is_one_answer() -> None:
    comment = make_comment(Status.APPROVED)
    CheckIn.objects.create(comment=comment, due_at=timezone.now())
    answer = partial(check_ins.answer, comment, "did-it", "", ["sender"])
    told = at_once(*[answer] * 4)
    assert all(each.is_asked for each in told)
    assert [each.follow_up for each in told if each.follow_up] == [
        comment.replies.get()
    ]
