"""What is typed becomes terms, and what is found is marked, whatever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide import words

TEXT = (
    "One begins. " + "Nothing of it. " * 30 + "Then we walked to the river & "
    "listened to the water, and a river it was. " + "Nothing more. " * 30
)


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("Listening CAFÉS", [("listen",), ("cafe",)]),
        ("how do I listen to him", [("listen",)]),
        ("“to be” walk", [("to", "be"), ("walk",)]),
        ("self-care", [("self", "care")]),
        ("don’t", []),
        ("husband’s wives'", [("husband",), ("wive",)]),
        ("river RIVER rivers", [("river",)]),
        ("小步", [("小", "步")]),
        ("बातें", [("बातें",)]),
        ("İstanbul straße", [("istanbul",), ("strass",)]),
        ("the and of", []),
        ('"the"', [("the",)]),
        ("😀 … ;", []),
        ("walk NEAR/2 * ) ( ' -- \\ %", [("walk",), ("near", "2")]),
        ("", []),
    ],
)
def test_terms(asked: str, terms: list[words.Term]) -> None:
    assert list(words.query(asked).terms) == terms


def test_older_form_of_a_sign_is_the_sign() -> None:
    assert words.indexed("\uf9f4\U0002f9f4步") == "林 嶲 步"
    assert words.query("\uf9f4步").terms == (("林", "步"),)


def test_long_text_is_cut_behind_a_word() -> None:
    found = words.indexed("步" * words.INDEXED_CHARACTERS)
    assert len(found) == words.INDEXED_CHARACTERS - 1
    assert found.endswith(" 步")


def test_no_more_is_looked_for_than_anybody_asks() -> None:
    query = words.query("word " * 1000 + " ".join(f"w{n}x" for n in range(100)))
    assert len(query.asked) <= 200 and len(query.terms) <= 12
    many = words.query(" ".join(f"w{n}x" for n in range(50)))
    assert len(many.terms) == 12


@pytest.mark.parametrize("asked", ['"%s"', "%s"])
def test_words_of_a_phrase_count_too(asked: str) -> None:
    assert words.query(asked % ("a-b" * 40)).terms == (("a", "ba") + ("ba",) * 10,)
    assert words.query('"a b" "' + "c " * 20 + '"').terms == (("a", "b"), ("c",) * 10)


def test_what_cannot_be_seen_is_not_shown_again() -> None:
    assert words.query("a\0b\x07 \u202e walk\n").asked == "ab walk"


@given(st.text(max_size=300))
def test_terms_hold_nothing_that_a_database_could_take_for_an_order(asked: str) -> None:
    for term in words.query(asked).terms:
        assert term
        for word in term:
            assert word and not set(word) & set("\"'\\()&|!<>:*+ ^-\0")


@given(st.text(max_size=300))
def test_each_word_of_a_text_is_one_in_the_index(text: str) -> None:
    stems = words.indexed(text)
    whole = words.marked(text, stems, [(stem,) for stem in stems.split()])
    assert whole.count("<mark>") == len(stems.split())


def test_excerpt_shows_where_most_of_the_terms_are() -> None:
    terms = words.query("rivers listening").terms
    found = words.excerpt(TEXT, words.indexed(TEXT), terms)
    assert found.startswith("… ") and found.endswith(" …")
    assert "to the <mark>river</mark> &amp; <mark>listened</mark> to" in found
    assert "One begins" not in found and len(found) < 400


def test_excerpt_of_a_text_without_the_terms_is_its_beginning() -> None:
    found = words.excerpt(TEXT, words.indexed(TEXT), [("zebra",)])
    assert found.startswith("One begins.") and "<mark>" not in found


def test_only_a_whole_phrase_is_marked() -> None:
    text = "A step, a small step, a small one."
    found = words.marked(text, words.indexed(text), [("small", "step")])
    assert found == "A step, a <mark>small</mark> <mark>step</mark>, a small one."


def test_markup_in_a_text_is_shown_as_typed() -> None:
    text = "<script>walk</script>"
    found = words.excerpt(text, words.indexed(text), [("walk",)])
    assert found == "&lt;script&gt;<mark>walk</mark>&lt;/script&gt;"


def test_telling_words_are_frequent_and_not_common() -> None:
    found = words.telling("The river, rivers and they walked. Walks, rivers!", 9)
    assert found == {"river": (3, "river"), "walk": (2, "walked")}
