import pytest

from guide.importing.manuscripts import furniture


def left(*blocks: str) -> list[str]:
    stray = furniture.find(blocks)
    return [words for at, words in enumerate(blocks) if at not in stray]


@pytest.mark.parametrize(
    "number", ["7", "- 19 -", "Page 3", "page 3 of 20", "3 / 20", "[12]", "xii", "iv"]
)
def test_page_number_alone_goes(number: str) -> None:
    assert left("Some words.", number, "More.") == ["Some words.", "More."]


@pytest.mark.parametrize("words", ["1984", "19.", "In 19", "I", "mix", "No. 5", "3,50"])
def test_number_that_may_be_the_authors_stays(words: str) -> None:
    assert left("Some words.", words, "More.") == ["Some words.", words, "More."]


def test_high_numbers_that_count_on_are_pages() -> None:
    assert left("One.", "1001", "Two.", "1002", "Three.") == ["One.", "Two.", "Three."]


def test_running_head_goes_and_the_title_stays() -> None:
    head = "The Lantern"
    pages = ["\f", head, "Two.", "\f", head, "Three.", "\f", head, "Four."]
    assert left(head, "One.", *pages) == [head, "One.", "Two.", "Three.", "Four."]


def test_running_heads_with_their_number_in_them_go() -> None:
    assert left("One.", "The Lantern 7", "Two.", "8 | The Lantern", "Lantern", "9") == [
        "One.",
        "The Lantern 7",
        "Two.",
        "8 | The Lantern",
        "Lantern",
    ]
    assert left("1.", "Lantern 7", "a", "Lantern 8", "b", "Lantern 9") == [
        "1.",
        "a",
        "b",
    ]


def test_table_of_contents_goes() -> None:
    listed = ["Contents", "One ....... 3\nTwo . . . . . 14", "Three … … … 20"]
    assert left(*listed, "One", "Well... 3 of us.") == ["One", "Well... 3 of us."]


def test_refrain_of_the_author_stays() -> None:
    text = ["Breathe.", "One.", "Breathe.", "Two.", "Breathe.", "Three.", "Breathe."]
    assert left(*text) == text


def test_sentence_beside_page_numbers_stays() -> None:
    text = ["One.", "7", "Breathe.", "Two.", "8", "Breathe.", "Three.", "9", "Breathe."]
    assert left(*text).count("Breathe.") == 3


def test_what_a_reply_form_left_goes() -> None:
    form = [
        "Author",
        "Similar Posts",
        "Leave a Reply Cancel reply",
        "Your email address will not be published. Required fields are marked *",
        "Comment *",
        "Name * Email *\nWebsite",
        "Post Comment",
    ]
    assert left("The end.", *form) == ["The end."]


def test_the_same_words_away_from_a_form_stay() -> None:
    text = ["Author", "I wrote this.", "Name", "Share this", "* * *", "Comment"]
    assert left(*text) == text
