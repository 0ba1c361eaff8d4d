"""``manage.py import_site``: what ``export_site`` wrote comes back."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction
from pytest_django import DjangoDbBlocker

from comments import moderation
from comments.exporting.comments import DISCUSSION
from comments.models import (
    Comment,
    Correspondent,
    DeclineReason,
    DiscussionSettings,
    Rule,
    Status,
)
from guide.exporting.tables import ALL
from guide.models import Image, PickedPost, Post, SiteSettings
from guide.models.old_paths import OldPath
from tests.clearing import empty
from tests.make import (
    make_author,
    make_comment,
    make_guide,
    make_helpline,
    make_image,
    make_moderator,
    make_page,
    make_post,
    make_question,
    make_reply,
    make_topic,
)

AT = datetime(2024, 2, 29, 12, 0, 0, 123456, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def exported(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "out"
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        call_command("export_site", folder)
        transaction.set_rollback(True)
    return folder


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """An export of a small site, of which nothing is here any more."""
    return Path(shutil.copytree(exported, tmp_path / "out"))


def fill() -> None:
    """A row of each kind, with something in each field that isn't usual."""
    image = make_image()
    author = make_author(slug="wren", picture=image)
    guide = make_guide(slug="slow", author=author)
    topics = (make_topic(slug="rest"), make_topic(slug="calm"))
    body = f"# Flour\r\n\r\n{image.markdown}\n\n+++\n"
    post = make_post(
        topics,
        slug="bread",
        body=body,
        author=author,
        guide=guide,
        position=2,
        drawing="cup",
        summary="“Quoted”, and a \\ as well.",
        unlisted=True,
        comments_close_after=0,
        published_at=AT,
    )
    make_question(post=post, slug="too-old", answer='Smell """it""".\n\nTwice.')
    draft = make_post(slug="soup", published_at=None, author=author)
    PickedPost.objects.create(post=draft, other=post, why="also warm")
    Post.objects.update(updated_at=AT)
    make_page(slug="about", in_footer=True, footer_title="Us")
    make_helpline(name="A line", verified_on=AT.date(), url="https://example.org/")
    OldPath.objects.lead("/2019/05/bread/?p=1", post)
    SiteSettings.objects.create(pk=1, tagline="Bread and soup")
    DiscussionSettings.objects.create(pk=1, reading_time="by tomorrow")
    converse(post)


def fill_every_field() -> None:
    """What is as usual in the last row of each table becomes something else; a field
    that comes to a model one day is among them."""
    Rule.objects.create(effect="hold", value="margarine")
    DeclineReason.objects.create(label="Too floury", words="Said kindly.")
    for table in (*ALL, *DISCUSSION):
        rows = table.model._base_manager.order_by("-pk")
        row = rows[0]
        usual = [
            field
            for field in row._meta.concrete_fields
            if field.name in table.names and not field.is_relation
            if getattr(row, field.attname) in (field.get_default(), None, "")
        ]
        rows.filter(pk=row.pk).update(**{each.name: unusual(each) for each in usual})


def unusual(field: models.Field[Any, Any]) -> Any:
    if field.choices:
        return list(field.choices)[-1][0]
    if isinstance(field, models.BooleanField):
        return not field.get_default()
    if isinstance(field, models.IntegerField):
        return (field.get_default() or 0) + 1
    if isinstance(field, models.DateTimeField):
        return AT
    is_address = isinstance(field, models.URLField)
    return "https://example.net/" if is_address else "“Unusual”"


def converse(post: Post) -> None:
    first = make_comment(Status.APPROVED, post=post, is_step=True, submitted_at=AT)
    Comment.objects.filter(pk=first.pk).update(pinned_at=AT)
    make_comment(Status.APPROVED, parent=first, name="Robin", submitted_at=AT)
    gone = make_comment(Status.APPROVED, post=post)
    make_comment(Status.APPROVED, parent=gone)
    moderation.withdraw(gone)
    make_reply(first, by=make_moderator(first_name="Mo"), at=AT)
    declined = make_comment(Status.APPROVED, post=post)
    make_comment(Status.APPROVED, parent=declined)
    Comment.objects.filter(pk=declined.pk).update(status="declined", stands=False)
    for status in (Status.PENDING, Status.SPAM, Status.CONCERN):
        make_comment(status, post=post)


def forget() -> None:
    configs = (apps.get_app_config(name) for name in ("guide", "comments"))
    models = (each.get_models(include_auto_created=True) for each in configs)
    empty([model._meta.db_table for each in models for model in each])


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_out_and_in_again_gives_the_same_site(tmp_path: Path) -> None:
    fill()
    fill_every_field()
    call_command("export_site", tmp_path / "out")
    forget()
    call_command("import_site", tmp_path / "out")
    call_command("export_site", tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "out")


def test_second_run_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_site", folder)
    posts = list(Post.objects.values())
    capsys.readouterr()
    call_command("import_site", folder)
    counts = [line.split()[-4:] for line in capsys.readouterr().out.splitlines()[1:]]
    assert {(created, updated) for created, updated, *_rest in counts} == {("0", "0")}
    assert list(Post.objects.values()) == posts


def test_later_export_brings_what_is_new_and_changed(folder: Path) -> None:
    call_command("import_site", folder)
    file = folder / "posts" / "soup.md"
    file.write_text(file.read_text().replace("Some words.", "Other words."))
    call_command("import_site", folder)
    assert Post.objects.get(slug="soup").body == "Other words."


def test_what_was_edited_here_stays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_site", folder)
    Post.objects.get(slug="soup").delete()
    post = Post.objects.get(slug="bread")
    post.title = "Mine"
    post.save()
    file = folder / "posts" / "bread.md"
    file.write_text(file.read_text().replace("position = 2", "position = 3"))
    call_command("import_site", folder)
    assert Post.objects.get().title == "Mine"
    assert "(“bread”)" in capsys.readouterr().out


def test_what_is_here_already_stays_and_takes_the_comments(folder: Path) -> None:
    mine = make_post(slug="bread", title="Mine")
    call_command("import_site", folder)
    mine.refresh_from_db()
    assert mine.title == "Mine" and mine.comments.count() == 10


def test_dry_run_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_site", folder, "--dry-run")
    assert not Post.objects.exists() and not Image.objects.exists()
    assert "A dry run: nothing has changed." in capsys.readouterr().out


def test_reply_of_the_team_is_said_to_be_that_without_its_account(folder: Path) -> None:
    call_command("import_site", folder)
    reply = Comment.objects.get(name="Mo")
    assert (reply.badge, reply.written_by) == ("Team", None)


def test_addresses_come_unconfirmed(tmp_path: Path, admin_user: object) -> None:
    make_comment(email="wren@example.org")
    out = tmp_path / "out"
    call_command("export_site", out, "--addresses-for=admin")
    forget()
    call_command("import_site", out)
    writer = Correspondent.objects.get()
    assert (writer.email, writer.confirmed_at) == ("wren@example.org", None)


def test_numbers_stay_where_nobody_has_spoken(folder: Path) -> None:
    numbers = [each["id"] for each in said(folder)]
    call_command("import_site", folder)
    assert list(Comment.objects.values_list("pk", flat=True)) == numbers
    assert make_comment().pk == numbers[-1] + 1


def test_numbers_give_way_to_those_that_are_here(folder: Path) -> None:
    mine = make_comment()
    call_command("import_site", folder)
    assert Comment.objects.filter(pk__gt=mine.pk).count() == len(said(folder))


def said(folder: Path) -> list[dict[str, int]]:
    found: list[dict[str, int]] = json.loads((folder / "comments.json").read_text())[
        "comments"
    ]
    return found


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("site.json", '"slug": "rest"', '"slug": "rest', r"site\.json, line \d+"),
        ("site.json", '"slug": "rest"', '"pk": "rest"', "“pk” can’t be set"),
        ("posts/bread.md", "position = 2", "position = two", r"posts/bread\.md: "),
        ("posts/bread.md", "position = 2", 'position = "x"', r"bread\.md: position"),
        ("posts/bread.md", "position = 2", "position = inf", "“position” can’t be k"),
        ("posts/bread.md", 'slug = "too-old"', "id = 1", "“id” can’t be set"),
        ("posts/bread.md", "2024-02-29T", "9999-12-31T", "“published_at” can’t be k"),
        ("posts/soup.md", "topics = []", "topics = 5", "“topics” must be a list"),
        ("site.json", '"rest"', r'"re\ud800st"', "“slug” can’t be kept"),
        ("posts/bread.md", '"wren"', '"nobody"', "there is no author “nobody”"),
        ("posts/bread.md", '"rest"', '"noise"', "there is no topic “noise”"),
        ("posts/soup.md", '"bread"', '"../bread"', "there is no post"),
        ("comments.json", '"approved"', '"shown"', "line 2: this isn’t a comment"),
        ("comments.json", '"id": ', '"id": 9999999999999', "line 2: this isn’t a com"),
        ("comments.json", "2024-02-29T", "9999-12-31T", "line 2: this isn’t a comment"),
        ("comments.json", '"id"', '"key"', "line 2: there is no 'id'"),
        ("comments.json", "{", "[", "isn’t a file of an export"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_comes(
    folder: Path, name: str, old: str, new: str, sentence: str
) -> None:
    file = folder / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(CommandError, match=sentence):
        call_command("import_site", folder)
    assert not Post.objects.exists() and not Image.objects.exists()


def test_picture_that_isn_t_the_one_named_is_refused(folder: Path) -> None:
    [file] = (folder / "media").iterdir()
    file.write_bytes(file.read_bytes() + b"and more")
    with pytest.raises(CommandError, match=r"media/.*damaged"):
        call_command("import_site", folder)


def test_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"site\.json: It can’t be opened"):
        call_command("import_site", tmp_path)
