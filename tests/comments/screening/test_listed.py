import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.folding import fold
from comments.screening.listed import BadPhrase, Listed, pattern, signs
from comments.screening.reasons import Reason
from comments.screening.values import Candidate


def found(words: str, value: str, what: str = "text", **fields: Any) -> bool:
    rule = Listed(1, "hold", what, value)
    return bool(signs(Candidate(words=words, **fields), [rule]))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Buy CHEAP watches", "cheap watches"),
        ("cheap,\nwatches", "cheap watches"),
        ("a café in town", "Cafe"),
        ("he said “don’t”", "don't"),
        ("he said dont", "don't"),
        ("watches", "watch*"),
        ("the watchmaker said", "watch* said"),
        ("ki\u200bll it", "kill it"),
        ("сheap wаtches", "cheap watches"),  # noqa: RUF001
        ("ｃｈｅａｐ", "cheap"),  # noqa: RUF001
        ("ПРИВЕТ всем", "привет"),
        ("今天天气很好", "天气"),
        ("see cheap-pills.example now", "cheap-pills.example"),
        ("kill_myself", "kill myself"),
        ("scareddd", "scared"),
    ],
)
def test_phrase_is_found(words: str, value: str) -> None:
    assert found(words, value)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("skill it", "kill it"),
        ("kill the it", "kill it"),
        ("it kill", "kill it"),
        ("scar", "scared"),
        ("wat", "watch*"),
        ("", "cheap"),
    ],
)
def test_part_of_a_word_is_not(words: str, value: str) -> None:
    assert not found(words, value)


@pytest.mark.parametrize(
    "value", ["", " ", "*", "**", "!!!", "a", "it*", "ca*t", "* cat", "x" * 60 + "*"]
)
def test_phrase_that_could_match_nothing_or_all_is_refused(value: str) -> None:
    with pytest.raises(BadPhrase):
        pattern(value)


def test_name_domain_address_and_connection_are_looked_at_each_in_its_place() -> None:
    assert found("", "wren", "name", name="Wren!")
    assert not found("wren", "wren", "name")
    assert found("", "spam.example", "domain", domain="mail.spam.example")
    assert not found("", "spam.example", "domain", domain="nospam.example")
    assert found("", "a1", "address", addresses=("b2", "a1"))
    assert found("", "a1", "sender", senders=("a1",))


def test_sign_names_its_rule_and_holds_no_hash() -> None:
    [sign] = signs(Candidate(addresses=("a1",)), [Listed(7, "block", "address", "a1")])
    assert (sign.code, sign.found, sign.rule) == (Reason.LISTED_BLOCK, "", 7)


HOSTILE = [
    "he " * 1700,
    "kill " * 1000,
    "a" * 5000,
    "ab" * 2500,
    "a'" * 2500,
    '"' * 5000,
    "> " * 2500,
    "e\u0301" * 2500,
    "ﷺ" * 5000,
    "他" * 5000,
]
RULES = [
    Listed(pk, "concern", "text", value)
    for pk, value in enumerate(
        [f"he {word} me" for word in ("hit", "kill*", "he", "aaa*")] * 50
        + ["kill kill kill kill", "abab*", "aaaa*"]
    )
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_takes_long(words: str) -> None:
    began = time.process_time()
    signs(Candidate(words=words), RULES)
    assert time.process_time() - began < 2


@given(st.text(max_size=300), st.text(min_size=1, max_size=30))
def test_nothing_that_can_be_typed_raises(words: str, value: str) -> None:
    signs(
        Candidate(words=words, name=words[:80]),
        [Listed(1, "hold", what, value) for what in ("text", "name", "domain")],
    )


@given(st.text(max_size=300))
def test_words_begin_where_they_are_said_to(words: str) -> None:
    folded = fold(words)
    assert len(folded.words) == len(folded.starts)
    assert all(0 <= at < len(folded.plain) for at in folded.starts)
