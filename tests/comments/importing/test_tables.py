from datetime import UTC, datetime

import pytest

from comments.importing import tables
from comments.importing.places import Place
from comments.importing.source import SourceComment
from comments.models import Status
from guide.importing.files import BadFile

CSV = "id,post,date,text\n1,the-pause,2024-05-31 18:30,So it is.\n"


def read(text: str) -> list[SourceComment]:
    return list(tables.read(text).comments)


def test_row_with_what_is_needed() -> None:
    found = tables.read(CSV)
    [comment] = found.comments
    assert (comment.source, comment.post, comment.text) == (
        "1",
        "the-pause",
        "So it is.",
    )
    assert comment.created_at == datetime(2024, 5, 31, 18, 30, tzinfo=UTC)
    assert (comment.name, comment.email, comment.parent) == ("", "", "")
    assert found.places == {"the-pause": Place("the-pause")}


def test_comment_waits_unless_its_row_says_otherwise() -> None:
    assert read(CSV)[0].status == Status.PENDING
    shown = CSV.replace("text\n", "text,status\n").replace(".\n", ".,Approved\n")
    assert read(shown)[0].status == Status.APPROVED


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_marks_between_fields_are_told(delimiter: str) -> None:
    assert read(CSV.replace(",", delimiter))[0].source == "1"


def test_text_in_quotation_marks_may_have_lines() -> None:
    text = CSV.replace("So it is.", '"One, two\n\n""three"""')
    assert read(text)[0].text == 'One, two\n\n"three"'


@pytest.mark.parametrize("form", ["[%s]", ' {"comments": [%s]}'])
def test_json_is_read(form: str) -> None:
    one = '{"id": 7, "post": "x", "date": "2024-05-31T20:30+02:00", "text": "So."}'
    [comment] = read(form % one)
    assert comment.source == "7"
    assert comment.created_at == datetime(2024, 5, 31, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("id,", "", "Row 1 lacks “id”"),
        ("text", "text,ip", "Row 1: “ip” has no place. These have: id, post"),
        ("text", "text,text", "Row 1: “text” has no place"),
        ("the-pause,", "", "line 2 has 3 fields, the first row 4"),
        ("the-pause", "  ", "line 2: “post” is empty"),
        ("2024-05-31 18:30", "31.5.24", "line 2: “31.5.24” is no date"),
        ("2024", "0001", "is no date"),
        ("So it is.", '"So it is', "Line 2: this is no CSV"),
        ("So it is.", "x" * 1_000_001, "Line 2: this is no CSV"),
        ("So it is.", "So.\n1,x,2024-05-31,So.", "line 3: the id “1” is there twice"),
    ],
)
def test_bad_row_is_told_with_its_line(old: str, new: str, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(CSV.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Row 1 lacks “id”"),
        ('[{"id": 1,\n]', "Line 2: this is no JSON"),
        ('{"rows": []}', "has no list of comments"),
        ("[5]", "Comment 1 of the list isn’t an object"),
        ('[{"id": 1}]', "Comment 1 of the list lacks “post”"),
        ('[{"id": [1], "post": "x", "date": "", "text": ""}]', "is neither text nor"),
        (
            '[{"id": "a\\ud800", "post": "x", "date": "2024-05-31", "text": "So."}]',
            r"Comment 1 of the list: “a\?” is no id",
        ),
        (
            '[{"id": "%s", "post": "x", "date": "2024-05-31", "text": "So."}]'
            % ("x" * 101),
            "is no id",
        ),
        ("[" * 100_000, "nested without end"),
    ],
)
def test_bad_file_is_told(text: str, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(text)


def test_unknown_status_is_told() -> None:
    text = CSV.replace("text\n", "text,status\n").replace(".\n", ".,liked\n")
    with pytest.raises(BadFile, match="line 2: “liked” is no status"):
        read(text)
