import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from comments import fields, moderation
from comments.admin_rules import sender_ends_at
from comments.models import Comment, Rule, Status
from tests.make import (
    LONG_AGO,
    make_comment,
    make_draft,
    make_moderator,
    make_rule,
    submit_comment,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/rule/"
ADDRESS = "jay@example.org"


@pytest.fixture
def moderator(client: Client) -> User:
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def helper(client: Client) -> User:
    """Who moderates and keeps rules, but may not see addresses."""
    helper = User.objects.create_user("helper", is_staff=True)
    names = "add_rule change_rule view_rule view_comment change_comment".split()
    helper.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(helper)
    return helper


def typed(**given: Any) -> dict[str, Any]:
    return (
        {"effect": "hold", "what": "text", "typed": "cheap watch*"}
        | {
            "label": "",
            "reason": "",
            "expires_at_0": "",
            "expires_at_1": "",
            "is_active": "on",
        }
        | given
    )


def add(client: Client, **given: Any) -> Any:
    return client.post(f"{LIST}add/", typed(**given))


def test_stranger_is_asked_to_sign_in(client: Client) -> None:
    rule, comment = make_rule(), make_comment()
    for path in ("", "add/", f"{rule.pk}/change/"):
        assert client.get(f"{LIST}{path}").status_code == 302
    for path in ("try/", f"{rule.pk}/try/", f"block-connection/{comment.pk}/"):
        assert "/admin/login/" in client.post(f"{LIST}{path}", typed())["Location"]
    assert Rule.objects.count() == 1


def test_words_are_added(client: Client, moderator: User) -> None:
    assert add(client).status_code == 302
    assert Rule.objects.get().value == "cheap watch*"
    assert submit_comment(words="cheap watches").signs[1].rule == Rule.objects.get().pk


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"typed": ""}, "There is no word in this."),
        ({"typed": "ca*t"}, "A * may stand at the end of a word only."),
        ({"typed": "a*"}, "Before a * there must be 3 to 40 letters."),
        ({"what": "domain", "typed": "no domain"}, "This is no domain."),
        ({"what": "address", "typed": "jay"}, "This is no complete address."),
        ({"what": "sender", "typed": "hash"}, "Select a valid choice."),
        ({"effect": "overlook", "what": "name"}, "Only words in the comment"),
        (
            {"expires_at_0": "2020-01-01", "expires_at_1": "00:00"},
            "This is in the past.",
        ),
        ({"label": f"From {ADDRESS}"}, "write an address here.</li>"),
        ({"reason": f"{ADDRESS} again"}, "write an address here.</li>"),
        ({"typed": "said twice"}, "There is such a rule already."),
        ({"typed": "x" * 201}, "This is too long"),
    ],
)
def test_bad_rule_is_refused_with_a_sentence(
    client: Client, moderator: User, given: dict[str, Any], told: str
) -> None:
    make_rule(value="said twice")
    answer = add(client, **given)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert Rule.objects.count() == 1


def test_address_is_kept_as_a_hash_alone(client: Client, moderator: User) -> None:
    add(client, what="address", typed=f" {ADDRESS.upper()} ", label="The one of May")
    rule = Rule.objects.get()
    assert rule.value == fields.lookup_hash(ADDRESS)
    page = client.get(f"{LIST}{rule.pk}/change/").content.decode()
    assert "jay" not in page.lower() and rule.value not in page
    assert rule.value not in client.get(LIST).content.decode()
    assert ADDRESS not in str(list(LogEntry.objects.values()))


def ended() -> dict[str, str]:
    """What the form sends of an end that has passed, untouched."""
    end = timezone.localtime(LONG_AGO)
    return {"expires_at_0": f"{end:%Y-%m-%d}", "expires_at_1": f"{end:%H:%M:%S}"}


@pytest.mark.parametrize("in_use", ["on", ""])
def test_rule_that_has_ended_is_reworded_or_switched_off(
    client: Client, moderator: User, in_use: str
) -> None:
    rule = make_rule(expires_at=LONG_AGO)
    data = typed(reason="It was May.", is_active=in_use, **ended())
    client.post(f"{LIST}{rule.pk}/change/", data)
    rule.refresh_from_db()
    assert (rule.reason, rule.is_active) == ("It was May.", bool(in_use))


def test_rule_that_has_ended_is_not_put_to_use_again_with_that_end(
    client: Client, moderator: User
) -> None:
    rule = make_rule(expires_at=LONG_AGO, is_active=False)
    answer = client.post(f"{LIST}{rule.pk}/change/", typed(**ended()))
    assert "This is in the past." in answer.content.decode()


@pytest.mark.parametrize("path", ["add/", "try/"])
def test_address_that_was_typed_as_label_is_kept_nowhere(
    client: Client, moderator: User, path: str
) -> None:
    data = typed(what="address", typed=ADDRESS, label=ADDRESS)
    client.post(f"{LIST}{path}", data)
    assert not Rule.objects.exists()
    assert ADDRESS not in str(list(LogEntry.objects.values()))


def test_label_may_name_a_domain(client: Client, moderator: User) -> None:
    add(client, what="domain", typed="example.org", label="@example.org and its like")
    assert Rule.objects.get().label == "@example.org and its like"


def test_address_stays_when_the_rest_is_changed(
    client: Client, moderator: User
) -> None:
    value = fields.lookup_hash(ADDRESS)
    rule = make_rule(what="address", value=value)
    changed = typed(what="address", typed="", label="Renamed")
    client.post(f"{LIST}{rule.pk}/change/", changed)
    rule.refresh_from_db()
    assert (rule.value, rule.label) == (value, "Renamed")


@pytest.mark.parametrize("what", ["address", "domain"])
def test_rules_about_addresses_are_for_who_may_see_addresses(
    client: Client, helper: User, what: str
) -> None:
    value = ADDRESS if what == "address" else "example.org"
    assert (
        "Select a valid choice" in add(client, what=what, typed=value).content.decode()
    )
    rule = make_rule(what=what, value=value, label="Hidden one")
    assert b"Hidden one" not in client.get(LIST).content
    assert client.get(f"{LIST}{rule.pk}/change/").status_code == 302
    answer = client.post(f"{LIST}try/", typed(what=what, typed=value))
    assert b"would have found" not in answer.content


def test_search_finds_words_but_no_hash(client: Client, moderator: User) -> None:
    make_rule(value="watches", label="Words")
    make_rule(what="address", value="abc123", label="An address")
    assert b"Words" in client.get(LIST, {"q": "watch"}).content
    assert b"An address</a>" not in client.get(LIST, {"q": "abc123"}).content


@pytest.mark.parametrize(("chosen", "shown"), [("yes", {"in"}), ("no", {"off", "old"})])
def test_list_shows_what_is_in_use(
    client: Client, moderator: User, chosen: str, shown: set[str]
) -> None:
    make_rule(value="in", expires_at=timezone.now() + timedelta(days=1))
    make_rule(value="off", is_active=False)
    make_rule(value="old", expires_at=timezone.now() - timedelta(days=1))
    answer = client.get(LIST, {"in_use": chosen})
    assert {rule.value for rule in answer.context["cl"].result_list} == shown


def test_hits_that_come_while_a_form_is_open_are_not_lost(
    client: Client, moderator: User
) -> None:
    rule = make_rule(value="cheap watch*", hits=5)
    client.post(f"{LIST}{rule.pk}/change/", typed(hits="0", reason="why"))
    rule.refresh_from_db()
    assert (rule.hits, rule.reason) == (5, "why")


@pytest.mark.parametrize("rules", [1, 90])
def test_list_costs_the_same_queries(  # type: ignore[no-untyped-def]
    client: Client, moderator: User, rules: int, django_assert_num_queries
) -> None:
    for _ in range(rules):
        make_rule()
    with django_assert_num_queries(5):
        client.get(LIST)


# What would this have done?


def decided(status: str, **given: Any) -> Comment:
    comment = make_comment(**given)
    verbs = {"approved": moderation.approve, "spam": moderation.mark_spam}
    verbs[status](comment, make_moderator())
    return comment


def test_rule_is_tried_as_typed_and_nothing_saved(
    client: Client, moderator: User
) -> None:
    decided("spam", words="Cheap watches for all")
    decided("approved", words="We met at a cheap watch shop")
    decided("approved", words="We watched a film")
    make_comment(words="A cheap watch that nobody decided on")
    page = client.post(f"{LIST}try/", typed()).content.decode()
    assert "last 3 comments that people decided on, it would have found 2" in page
    assert "Approved: 1" in page and "Spam: 1" in page
    assert "Cheap watches for all" in page and "a film" not in page
    assert not Rule.objects.exists()


def test_changed_rule_is_tried_as_typed(client: Client, moderator: User) -> None:
    rule = make_rule(value="shoes")
    decided("approved", words="We met at a cheap watch shop")
    page = client.post(f"{LIST}{rule.pk}/try/", typed()).content.decode()
    assert "it would have found 1" in page
    rule.refresh_from_db()
    assert rule.value == "shoes"


def test_overlooked_words_are_overlooked_in_a_try(
    client: Client, moderator: User
) -> None:
    make_rule(effect="overlook", value="cheap watch shop")
    decided("approved", words="We met at a cheap watch shop")
    page = client.post(f"{LIST}try/", typed()).content.decode()
    assert "it would have found 0" in page


def test_try_of_overlooked_words_tells_what_others_would_no_longer_find(
    client: Client, moderator: User
) -> None:
    make_rule(effect="concern", value="hit me")
    decided("approved", words="It hit me that I had not listened.")
    decided("approved", words="He hit me.")
    data = typed(effect="overlook", typed="it hit me")
    page = client.post(f"{LIST}try/", data).content.decode()
    assert "Of the last 2 comments that people decided on, other rules" in page
    assert "found less in 1." in page
    assert "It hit me that" in page and "He hit me." not in page


def test_try_of_an_address_is_logged_as_a_look(client: Client, moderator: User) -> None:
    decided("approved", email=ADDRESS)
    data = typed(what="address", typed=ADDRESS)
    assert b"have found 1" in client.post(f"{LIST}try/", data).content
    assert "addresses" in LogEntry.objects.get().change_message


def test_try_of_a_domain_reads_addresses(client: Client, moderator: User) -> None:
    decided("approved", email=ADDRESS)
    data = typed(what="domain", typed="example.org")
    assert b"have found 1" in client.post(f"{LIST}try/", data).content


def test_try_names_a_mistake(client: Client, moderator: User) -> None:
    page = client.post(f"{LIST}try/", typed(typed="**")).content.decode()
    assert "A * may stand at the end of a word only." in page


@pytest.mark.parametrize("path", ["try/", "block-connection/1/"])
def test_get_does_nothing(client: Client, moderator: User, path: str) -> None:
    assert client.get(f"{LIST}{path}").status_code == 405


def test_erased_comment_is_not_tried(client: Client, moderator: User) -> None:
    moderation.withdraw(decided("approved", words="We met at a cheap watch shop"))
    assert b"last 0 comments" in client.post(f"{LIST}try/", typed()).content


# Connections


def test_connection_of_a_comment_is_blocked_until_its_hash_goes(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    for _ in range(2):
        client.post(f"{LIST}block-connection/{comment.pk}/")
    rule = Rule.objects.get()
    assert (rule.effect, rule.what, rule.value) == ("block", "sender", comment.sender)
    assert rule.expires_at == sender_ends_at(comment.submitted_at)
    again = moderation.submit(make_draft(), ["tomorrow", comment.sender]).comment
    assert again and again.status == Status.SPAM


def test_connection_is_blocked_again_after_somebody_switched_it_off(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    for _ in range(2):
        Rule.objects.update(is_active=False)
        client.post(f"{LIST}block-connection/{comment.pk}/")
    rule = Rule.objects.get()
    assert rule.is_active and rule.expires_at == sender_ends_at(comment.submitted_at)


def test_connection_block_ends_within_48_hours() -> None:
    sent_at = datetime(2026, 3, 4, 23, 59, tzinfo=UTC)
    assert sender_ends_at(sent_at) == datetime(2026, 3, 5, 22, 0, tzinfo=UTC)


def test_connection_of_an_old_comment_can_not_be_blocked(
    client: Client, moderator: User
) -> None:
    old = make_comment(submitted_at=timezone.now() - timedelta(days=3))
    page = client.post(f"{LIST}block-connection/{old.pk}/", follow=True).content
    assert "isn’t known any more" in page.decode()
    assert not Rule.objects.exists()


def test_rule_about_a_connection_can_be_switched_off_but_not_prolonged(
    client: Client, moderator: User
) -> None:
    ends_at = timezone.now() + timedelta(hours=1)
    rule = make_rule(effect="block", what="sender", value="hash", expires_at=ends_at)
    data = typed(effect="block", what="sender", is_active="", typed="other")
    data |= {"expires_at_0": "2099-01-01", "expires_at_1": "00:00"}
    client.post(f"{LIST}{rule.pk}/change/", data)
    rule.refresh_from_db()
    assert (rule.is_active, rule.value) == (False, "hash")
    assert rule.expires_at == ends_at


def test_connection_is_blocked_only_by_who_may_add_rules(client: Client) -> None:
    comment = make_comment()
    client.force_login(User.objects.create_user("looker", is_staff=True))
    answer = client.post(f"{LIST}block-connection/{comment.pk}/")
    assert answer.status_code == 403


def test_connection_is_tried_over_what_came_from_it_lately(
    client: Client, moderator: User
) -> None:
    here, also, _elsewhere = (make_comment() for _ in range(3))
    decided_here = [here.pk, also.pk]
    Comment.objects.filter(pk__in=decided_here).update(sender="hash")
    rule = make_rule(effect="block", what="sender", value="hash", label="Loud one")
    data = typed(effect="block", what="sender")
    page = client.post(f"{LIST}{rule.pk}/try/", data).content.decode()
    assert "Of the 3 comments of the last 48 hours, it would have found 2." in page
    assert "Waiting: 2" in page and here.text in page


def test_button_that_blocks_says_what_it_would_have_put_away(
    client: Client, moderator: User
) -> None:
    comment = make_comment()
    make_comment(Status.APPROVED)
    Comment.objects.update(sender="hash")
    page = client.get(f"/admin/comments/comment/{comment.pk}/change/").content.decode()
    [said] = re.findall(r"concerns aside:(.*?)</p>", page, re.S)
    assert " ".join(said.split()) == "Approved 1, Waiting 1."


def test_boxes_of_the_end_are_labelled(client: Client, moderator: User) -> None:
    page = client.get(f"{LIST}add/").content.decode()
    assert 'aria-label="Until: date"' in page and 'aria-label="Until: time"' in page
