from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comments.trust import Standing, Terms, is_trusted

NOW = datetime(2026, 3, 4, tzinfo=UTC)
TERMS = Terms(on=True, approved=3, days=90)
KNOWN = Standing(confirmed=True, approved=3)


def test_known_writer_is_trusted() -> None:
    assert is_trusted(KNOWN, TERMS, NOW)


@pytest.mark.parametrize(
    "standing",
    [
        replace(KNOWN, confirmed=False),
        replace(KNOWN, approved=2),
        replace(KNOWN, last_spam_at=NOW - timedelta(days=90)),
        Standing(),
    ],
)
def test_anybody_else_is_not(standing: Standing) -> None:
    assert not is_trusted(standing, TERMS, NOW)


def test_spam_of_long_ago_is_forgiven() -> None:
    forgiven = replace(KNOWN, last_spam_at=NOW - timedelta(days=91))
    assert is_trusted(forgiven, TERMS, NOW)


def test_a_person_may_trust_a_confirmed_address_sooner() -> None:
    new = Standing(confirmed=True, given=True)
    assert is_trusted(new, TERMS, NOW)
    assert not is_trusted(replace(new, confirmed=False), TERMS, NOW)


def test_a_person_may_keep_trust_back() -> None:
    assert not is_trusted(replace(KNOWN, given=False), TERMS, NOW)


def test_nobody_is_where_trust_is_off() -> None:
    assert not is_trusted(KNOWN, Terms(), NOW)
