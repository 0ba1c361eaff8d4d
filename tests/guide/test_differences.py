import random
from time import process_time

import pytest

from guide.differences import MOST, Kind, Part, parts, parts_of_long, shortened


def shown(before: str, after: str) -> str:
    """As ``a -b- +c+``."""
    signs = {Kind.SAME: "", Kind.OUT: "-", Kind.IN: "+"}
    return "".join(
        f"{signs[part.kind]}{part.words}{signs[part.kind]}"
        for part in parts(before, after)
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("I walk.", "I walk.", "I walk."),
        ("I met John there.", "I met him there.", "I met -John-+him+ there."),
        ("I walk.", "I walk a lot.", "I walk+ a lot+."),
        ("One. Two.", "Two.", "-One. -Two."),
        ("he said no", "she told me", "-he said no-+she told me+"),
        ("", "New.", "+New.+"),
        ("Old.", "", "-Old.-"),
        ("a\n\nb", "a\nb", "a-\n\n-+\n+b"),
        ("今日は歩く", "明日は歩く", "-今-+明+日は歩く"),
        ("", "", ""),
    ],
)
def test_difference_reads_as_one_text(before: str, after: str, told: str) -> None:
    assert shown(before, after) == told


def test_both_texts_can_be_read_out_of_it() -> None:
    chance = random.Random(4)  # noqa: S311
    for _ in range(300):
        before, after = (
            " ".join(chance.choices("ab cd ef, gh. ij\n".split(" "), k=length))
            for length in (chance.randrange(12), chance.randrange(12))
        )
        found = parts(before, after)
        old = "".join(part.words for part in found if part.kind is not Kind.IN)
        new = "".join(part.words for part in found if part.kind is not Kind.OUT)
        assert (old, new) == (before, after)


def longest(one: str, other: str) -> int:
    """How many signs both have in the same order, by the plain table."""
    row = [0] * (len(other) + 1)
    for sign in one:
        last = row[:]
        for at, its in enumerate(other):
            row[at + 1] = last[at] + 1 if sign == its else max(row[at], last[at + 1])
    return row[-1]


def test_as_much_as_can_stay_stays() -> None:
    chance = random.Random(4)  # noqa: S311
    for _ in range(300):
        before, after = (
            "".join(chance.choices("日月水火", k=chance.randrange(15)))
            for _ in range(2)
        )
        same = [part.words for part in parts(before, after) if part.kind is Kind.SAME]
        assert len("".join(same)) == longest(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 2500, "b a " * 1250),
        ("." * 5000, ",." * 2500),
        ("日" * 5000, "月日" * 2500),
    ],
)
def test_text_that_repeats_itself_takes_no_time(before: str, after: str) -> None:
    began = process_time()
    parts(before, after)
    assert process_time() - began < 1


def told(found: list[Part]) -> str:
    signs = {Kind.SAME: "", Kind.OUT: "-", Kind.IN: "+", Kind.LEFT_OUT: "…"}
    return "".join(
        f"{signs[part.kind]}{part.words}{signs[part.kind]}" for part in found
    )


def test_long_text_is_compared_by_lines_and_then_by_words() -> None:
    before, after = "One.\n\nI met John.\n\nTwo.", "One.\n\nI met him.\n\nTwo."
    assert told(parts_of_long(before, after)) == ("One.\n\nI met -John-+him+.\n\nTwo.")


def test_long_texts_can_be_read_out_of_their_difference() -> None:
    chance = random.Random(6)  # noqa: S311
    for _ in range(300):
        before, after = (
            "".join(chance.choices(["a b\n", "c\n", "\n", "d", " e"], k=length))
            for length in (chance.randrange(12), chance.randrange(12))
        )
        found = parts_of_long(before, after)
        old = "".join(part.words for part in found if part.kind is not Kind.IN)
        new = "".join(part.words for part in found if part.kind is not Kind.OUT)
        assert (old, new) == (before, after)


@pytest.mark.parametrize("sign", ["\n", "a "])
def test_more_than_can_be_compared_is_told_as_a_whole(sign: str) -> None:
    before, after = (f"{letter}{sign}" * MOST * 2 for letter in "xy")
    found = parts_of_long(f"One.\n{before}", f"One.\n{after}")
    assert found == [
        Part("One.\n", Kind.SAME),
        Part(before, Kind.OUT),
        Part(after, Kind.IN),
    ]


def test_what_stayed_is_shortened_around_what_changed() -> None:
    words = "word " * 100
    found = parts_of_long(f"{words}old {words}", f"{words}new {words}")
    assert told(shortened(found, around=12)) == "……word word -old-+new+ word word……"
    assert shortened(found, around=1000) == found
