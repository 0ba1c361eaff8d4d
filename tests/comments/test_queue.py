"""The queue's pages and acts, with and without script."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comments import desk, moderation
from comments.models import Comment, DeclineReason, Report, Status
from tests.make import (
    make_change,
    make_comment,
    make_member,
    make_moderator,
    make_post,
    make_report,
)

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/queue/"
ORDER, UNDO, CARDS, KEYS = (
    f"{QUEUE}{name}/" for name in "order undo cards keys".split()
)
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def moderator(client: Client) -> User:
    moderator = make_member("Moderators", username="mo")
    client.force_login(moderator)
    return moderator


@pytest.fixture
def viewer(client: Client) -> User:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    client.force_login(viewer)
    return viewer


def text_of(client: Client, address: str = QUEUE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def order(client: Client, verb: str, comment: Comment, **fields: Any) -> HttpResponse:
    data = {"order": f"{verb}:{comment.pk}:{comment.status}"} | fields
    return client.post(ORDER, data, follow=True)  # type: ignore[return-value]


def many(client: Client, verb: str, *comments: Comment, **fields: Any) -> str:
    chosen = [f"{comment.pk}:{comment.status}" for comment in comments]
    data = {"many": verb, "chosen": chosen} | fields
    return client.post(ORDER, data, follow=True).content.decode()


def status_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.parametrize("address", [QUEUE, CARDS])
def test_stranger_is_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("address", [ORDER, UNDO, KEYS])
def test_stranger_orders_nothing(client: Client, address: str) -> None:
    comment = make_comment()
    data = {"order": f"approve:{comment.pk}:pending"}
    assert client.post(address, data)["Location"].startswith("/admin/login/")
    assert status_of(comment) == Status.PENDING


@pytest.mark.parametrize("address", [ORDER, UNDO, KEYS])
def test_reading_orders_nothing(client: Client, moderator: User, address: str) -> None:
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("address", [QUEUE, CARDS])
def test_queue_is_only_read(client: Client, moderator: User, address: str) -> None:
    assert client.post(address).status_code == 405


def test_staff_without_comments_see_no_queue(client: Client) -> None:
    client.force_login(User.objects.create_user("writer", is_staff=True))
    assert client.get(QUEUE).status_code == 403


def test_viewer_sees_cards_without_verbs(client: Client, viewer: User) -> None:
    comment = make_comment(words="It waits.")
    page = text_of(client)
    assert "It waits." in page and 'name="order"' not in page
    assert order(client, "approve", comment).status_code == 403
    assert client.post(UNDO).status_code == 403


def test_card_shows_what_a_decision_needs(client: Client, moderator: User) -> None:
    post = make_post(title="The pause")
    make_comment(Status.APPROVED, email="wren@example.org")
    make_comment(post=post, name="Wren", words="*Softly*", email="wren@example.org")
    page = text_of(client)
    for part in (
        "Wren</h2>",
        "<em>Softly</em>",
        f'<a href="{post.get_absolute_url()}#comments">The pause</a>',
        "Every comment waits for a person.",
        "1 approved, 0 declined, 0 spam, 0 waiting",
    ):
        assert part in page, part
    assert "wren@example.org" not in page


def test_links_of_a_card_lead_somewhere(client: Client, moderator: User) -> None:
    comment = make_comment()
    page = text_of(client)
    for name in ("reply", "redact", "note", "change"):
        address = reverse(f"admin:comments_comment_{name}", args=[comment.pk])
        assert f'href="{address}"' in page
    writer = "admin:comments_correspondent_change"
    assert f'href="{reverse(writer, args=[comment.correspondent_id])}"' in page


def test_empty_queue_says_so(client: Client, moderator: User) -> None:
    assert "Nothing waits." in text_of(client)


def test_approving_takes_the_card_away(client: Client, moderator: User) -> None:
    comment = make_comment(words="Soon to be seen.")
    page = order(client, "approve", comment).content
    assert f"Approved: Comment {comment.pk}.".encode() in page
    assert status_of(comment) == Status.APPROVED
    assert not desk.portion().cards


def test_declining_gives_the_chosen_word(client: Client, moderator: User) -> None:
    comment = make_comment()
    reason = DeclineReason.objects.create(label="A", words="Kind words.", position=99)
    order(client, "decline", comment, **{f"reason-{comment.pk}": reason.pk})
    assert comment.decisions.get().why == "Kind words."


def test_another_cards_word_is_not_taken(client: Client, moderator: User) -> None:
    one, other = make_comment(), make_comment()
    order(client, "decline", one, **{f"word-{other.pk}": "For the other."})
    assert one.decisions.get().why != "For the other."


def test_many_at_once_get_one_word(client: Client, moderator: User) -> None:
    comments = [make_comment() for _ in range(3)]
    page = many(client, "decline", *comments, **{"word-many": "Kind words."})
    assert "Declined, with a word: 3 comments." in page
    assert [comment.decisions.get().why for comment in comments] == ["Kind words."] * 3


def test_approving_many_keeps_what_was_reported(
    client: Client, moderator: User
) -> None:
    report = make_report()
    data = {"many": "approve", "chosen": f"{report.comment_id}:approved:{report.pk}"}
    assert b"Kept as it is" in client.post(ORDER, data, follow=True).content
    report.refresh_from_db()
    assert report.settled_at


def test_deciding_on_nothing_is_told(client: Client, moderator: User) -> None:
    assert "Nothing was ticked, so nothing was decided." in many(client, "approve")


def test_what_was_approved_and_what_was_kept_are_told_apart(
    client: Client, moderator: User
) -> None:
    report = make_report()
    waiting = [f"{make_comment().pk}:pending" for _ in range(2)]
    chosen = [f"{report.comment_id}:approved:{report.pk}", *waiting]
    page = client.post(ORDER, {"many": "approve", "chosen": chosen}, follow=True)
    told = f"Kept as it is: Comment {report.comment_id}. Approved: 2 comments."
    assert told in page.content.decode()


@pytest.mark.parametrize(
    ("verb", "done"),
    [
        ("approve", "Approved"),
        ("decline", "Declined, with a word"),
        ("mark_spam", "Marked as spam"),
    ],
)
def test_deciding_on_many_leaves_concerns_alone(
    client: Client, moderator: User, verb: str, done: str
) -> None:
    concern, other = make_comment(Status.CONCERN), make_comment()
    page = many(client, verb, concern, other)
    assert f"{done}: Comment {other.pk}." in page
    assert "1 concern was left alone" in page
    assert status_of(concern) == Status.CONCERN


def test_ticking_a_single_concern_approves_nothing(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN)
    assert "1 concern was left alone" in many(client, "approve", concern)


def test_approving_a_concern_asks_again_and_then_does_it(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN)
    page = order(client, "approve", concern).content.decode()
    assert "Yes, show it on the page" in page and status_of(concern) == Status.CONCERN
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    data = {"verb": "approve", "asked_twice": "1", "seen": seen[1]}
    client.post(f"/admin/comments/comment/{concern.pk}/decide/", data)
    assert status_of(concern) == Status.APPROVED


def test_second_yes_comes_too_late_after_another_decision(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN)
    page = order(client, "approve", concern).content.decode()
    moderation.decline(concern, make_moderator())
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    data = {"verb": "approve", "asked_twice": "1", "seen": seen[1]}
    client.post(f"/admin/comments/comment/{concern.pk}/decide/", data)
    assert status_of(concern) == Status.DECLINED


def test_second_yes_settles_no_report_that_the_card_had_not_shown(
    client: Client, moderator: User
) -> None:
    report = make_report(reason="other")
    moderation.raise_concern(report.comment, moderator)
    make_report(comment=report.comment, reason="danger")
    shown = f"approve:{report.comment.pk}:{Status.CONCERN}:{report.pk}"
    page = client.post(ORDER, {"order": shown}).content.decode()
    hidden = dict(re.findall(r'name="(seen|report_seen)"\s+value="(\d+)"', page))
    data = {"verb": "approve", "asked_twice": "1", **hidden}
    client.post(f"/admin/comments/comment/{report.comment.pk}/decide/", data)
    assert status_of(report.comment) == Status.CONCERN
    assert Report.objects.open().count() == 2


def test_concern_that_came_meanwhile_is_not_approved_by_an_older_card(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    data = {"order": f"approve:{comment.pk}:pending"}
    moderation.raise_concern(comment, make_moderator())
    page = client.post(ORDER, data, follow=True).content.decode()
    assert status_of(comment) == Status.CONCERN
    assert "Approve a concern?" in page


def test_concern_shows_guidance_and_helplines(client: Client, moderator: User) -> None:
    from guide.models import Helpline

    Helpline.objects.create(country="US", kind="abuse", name="A line", numbers="Call 1")
    make_comment(Status.CONCERN)
    page = text_of(client)
    assert "What to do with a concern" in page and "United States: A line" in page
    assert 'value="mark_spam' not in page.split('class="queue-many"')[0]


def test_word_for_concerns_is_chosen_beforehand(
    client: Client, moderator: User
) -> None:
    DeclineReason.objects.all().delete()
    for number, name in enumerate(("Usual", "Safe")):
        DeclineReason.objects.create(
            label=name, words=name, position=number, is_for_concerns=bool(number)
        )
    concern = make_comment(Status.CONCERN)
    page = text_of(client).split(f'id="card-{concern.pk}"')[1]
    assert " selected>Safe</option>" in page.split("</select>")[0]


def test_reported_comment_is_kept_from_its_card(
    client: Client, moderator: User
) -> None:
    report = make_report(words="Look at <this>.")
    page = text_of(client)
    assert "Look at &lt;this&gt;." in page and "Keep it" in page
    data = {"order": f"keep:{report.comment_id}:approved:{report.pk}"}
    answer = client.post(ORDER, data, headers=SCRIPT).json()
    assert answer["done"] == f"Kept as it is: Comment {report.comment_id}."
    assert not Report.objects.open().exists()


@pytest.mark.parametrize("verb", ["", "withdraw", "nonsense"])
def test_unknown_verb_changes_nothing(
    client: Client, moderator: User, verb: str
) -> None:
    comment = make_comment()
    assert order(client, verb, comment).status_code == 200
    assert status_of(comment) == Status.PENDING


def test_second_moderator_is_told(client: Client, moderator: User) -> None:
    comment = make_comment()
    moderation.mark_spam(
        Comment.objects.get(pk=comment.pk), make_moderator(username="other")
    )
    page = order(client, "approve", comment).content.decode()
    assert "is already “Spam” (other). Nothing was changed." in page


def test_undo_brings_the_last_one_back(client: Client, moderator: User) -> None:
    comment = make_comment()
    moderation.decline(comment, moderator)
    page = client.post(UNDO, follow=True).content.decode()
    assert f"Undone: Comment {comment.pk} is “Waiting” again." in page
    assert status_of(comment) == Status.PENDING


def test_undo_of_a_named_decision(client: Client, moderator: User) -> None:
    one, other = make_comment(), make_comment()
    for comment in (one, other):
        moderation.approve(comment, moderator)
    client.post(UNDO, {"decision": one.decisions.get().pk})
    assert (status_of(one), status_of(other)) == (Status.PENDING, Status.APPROVED)


def test_undo_again_and_again_walks_back(client: Client, moderator: User) -> None:
    comments = [make_comment() for _ in range(3)]
    for comment in comments:
        moderation.mark_spam(comment, moderator)
    for _ in comments:
        client.post(UNDO)
    assert {status_of(comment) for comment in comments} == {Status.PENDING}


def test_undo_walks_back_over_one_comment(client: Client, moderator: User) -> None:
    comment = make_comment()
    moderation.approve(comment, moderator)
    moderation.decline(comment, moderator)
    found = []
    for _ in range(2):
        client.post(UNDO)
        found.append(status_of(comment))
    assert found == [Status.APPROVED, Status.PENDING]


def test_nobody_undoes_what_another_decided(client: Client, moderator: User) -> None:
    comment = make_comment()
    moderation.approve(comment, make_moderator())
    data = {"decision": comment.decisions.get().pk}
    page = client.post(UNDO, data, follow=True).content
    assert b"There is nothing to undo" in page
    assert status_of(comment) == Status.APPROVED


@pytest.mark.parametrize("decision", ["x", "0", "²", "9" * 40])
def test_undo_of_nonsense_is_told(
    client: Client, moderator: User, decision: str
) -> None:
    page = client.post(UNDO, {"decision": decision}, follow=True).content
    assert b"There is nothing to undo" in page


def test_script_is_answered_with_what_it_needs(client: Client, moderator: User) -> None:
    comment, _other = make_comment(), make_comment()
    data = {"order": f"approve:{comment.pk}:pending"}
    answer = client.post(ORDER, data, headers=SCRIPT).json()
    assert answer["done"] == f"Approved: Comment {comment.pk}."
    assert (answer["told"], answer["waiting"]) == ([], "1")
    assert "Undo" in answer["undo"]


def test_script_gets_an_undone_card_back(client: Client, moderator: User) -> None:
    comment = make_comment(words="Back again.")
    moderation.decline(comment, moderator)
    answer = client.post(UNDO, headers=SCRIPT).json()
    assert f'id="card-{comment.pk}"' in answer["back"]
    assert f'value="approve:{comment.pk}:pending:0:0"' in answer["back"]


def test_script_gets_no_card_of_what_does_not_wait(
    client: Client, moderator: User
) -> None:
    comment = make_comment(Status.APPROVED)
    moderation.decline(comment, moderator)
    assert client.post(UNDO, headers=SCRIPT).json()["back"] == ""


@pytest.mark.parametrize("verb", ["raise_concern", "hold"])
def test_script_gets_the_card_back_of_what_waits_all_the_same(
    client: Client, moderator: User, verb: str
) -> None:
    status = Status.CONCERN if verb == "hold" else Status.PENDING
    comment = make_comment(status)
    data = {"order": f"{verb}:{comment.pk}:{status}"}
    answer = client.post(ORDER, data, headers=SCRIPT).json()
    assert answer["done"] and f'id="card-{comment.pk}"' in answer["back"]


def test_script_gets_the_card_of_a_change_back_when_its_comment_is_kept(
    client: Client, moderator: User
) -> None:
    report = make_report()
    change = make_change(report.comment)
    data = {"order": f"keep:{report.comment_id}:approved:{report.pk}"}
    answer = client.post(ORDER, data, headers=SCRIPT).json()
    assert f":approved:{change.pk}:" in answer["back"] and answer["waiting"] == "1"


def test_script_gets_the_card_of_a_report_back_when_a_change_is_approved(
    client: Client, moderator: User
) -> None:
    report = make_report(reason="danger", words="She is my sister.")
    change = make_change(report.comment)
    data = {"order": f"approve_change:{report.comment_id}:approved:{change.pk}"}
    answer = client.post(ORDER, data, headers=SCRIPT).json()
    assert "She is my sister." in answer["back"]


def test_page_past_the_last_card_says_that_more_waits(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    page = text_of(client, f"{QUEUE}?after=pending-{comment.pk}")
    assert 'id="queue-empty" hidden' in page
    assert 'id="queue-rest" tabindex' in page


def test_next_cards_alone(client: Client, moderator: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(desk, "CARDS", 1)
    first, second = make_comment(), make_comment()
    page = text_of(client, f"{CARDS}?after=pending-{first.pk}")
    assert f'id="card-{second.pk}"' in page and f'id="card-{first.pk}"' not in page
    assert "<html" not in page


def test_keys_are_switched_off_and_on(client: Client, moderator: User) -> None:
    make_comment()
    assert 'data-keys="on"' in text_of(client)
    client.post(KEYS, {"uses_keys": "off"})
    assert 'data-keys=""' in text_of(client)
    client.post(KEYS, {"uses_keys": "on"})
    assert 'data-keys="on"' in text_of(client)


def test_card_of_a_reply_says_what_it_answers(client: Client, moderator: User) -> None:
    first = make_comment(Status.APPROVED, name="Jay", words="One <evening>. " * 20)
    make_comment(parent=first)
    page = text_of(client)
    assert f'In reply to <a href="/comments/{first.pk}/">Jay</a>: <q>' in page
    assert "<q>One &lt;evening&gt;. " in page and "…</q>" in page


def test_card_of_a_reply_says_that_the_other_isnt_on_the_page(
    client: Client, moderator: User
) -> None:
    first = make_comment(Status.APPROVED, name="Jay", words="One evening.")
    make_comment(parent=first)
    moderation.decline(first, moderator)
    page = text_of(client)
    assert "Jay (not on the page):" in page and f"/comments/{first.pk}/" not in page
    moderation.withdraw(first)
    assert "a comment that was removed" in text_of(client)


def test_own_page_of_a_reply_says_what_it_answers(
    client: Client, moderator: User
) -> None:
    reply = make_comment(parent=make_comment(Status.APPROVED, words="One evening."))
    page = text_of(client, f"/admin/comments/comment/{reply.pk}/change/")
    assert "<q>One evening.</q>" in page


def test_queue_is_kept_by_nobody(client: Client, moderator: User) -> None:
    assert "no-store" in client.get(QUEUE)["Cache-Control"]


def test_raised_concern_says_by_whom_and_what_readers_said(
    client: Client, moderator: User
) -> None:
    report = make_report(reason="danger", words="He waits at her door.")
    order(client, "raise_concern", report.comment)
    page = text_of(client)
    assert "A moderator raised this concern: mo." in page
    assert "He waits at her door." in page


def test_concern_that_came_as_one_was_raised_by_nobody(
    client: Client, moderator: User
) -> None:
    comment = make_comment(Status.CONCERN)
    moderation.hold(comment, moderator)
    moderation.restore(comment.decisions.get(), moderator)
    assert "A moderator raised this concern" not in text_of(client)


def test_raising_that_was_undone_names_nobody(client: Client, moderator: User) -> None:
    comment = make_comment(Status.CONCERN)
    moderation.hold(comment, moderator)
    moderation.raise_concern(comment, moderator)
    for decision in reversed(comment.decisions.all()):
        moderation.restore(decision, moderator)
    assert "A moderator raised this concern" not in text_of(client)


@pytest.mark.parametrize("comments", [1, 30])
def test_queue_costs_the_same_queries(
    client: Client, moderator: User, comments: int, django_assert_num_queries: Any
) -> None:
    post = make_post()
    make_comment(Status.CONCERN, post=post)
    first = make_comment(Status.APPROVED, post=post)
    for _ in range(comments):
        make_comment(parent=make_comment(Status.APPROVED, parent=first))
    for comment in Comment.objects.pending()[:comments]:
        moderation.approve(comment, moderator)
        moderation.restore(comment.decisions.get(), moderator)
    client.get(QUEUE)
    with django_assert_num_queries(19):
        client.get(QUEUE)


def test_decision_costs_few_queries(
    client: Client, moderator: User, django_assert_num_queries: Any
) -> None:
    comments = [make_comment() for _ in range(3)]
    order(client, "approve", comments[0])
    data = {"order": f"approve:{comments[1].pk}:pending"}
    with django_assert_num_queries(18):
        client.post(ORDER, data, headers=SCRIPT)
