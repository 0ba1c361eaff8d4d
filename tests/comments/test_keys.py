import threading
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from comments import fields, keys, moderation
from comments.models import Comment, Correspondent, KeyCheck, Rule
from tests.make import make_comment, make_rule

pytestmark = pytest.mark.django_db
NOW, DAY = timezone.now(), timedelta(days=1)
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def test_first_start_stores_the_check_value_once() -> None:
    keys.verify()
    keys.verify()
    assert KeyCheck.objects.count() == 1


def test_wrong_keys_stop_the_start(settings: Any) -> None:
    keys.verify()
    settings.ADDRESS_KEYS = [NEW]
    with pytest.raises(keys.WrongKeys, match="not the keys of this database"):
        keys.verify()


def test_addresses_without_a_check_value_stop_the_start() -> None:
    make_comment()
    with pytest.raises(keys.WrongKeys, match="damaged"):
        keys.verify()


def rotate(settings: Any) -> None:
    settings.ADDRESS_KEYS = [NEW, OLD]
    call_command("rotate_address_keys", stdout=StringIO())
    settings.ADDRESS_KEYS = [NEW]


def test_rotation_renews_address_and_lookup(settings: Any) -> None:
    settings.ADDRESS_KEYS = [OLD]
    make_comment(email="wren@example.org")
    rotate(settings)
    row = Correspondent.objects.get()
    assert row.email == "wren@example.org"
    assert row.lookup == fields.lookup_hash("wren@example.org", NEW)


def test_rotation_renews_the_check_value(settings: Any) -> None:
    settings.ADDRESS_KEYS = [OLD]
    keys.verify()
    rotate(settings)
    keys.verify()


def test_rotation_can_stop_and_go_on(settings: Any) -> None:
    settings.ADDRESS_KEYS = [OLD]
    for name in "abc":
        make_comment(email=f"{name}@example.org")
    settings.ADDRESS_KEYS = [NEW, OLD]
    next(keys.rotate(batch=2))
    assert list(keys.rotate(batch=2)) == [1]


def test_comment_during_a_rotation_finds_its_correspondent(settings: Any) -> None:
    settings.ADDRESS_KEYS = [OLD]
    make_comment(email="wren@example.org")
    settings.ADDRESS_KEYS = [NEW, OLD]
    make_comment(email="wren@example.org")
    assert Correspondent.objects.count() == 1


def test_comment_to_a_twin_during_a_rotation_is_no_error(settings: Any) -> None:
    for key in (NEW, OLD):
        settings.ADDRESS_KEYS = [key]
        make_comment(email="wren@example.org")
    settings.ADDRESS_KEYS = [NEW, OLD]
    assert make_comment(email="wren@example.org").correspondent


def test_erasing_needs_no_key(settings: Any) -> None:
    comment = make_comment()
    settings.ADDRESS_KEYS = [NEW]
    moderation.withdraw(Comment.objects.get(pk=comment.pk))
    assert not Correspondent.objects.exists()


def test_two_first_starts_with_different_keys_do_not_both_pass(
    settings: Any, monkeypatch: Any
) -> None:
    settings.ADDRESS_KEYS = [OLD]
    keys.verify()
    settings.ADDRESS_KEYS = [NEW]
    # This one looked before the other stored.
    monkeypatch.setattr(KeyCheck.objects, "exists", lambda: False)
    with pytest.raises(keys.WrongKeys, match="not the keys of this database"):
        keys.verify()


def test_rotation_makes_twins_one(settings: Any) -> None:
    # Two processes, one of them not restarted with the new key yet.
    for key in (NEW, OLD):
        settings.ADDRESS_KEYS = [key]
        make_comment(email="wren@example.org")
    rotate(settings)
    [row] = Correspondent.objects.all()
    assert Comment.objects.filter(correspondent=row).count() == 2


def twins_made_one(settings: Any, older: Any, newer: Any) -> Correspondent:
    """Of a row under the older key and one under the newer, with these fields."""
    for key, known in ((OLD, older), (NEW, newer)):
        settings.ADDRESS_KEYS = [key]
        make_comment(email="wren@example.org")
        Correspondent.objects.filter(key_name=fields.key_name()).update(**known)
    rotate(settings)
    return Correspondent.objects.get()


@pytest.mark.parametrize("first", [0, 1])
def test_what_is_known_of_twins_holds_of_the_one(settings: Any, first: int) -> None:
    early, late = NOW - DAY, NOW
    known = [
        {"confirmed_at": early, "bounced_at": early, "given_trust": "never"},
        {"confirmed_at": late, "bounced_at": late, "given_trust": "always"},
    ]
    row = twins_made_one(settings, known[first], known[1 - first])
    assert (row.confirmed_at, row.bounced_at) == (early, late)
    assert row.given_trust == "never"


@pytest.mark.parametrize("first", [0, 1])
def test_twin_of_which_nothing_is_known_takes_nothing_away(
    settings: Any, first: int
) -> None:
    names = ("confirmed_at", "bounced_at", "never_mail_at")
    known: list[dict[str, Any]] = [dict.fromkeys(names, NOW), {}]
    known[0]["given_trust"] = "always"
    row = twins_made_one(settings, known[first], known[1 - first])
    assert {getattr(row, name) for name in names} == {NOW}
    assert row.given_trust == "always"


def test_rotation_without_the_old_key_says_so(settings: Any) -> None:
    settings.ADDRESS_KEYS = [OLD]
    make_comment()
    settings.ADDRESS_KEYS = [NEW]
    with pytest.raises(CommandError, match="Add the key it was stored with"):
        call_command("rotate_address_keys")


@pytest.mark.django_db(transaction=True)
def test_start_leaves_no_connection_and_no_thread_to_share() -> None:
    keys.verify_at_start()
    assert connection.connection is None
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith("pool-")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_that_is_away_stops_no_start(
    monkeypatch: Any, error: type[Exception]
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(keys, "verify", fail)
    keys.verify_at_start()


def make_address_rule(email: str, key: str, **given: Any) -> Rule:
    value = fields.lookup_hash(email, key)
    return make_rule(what="address", value=value, key_name="older", **given)


def test_rotation_renews_rules_about_addresses_that_are_known(settings: Any) -> None:
    settings.ADDRESS_KEYS = [OLD]
    make_comment(email="wren@example.org")
    for effect in ("hold", "block"):
        make_address_rule("wren@example.org", OLD, effect=effect)
    rotate(settings)
    values = set(Rule.objects.values_list("value", "key_name"))
    new = fields.lookup_hash("wren@example.org", NEW)
    assert values == {(new, fields.key_name())}
    assert Rule.objects.count() == 2


def test_rotation_makes_one_of_a_rule_that_was_written_anew(settings: Any) -> None:
    settings.ADDRESS_KEYS = [OLD]
    make_comment(email="wren@example.org")
    make_address_rule("wren@example.org", OLD)
    make_address_rule("wren@example.org", NEW)
    rotate(settings)
    assert Rule.objects.count() == 1


def test_rotation_says_which_rules_it_could_not_renew(settings: Any) -> None:
    make_address_rule("gone@example.org", OLD)
    settings.ADDRESS_KEYS = [NEW, OLD]
    out = StringIO()
    call_command("rotate_address_keys", stdout=out)
    assert "an address that isn't stored here: 1." in out.getvalue()
