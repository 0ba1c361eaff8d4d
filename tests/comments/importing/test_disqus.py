import gzip
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comments.importing import disqus
from comments.importing.conversations import Conversations
from comments.importing.places import Place
from comments.importing.source import SourceComment
from comments.models import Status
from guide.importing.files import BadFile

EXPORT = Path(__file__).parents[2] / "data" / "comments" / "disqus.xml"


def read(path: Path) -> tuple[Conversations, list[SourceComment]]:
    found = disqus.read(path)
    return found, list(found.comments)


@pytest.fixture(scope="module")
def found() -> Conversations:
    found, comments = read(EXPORT)
    return replace(found, comments=comments)


@pytest.fixture(scope="module")
def comments(found: Conversations) -> list[SourceComment]:
    return list(found.comments)


def test_conversations_come_with_address_and_title(found: Conversations) -> None:
    assert found.places["101"] == Place(
        "https://lantern.example/2019/05/the-pause/", "The pause"
    )


def test_comment_comes_with_all_that_is_asked_of_it(
    comments: list[SourceComment],
) -> None:
    first = comments[0]
    assert (first.source, first.post, first.parent) == ("9001", "101", "")
    assert (first.name, first.email) == ("Wren", "wren@example.org")
    assert first.created_at == datetime(2019, 5, 3, 8, 15, tzinfo=UTC)
    assert first.status == Status.APPROVED


def test_links_lead_straight_to_where_they_were_meant_to(
    comments: list[SourceComment],
) -> None:
    assert comments[0].text == (
        "The kettle **again**. “Small steps”…\n\n"
        "See [the soup](https://lantern.example/soup)."
    )


def test_name_of_an_account_stands_in_for_none(comments: list[SourceComment]) -> None:
    assert comments[1].name == "juniper_k"


def test_what_was_deleted_there_stays_away(found: Conversations) -> None:
    assert [comment.source for comment in found.comments] == [
        "9001", "9003", "9002", "9005", "9006", "9007",
    ]  # fmt: skip
    assert found.skipped == {"deleted there": 1}


def test_spam_stays_spam_and_does_nothing(comments: list[SourceComment]) -> None:
    spam = comments[4]
    assert (spam.status, spam.text) == (Status.SPAM, "Buy lanterns cheap")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('<thread dsq:id="102">', "<thread>", "Line 16: this <thread> has no id"),
        ('<thread dsq:id="101" />', "", "Line 28: this comment names a conversation"),
        ("2019-05-03T08:15:00Z", "soon", "Line 28: “soon” is no date like"),
        ("<forum>", "<forum", "Line 3: this is no XML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    path = tmp_path / "export.xml"
    path.write_text(EXPORT.read_text(encoding="utf-8").replace(old, new))
    with pytest.raises(BadFile, match=sentence):
        read(path)


def test_file_may_be_packed_as_it_is_mailed(tmp_path: Path) -> None:
    path = tmp_path / "export.xml.gz"
    path.write_bytes(gzip.compress(EXPORT.read_bytes()))
    assert read(path)[1] == read(EXPORT)[1]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadFile, match="can’t be unpacked"):
        read(path)


def test_other_xml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("<rss/>")
    with pytest.raises(BadFile, match="No conversation of Disqus"):
        read(path)
