import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comments.importing import isso
from comments.importing.conversations import Conversations
from comments.importing.places import Place
from comments.models import Status
from guide.importing.files import BadFile

SCRIPT = Path(__file__).parents[2] / "data" / "comments" / "isso.sql"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "comments ?#.db")


def read(path: Path) -> Conversations:
    """All of it, so that ``comments`` may be looked at again."""
    found = isso.read(path)
    return replace(found, comments=list(found.comments))


def made(path: Path, also: str = "") -> Path:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCRIPT.read_text(encoding="utf-8") + also)
    return path


def test_threads_are_places(path: Path) -> None:
    assert read(path).places == {"1": Place("/2019/05/the-pause/", "The pause")}


def test_comments_come_with_their_state(path: Path) -> None:
    first, second, _third = read(path).comments
    assert (first.name, first.text) == ("Wren", "The kettle *again*. “Small steps”…")
    assert first.created_at == datetime(2019, 5, 3, 8, 15, 0, 500_000, tzinfo=UTC)
    assert (first.status, first.email) == (Status.APPROVED, "wren@example.org")
    assert (second.status, second.parent, second.name) == (Status.PENDING, "1", "")


def test_place_that_a_deleted_one_held_stays_away(path: Path) -> None:
    found = read(path)
    assert [comment.source for comment in found.comments] == ["1", "2", "4"]
    assert found.skipped == {"deleted there": 1}


def test_file_stays_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o400)
    read(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("also", "sentence"),
    [
        ("UPDATE comments SET mode = 3 WHERE id = 2", "Comment 2: Isso has no mode 3"),
        ("UPDATE comments SET created = 'x'", "Comment 1: “x” is no time"),
        ("UPDATE comments SET created = 1e99", r"Comment 1: “1e\+99” is no date"),
        ("DROP TABLE comments", "it lacks threads or comments"),
        ("ALTER TABLE comments DROP COLUMN mode", "no such column: mode"),
        (
            "UPDATE comments SET text = hex(zeroblob(600000)) WHERE id = 1",
            "It is no database of Isso",
        ),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, also: str, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(made(tmp_path / "other.db", also))


def test_view_in_place_of_a_table_is_not_asked(tmp_path: Path) -> None:
    also = "ALTER TABLE comments RENAME TO c; CREATE VIEW comments AS SELECT * FROM c;"
    with pytest.raises(BadFile, match="it lacks threads or comments"):
        read(made(tmp_path / "other.db", also))


def test_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "words.db"
    path.write_text("Some words that are no database at all. " * 40)
    with pytest.raises(BadFile, match="It is no database of Isso"):
        read(path)
    with pytest.raises(BadFile, match="It is no database of Isso"):
        read(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
