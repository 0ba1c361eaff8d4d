"""The words that ship: how many ordinary comments they hold, how many worrying ones."""

from pathlib import Path

import pytest

from comments.screening.listed import Effect, Listed, signs
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Sign
from comments.wordlists import read_words

HERE = Path(__file__).parent
SHIPPED = list(read_words())
RULES = [
    Listed(pk, rule.effect, rule.what, rule.value) for pk, rule in enumerate(SHIPPED, 1)
]


def found_in(words: str) -> list[Sign]:
    found = signs(Candidate(words=words), RULES)
    return [sign for sign in found if sign.code == Reason.CONCERN]


def test_ordinary_comments_are_hardly_ever_held() -> None:
    ordinary = (HERE / "ordinary.txt").read_text().splitlines()
    held = [words for words in ordinary if found_in(words)]
    assert len(ordinary) == 60
    assert len(held) <= 1, held


def test_worrying_comments_are_nearly_all_found() -> None:
    worrying = (HERE / "worrying.txt").read_text().splitlines()
    missed = [words for words in worrying if not found_in(words)]
    assert len(worrying) == 67
    assert len(missed) <= 1, missed


@pytest.mark.parametrize(
    "words",
    [
        "i dont feel safe",
        "I don’t feel safe",
        "I don't\nfeel   safe",
        "I DON'T FEEL SAFE",
        "I don't... feel safe!",
        "I don't feel safeeee",
        "I dön't feel safe",
    ],
)
def test_phrase_is_found_however_it_is_typed(words: str) -> None:
    assert found_in(words)[0].found == "don't feel safe"


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("He hit me.", ""),
        ("he never hit me", "negated"),
        ("He has not once in all those years hit me. He hit me yesterday.", ""),
        ("My sister said “he hit me” on the phone.", "quoted"),
        ("> he hit me\n\nI am sorry to read that.", "quoted"),
    ],
)
def test_negation_and_quote_are_noted_but_reach_a_person(words: str, note: str) -> None:
    [sign] = found_in(words)
    assert (sign.found, sign.note) == ("hit me", note)


def test_harmless_words_hide_no_worrying_ones_beside_them() -> None:
    assert not found_in("It hit me that I was wrong.")
    assert found_in("It hit me that I was wrong. Then he hit me.")


def test_no_phrase_is_there_twice() -> None:
    said = [(rule.effect, rule.value) for rule in SHIPPED]
    assert sorted(said) == sorted(set(said))


def test_each_family_has_words() -> None:
    concerns = {rule.family for rule in SHIPPED if rule.effect == Effect.CONCERN}
    assert len(concerns) == 6
