"""``manage.py export_site``: the whole site in a folder."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from comments.exporting import comments as exporting
from comments.exporting import site as exporting_site
from comments.models import Comment, Rule, Status
from tests.make import make_comment, make_post

WP = "{http://wordpress.org/export/1.2/}"
# Of this site's accounts, keys, mails and clocks, or about addresses.
STAYS = set(
    "AddressLook CheckIn Correspondent Decision DeskPreference Fingerprint KeyCheck "
    "LastDone MailPreference Note OutboxMail Redaction Report Revision SenderKey "
    "Subscription Suppression SuppressionKey Throttle".split()
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def export(folder: Path, *options: str) -> list[dict[str, Any]]:
    call_command("export_site", folder, *options)
    found: list[dict[str, Any]] = json.loads((folder / "comments.json").read_text())[
        "comments"
    ]
    return found


def wordpress(folder: Path) -> list[dict[str, str | None]]:
    items = ET.parse(folder / "wordpress.xml").iter(f"{WP}comment")  # noqa: S314
    return [{each.tag.removeprefix(WP): each.text for each in item} for item in items]


def test_each_model_is_exported_or_stays() -> None:
    models = {model.__name__ for model in apps.get_app_config("comments").get_models()}
    exported = (exporting.COMMENTS, *exporting.DISCUSSION)
    assert models - STAYS == {table.model.__name__ for table in exported}


def test_comment_goes_with_its_words_status_and_what_it_answers(folder: Path) -> None:
    first = make_comment(Status.APPROVED, words="A walk.")
    make_comment(Status.PENDING, parent=first)
    one, other = export(folder)
    assert (one["text"], one["status"]) == ("A walk.", "approved")
    assert (other["parent"], other["post"]) == (first.pk, first.post.slug)


def test_no_address_goes_unless_it_is_asked_for(folder: Path) -> None:
    make_comment(email="wren@example.org")
    export(folder)
    for file in folder.rglob("*.*"):
        assert b"wren@example.org" not in file.read_bytes()


def test_addresses_go_for_who_may_see_them_and_it_is_logged(
    folder: Path, admin_user: User
) -> None:
    make_comment(email="wren@example.org")
    [comment] = export(folder, f"--addresses-for={admin_user.username}")
    assert comment["email"] == "wren@example.org"
    assert wordpress(folder)[0]["comment_author_email"] == "wren@example.org"
    assert LogEntry.objects.get().user == admin_user


@pytest.mark.parametrize("name", ["nobody", "helper"])
def test_who_may_not_see_addresses_gets_nothing(folder: Path, name: str) -> None:
    User.objects.create(username="helper", is_staff=True)
    with pytest.raises(CommandError, match="may see addresses"):
        export(folder, f"--addresses-for={name}")
    assert not folder.exists()


def test_wordpress_gets_what_is_left_in_its_own_statuses(folder: Path) -> None:
    post = make_post()
    for status in Status:
        make_comment(status, post=post)
    export(folder)
    found = [item["comment_approved"] for item in wordpress(folder)]
    assert sorted(map(str, found)) == ["0", "0", "1", "spam", "trash"]


def test_wordpress_gets_no_control_characters(folder: Path) -> None:
    make_post(title="Bread\x0band soup")
    export(folder)
    root = ET.parse(folder / "wordpress.xml").getroot()  # noqa: S314
    assert "Breadand soup" in [each.text for each in root.iter("title")]


def test_unlisted_post_stays_out_of_wordpress_lists(folder: Path) -> None:
    make_post(unlisted=True)
    export(folder)
    root = ET.parse(folder / "wordpress.xml").getroot()  # noqa: S314
    assert [each.text for each in root.iter(f"{WP}status")] == ["private"]


def test_folder_with_something_in_it_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "note").write_text("mine")
    with pytest.raises(CommandError, match="isn't empty"):
        export(folder)
    assert [file.name for file in folder.iterdir()] == ["note"]


def test_what_breaks_leaves_no_half_of_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("comments.exporting.site.export_wordpress", full)
    with pytest.raises(CommandError, match="No space left"):
        export(folder)
    assert not list(folder.parent.iterdir())


def test_what_was_killed_goes_with_the_next_export(folder: Path) -> None:
    left = folder.with_name("out-unfinished-abc")
    (left / "posts").mkdir(parents=True)
    (left / "posts" / "secret.md").write_text("a draft")
    export(folder)
    assert list(folder.parent.iterdir()) == [folder]


def test_export_that_is_still_written_stays(folder: Path) -> None:
    other = folder.with_name("out-unfinished-abc")
    other.mkdir()
    with exporting_site.held(other):
        export(folder)
    assert set(folder.parent.iterdir()) == {folder, other}


def test_rules_about_addresses_stay_here(folder: Path) -> None:
    Rule.objects.all().delete()
    Rule.objects.create(effect="hold", what="text", value="watch")
    Rule.objects.create(effect="block", what="address", value="f" * 64)
    export(folder)
    rules = json.loads((folder / "discussion.json").read_text())["rules"]
    assert [rule["value"] for rule in rules] == ["watch"]


def test_questions_don_t_grow_with_comments(
    folder: Path, django_assert_max_num_queries: Any
) -> None:
    post = make_post()
    for _ in range(3):
        make_comment(Status.APPROVED, post=post)
    with django_assert_max_num_queries(26):
        export(folder)
    assert Comment.objects.count() == 3
