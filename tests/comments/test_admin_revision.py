"""A writer's change in the queue, on its own page and in the list."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from comments import desk, moderation, orders, revisions
from comments.models import Comment, Revision, Status
from comments.orders import Order
from tests.make import (
    make_change,
    make_comment,
    make_member,
    make_moderator,
    make_report,
    make_rule,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"
QUEUE = f"{LIST}queue/"
ORDER, UNDO = f"{QUEUE}order/", f"{QUEUE}undo/"
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def comment() -> Comment:
    return make_comment(Status.APPROVED, name="Wren", words="I met John there.")


def at_risk(comment: Comment) -> Revision:
    make_rule(effect="concern", value="hit me")
    return make_change(comment, words="Last night he hit me.")


def card() -> desk.Card:
    [found] = desk.portion().cards
    return found


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


# The desk


def test_changes_come_after_what_is_reported_and_concerns_go_first() -> None:
    waiting, changed, risky = (
        make_comment(status)
        for status in (Status.PENDING, Status.APPROVED, Status.APPROVED)
    )
    reported = make_report().comment
    make_change(changed)
    at_risk(risky)
    concern = make_comment(Status.CONCERN)
    found = [card.comment for card in desk.portion().cards]
    assert found == [concern, risky, reported, changed, waiting]
    assert desk.count_waiting() == "5"


@pytest.mark.parametrize("reason", ["danger", "unkind"])
@pytest.mark.parametrize("risky", [True, False])
def test_comment_that_is_reported_and_changed_has_one_card(
    comment: Comment, reason: str, risky: bool
) -> None:
    report = make_report(comment, reason=reason)
    change = at_risk(comment) if risky else make_change(comment)
    assert (card().reports, card().change) == ([report], change)
    assert not card().is_only_changed
    assert desk.count_waiting() == "1"


@pytest.mark.parametrize("group", ["change", "change-concern"])
def test_place_among_changes_is_read(group: str) -> None:
    assert desk.read_place(f"{group}-12") == desk.Place(group, 12)


def test_change_off_the_page_waits_with_its_comment(comment: Comment) -> None:
    change = make_change(comment)
    moderation.hold(comment, make_moderator())
    assert card().change == change and not card().is_on_page
    moderation.decline(comment, make_moderator())
    assert not desk.portion().cards


def test_card_shows_what_goes_and_what_comes(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_change(comment, name="Jay", words="I met him there.")
    page = text_of(client, QUEUE)
    assert "<del>John</del><ins>him</ins>" in page
    assert "<del>Wren</del> <ins>Jay</ins>" in page
    assert "can’t be undone" in page and 'name="chosen"' not in page


def test_words_of_a_change_are_escaped(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_change(comment, words="<script>alert(1)</script>")
    page = text_of(client, QUEUE)
    assert "<ins>&lt;" in page and "<script>alert" not in page


def test_concern_shows_guidance_and_leads_to_its_own_page(
    client: Client, moderator: User, comment: Comment
) -> None:
    at_risk(comment)
    page = text_of(client, QUEUE)
    assert "What to do with a concern" in page and "hard to read" in page
    assert f'href="/admin/comments/comment/{comment.pk}/revision/"' in page
    assert "approve_change:" not in page and "decline_change:" in page


# From the queue


def give(client: Client, verb: str, **fields: str) -> str:
    """Press a button of the one card; what the queue then says."""
    order = {"order": f"{verb}:{card().change_token}"}
    answer = client.post(ORDER, order | fields, headers=SCRIPT).json()
    return " ".join([answer["done"], *answer["told"]])


def test_change_is_approved_from_its_card(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_change(comment, words="I met him there.")
    said = give(client, "approve_change")
    assert said.strip() == f"On the page with its new words: {comment}."
    comment.refresh_from_db()
    assert comment.text == "I met him there." and not desk.portion().cards


@pytest.mark.parametrize("word", ["It names a town.", ""])
def test_change_is_declined_with_a_word_or_without(
    client: Client, moderator: User, comment: Comment, word: str
) -> None:
    make_change(comment)
    give(client, "decline_change", **{f"word-{comment.pk}": word})
    assert comment.decisions.get().why == word
    assert not desk.portion().cards


def test_second_moderator_is_told(
    client: Client, moderator: User, comment: Comment
) -> None:
    change = make_change(comment)
    order = Order("approve_change", comment.pk, "approved", change.pk)
    revisions.decline(comment, change.pk, make_moderator())
    assert "doesn’t wait any more" in orders.carry_out(order, moderator).told


def test_order_cannot_approve_a_concern(moderator: User, comment: Comment) -> None:
    change = at_risk(comment)
    order = Order("approve_change", comment.pk, "approved", change.pk)
    assert not orders.carry_out(order, moderator).is_done
    assert Revision.objects.exists()


def test_undo_says_that_a_change_cannot_be_undone(
    client: Client, moderator: User, comment: Comment
) -> None:
    moderation.decline(make_comment(), moderator)
    make_change(comment)
    give(client, "approve_change")
    [told] = client.post(UNDO, headers=SCRIPT).json()["told"]
    assert "can’t be undone" in told
    assert [each.to_status for each in orders.undoable(moderator)] == ["declined"]


def test_other_decisions_are_undone_by_name_all_the_same(
    client: Client, moderator: User, comment: Comment
) -> None:
    declined = make_comment()
    moderation.decline(declined, moderator)
    revisions.approve(comment, make_change(comment).pk, moderator)
    client.post(UNDO, {"decision": declined.decisions.get().pk}, headers=SCRIPT)
    declined.refresh_from_db()
    assert declined.status == Status.PENDING


def test_card_of_a_waiting_comment_comes_back_with_the_words_it_has_now(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    order = f"approve:{card().token}"
    revisions.edit(comment, "Wren", "Other words.", ["writer"])
    answer = client.post(ORDER, {"order": order}, headers=SCRIPT).json()
    assert "changed since you saw them" in answer["told"][0]
    assert "Other words." in answer["back"]
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_card_of_an_edited_comment_is_decided(client: Client, moderator: User) -> None:
    comment = make_comment()
    revisions.edit(comment, "Wren", "Other words.", ["writer"])
    client.post(ORDER, {"order": f"approve:{card().token}"})
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


def test_reply_that_approves_has_seen_the_words(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    revisions.edit(comment, "Wren", "Other words.", ["writer"])
    address = f"/admin/comments/comment/{comment.pk}/reply/"
    data = {"words": "Thank you.", "approve_too": "1", "edits_seen": "0"}
    answer = client.post(address, data)
    assert answer.status_code == 409 and b"Thank you." in answer.content
    client.post(address, data | {"edits_seen": "1"})
    assert comment.replies.get().text == "Thank you."


def test_decision_on_its_own_page_has_seen_the_words(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    revisions.edit(comment, "Wren", "Other words.", ["writer"])
    address = f"/admin/comments/comment/{comment.pk}/decide/"
    client.post(address, {"verb": "approve", "seen": "0"})
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


# Its own page


def own_page(comment: Comment) -> str:
    return f"/admin/comments/comment/{comment.pk}/revision/"


def test_own_page_shows_the_difference_and_how_it_would_appear(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_change(comment, words="I met *him* there.")
    page = text_of(client, own_page(comment))
    assert "<del>John</del><ins>*him*</ins>" in page and "<em>him</em>" in page


def test_concern_is_approved_on_its_own_page(
    client: Client, moderator: User, comment: Comment
) -> None:
    change = at_risk(comment)
    assert "all the same" in text_of(client, own_page(comment))
    client.post(own_page(comment), {"change": change.pk, "wish": "approve"})
    comment.refresh_from_db()
    assert comment.text == "Last night he hit me."


def test_own_page_declines_with_a_word(
    client: Client, moderator: User, comment: Comment
) -> None:
    change = make_change(comment)
    data = {"change": change.pk, "wish": "decline", "word": "It names a town."}
    assert client.post(own_page(comment), data).status_code == 302
    assert comment.decisions.get().why == "It names a town."


def test_own_page_decides_only_on_what_it_showed(
    client: Client, moderator: User, comment: Comment
) -> None:
    seen = make_change(comment)
    make_change(comment, words="Yet another wish.")
    data = {"change": seen.pk, "wish": "decline", "word": "It names a town."}
    answer = client.post(own_page(comment), data)
    assert answer.status_code == 409
    assert b"Yet another wish." in answer.content
    assert b"It names a town.</textarea>" in answer.content
    assert Revision.objects.exists()


def test_page_without_a_change_says_so(
    client: Client, moderator: User, comment: Comment
) -> None:
    assert "No change" in text_of(client, own_page(comment))
    assert client.post(own_page(comment), {"wish": "approve"}).status_code == 409


def test_page_of_the_comment_leads_there(
    client: Client, moderator: User, comment: Comment
) -> None:
    address = f"/admin/comments/comment/{comment.pk}/change/"
    assert own_page(comment) not in text_of(client, address)
    make_change(comment)
    assert own_page(comment) in text_of(client, address)


def test_who_may_only_look_decides_nothing(client: Client, comment: Comment) -> None:
    change = make_change(comment)
    client.force_login(make_member("Authors"))
    data = {"change": change.pk, "wish": "approve"}
    assert client.post(own_page(comment), data).status_code == 403
    assert Revision.objects.exists()


def test_list_finds_what_was_changed(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_comment(Status.APPROVED, words="Nothing wanted here.")
    make_change(comment)
    page = text_of(client, f"{LIST}?status=changed")
    assert "I met John there." in page and "Nothing wanted" not in page


@pytest.mark.parametrize("verb", [moderation.decline, moderation.mark_spam])
def test_list_finds_a_change_whose_comment_left_the_page(
    client: Client, moderator: User, comment: Comment, verb: Any
) -> None:
    make_change(comment)
    verb(comment, moderator)
    page = text_of(client, f"{LIST}?status=changed")
    assert "I met John there." in page and "A change by its writer waits." in page


def test_card_says_what_becomes_of_the_change_with_its_comment(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_change(comment)
    assert "stays with it" not in text_of(client, QUEUE)
    make_report(comment)
    assert "stays with it" in text_of(client, QUEUE)


def test_search_finds_words_that_wait_in_a_change(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_comment(Status.APPROVED, words="Nothing of it here.")
    make_change(comment, name="Jay", words="In Leeds it was.")
    for words in ("leeds", "jay", "john"):
        page = text_of(client, f"{LIST}?q={words}")
        assert "I met John there." in page and "Nothing of it" not in page
    # Neither holds both.
    assert "I met John there." not in text_of(client, f"{LIST}?q=john+leeds")


def test_search_keeps_to_its_status(
    client: Client, moderator: User, comment: Comment
) -> None:
    make_change(comment, words="In Leeds it was.")
    page = text_of(client, f"{LIST}?q=leeds&status=spam")
    assert "I met John there." not in page


def test_own_page_costs_the_same_queries(
    client: Client,
    moderator: User,
    comment: Comment,
    django_assert_num_queries: Any,
) -> None:
    make_change(comment)
    with django_assert_num_queries(4):
        client.get(own_page(comment))


def test_changes_add_no_query_to_the_desk(django_assert_num_queries: Any) -> None:
    for _ in range(5):
        make_change()
    with django_assert_num_queries(12):
        [each.difference for each in desk.portion().cards]
