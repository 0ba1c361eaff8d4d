"""Forms of a word come to one stem, the same as SQLite's own."""

import sqlite3
from contextlib import closing

import pytest

from guide import words
from guide.content import CONTENT_DIR
from guide.stemming import stem


@pytest.mark.parametrize(
    "forms",
    [
        "listen listens listened listening",
        "hope hopes hoped hoping",
        "hop hops hopped hopping",
        "marriage marriages",
        "kindness kindnesses",
        "apology apologies",
        "happy happiness",
        "forgive forgives forgiving forgiveness",
    ],
)
def test_forms_of_a_word_are_one(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("word", ["", "a", "he", "4711", "café", "बात", "sky", "sing"])
def test_what_has_no_ending_stays(word: str) -> None:
    assert stem(word) == word


def test_words_of_the_guide_get_the_stems_that_sqlite_gives_them() -> None:
    text = " ".join(path.read_text() for path in CONTENT_DIR.glob("**/*.md"))
    found = sorted({w for w in text.lower().split() if w.isascii() and w.isalpha()})
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE VIRTUAL TABLE t USING fts5(w, tokenize='porter ascii')"
        )
        database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
        database.executemany(
            "INSERT INTO t (rowid, w) VALUES (?, ?)", enumerate(found, start=1)
        )
        theirs = dict(database.execute("SELECT doc, term FROM v"))
    assert len(found) > 1000
    assert theirs == {n: stem(word) for n, word in enumerate(found, start=1)}


def test_index_holds_one_word_for_each_of_a_text() -> None:
    assert words.indexed("Listening, at the café; don't!") == "listen at the cafe dont"
