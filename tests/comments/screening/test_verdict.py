import pytest

from comments.screening.reasons import Reason
from comments.screening.values import Sign
from comments.screening.verdict import judge


def status(*codes: Reason, trusted: bool = False) -> str:
    return judge([Sign(code) for code in codes], trusted=trusted).status


def test_everything_waits_where_nothing_was_noticed() -> None:
    verdict = judge([])
    assert (verdict.status, verdict.signs) == (
        "pending",
        (Sign(Reason.EVERYTHING_WAITS),),
    )


def test_concern_comes_before_all_else_and_is_read_first() -> None:
    verdict = judge([Sign(Reason.LISTED_BLOCK), Sign(Reason.CONCERN)], trusted=True)
    assert verdict.status == "concern"
    assert verdict.signs[0].code == Reason.CONCERN


@pytest.mark.parametrize("code", [Reason.LISTED_SPAM, Reason.LISTED_BLOCK])
def test_listed_as_spam_or_blocked_is_put_away(code: Reason) -> None:
    assert status(code, trusted=True) == "spam"


@pytest.mark.parametrize("code", [Reason.FILLED_TRAP, Reason.LIKE_SPAM])
def test_like_a_program_is_spam_only_with_a_link_that_leads_away(code: Reason) -> None:
    assert status(code) == "pending"
    assert status(code, Reason.MANY_LINKS) == "spam"
    assert status(code, Reason.SHOUTING) == "pending"


_PUT_ELSEWHERE = {Reason.CONCERN, Reason.LISTED_SPAM, Reason.LISTED_BLOCK}


@pytest.mark.parametrize(
    "code", [code for code in Reason if code not in _PUT_ELSEWHERE]
)
def test_any_sign_holds_a_trusted_writer(code: Reason) -> None:
    assert status(code, trusted=True) == "pending"


def test_trust_shows_what_nothing_was_noticed_of() -> None:
    verdict = judge([], trusted=True)
    assert (verdict.status, verdict.signs) == ("approved", (Sign(Reason.TRUSTED),))
