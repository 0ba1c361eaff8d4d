import pytest

from comments.watching.exposition import Figure, written
from tests.comments.watching import prometheus


def test_figure_is_written_as_the_format_has_it() -> None:
    waiting = Figure("a_b", "What waits.", {"x": 1, "y": 0.5}, label="group")
    assert written([waiting]) == (
        "# HELP a_b What waits.\n"
        "# TYPE a_b gauge\n"
        'a_b{group="x"} 1\n'
        'a_b{group="y"} 0.5\n'
    )


def test_value_without_a_label() -> None:
    assert written([Figure("a", "b", {"": 3.0})]).splitlines()[-1] == "a 3"


@pytest.mark.parametrize("word", ['a"b', "a\\b", "a\nb", 'é\\"\n'])
def test_strange_words_keep_the_format(word: str) -> None:
    read = prometheus.read(written([Figure("a", f"{word}", {word: 1}, label="l")]))
    [labels] = read["a"]
    name, value = labels[0]
    assert name == "l"
    assert value.replace(r"\n", "\n").replace(r"\"", '"').replace(r"\\", "\\") == word


@pytest.mark.parametrize("value", [0.0, 1e-9, 2.5, 3e15, -4.0])
def test_numbers_are_read_back(value: float) -> None:
    assert prometheus.read(written([Figure("a", "b", {"": value})]))["a"] == {(): value}
