import pytest

from guide.ordering import by_numbers


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([1, 2, 3, 4], "abcd"),
        ([1, 2, 3, 1], "dabc"),  # comes up to the place of another
        ([3, 2, 3, 4], "bcad"),  # goes down to it
        ([2, 1, 3, 4], "bacd"),
        ([1, 9, 3, 4], "acdb"),  # further than the end
        ([1, 0, 3, 4], "acdb"),  # without a number
    ],
)
def test_row_gets_the_very_place_that_its_number_names(
    now: list[int], expected: str
) -> None:
    assert "".join(by_numbers(zip("abcd", [1, 2, 3, 4], now, strict=True))) == expected


def test_new_row_takes_the_place_that_it_names() -> None:
    assert by_numbers([("a", 1, 1), ("b", 2, 2), ("new", 0, 2)]) == ["a", "new", "b"]
