import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, OperationalError
from django.test import Client
from django.utils import timezone

from comments import admin_move_in
from comments.importing import kept_files
from guide.models import Image, Post
from tests import pictures
from tests.make import make_member

pytestmark = pytest.mark.django_db

EXPORTS = Path(__file__).parents[1] / "data" / "wordpress"
ADDRESS = "/admin/move-in/"


@pytest.fixture(autouse=True)
def incoming(tmp_path: Path, settings: Any) -> Path:
    settings.INCOMING_DIR = tmp_path / "incoming"
    return tmp_path / "incoming"


def export(name: str = "version-1.0.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (EXPORTS / name).read_bytes())


def looked_at(client: Client) -> str:
    """What the button sends."""
    kept: str = client.post(ADDRESS, {"export": export()}).context["kept"]
    return kept


def test_file_is_looked_at_first_and_brought_in_by_a_word(
    client: Client, moderator: User, incoming: Path
) -> None:
    page = client.post(ADDRESS, {"export": export()})
    assert "Nothing has changed yet" in page.text
    assert not Post.objects.exists()
    [kept] = incoming.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    done = client.post(ADDRESS, {"kept": page.context["kept"]})
    assert "It is here" in done.text
    assert done.context["report"].rows == page.context["report"].rows
    assert Post.objects.get().title == "Café"
    assert not list(incoming.iterdir())


def test_said_twice_it_comes_once(client: Client, moderator: User) -> None:
    kept = looked_at(client)
    client.post(ADDRESS, {"kept": kept})
    assert "isn’t here any more" in client.post(ADDRESS, {"kept": kept}).text
    assert Post.objects.count() == 1


@pytest.mark.parametrize("words", ["", "x", "../../x"])
def test_made_up_words_bring_in_nothing(
    client: Client, moderator: User, words: str
) -> None:
    assert "isn’t here any more" in client.post(ADDRESS, {"kept": words}).text


def test_file_of_somebody_else_is_out_of_reach(
    client: Client, moderator: User, incoming: Path
) -> None:
    _path, words = kept_files.keep(export(), moderator.pk + 1)
    client.post(ADDRESS, {"kept": words})
    assert not Post.objects.exists()
    assert kept_files.take(words, moderator.pk + 1)


def test_what_the_database_refuses_is_told(
    client: Client, moderator: User, monkeypatch: pytest.MonkeyPatch, incoming: Path
) -> None:
    kept = looked_at(client)

    def refuse(*given: object, **options: object) -> None:
        raise DataError("value too long\nDETAIL: words")

    monkeypatch.setattr(admin_move_in, "bring_in", refuse)
    for sent in ({"kept": kept}, {"export": export()}):
        page = client.post(ADDRESS, sent).text
        assert "value too long" in page and "DETAIL" not in page
    assert not list(incoming.iterdir())


def test_bad_file_is_told_with_its_place_and_not_kept(
    client: Client, moderator: User, incoming: Path
) -> None:
    page = client.post(ADDRESS, {"export": export("laughs.xml")})
    assert "Line 2 declares a document type" in page.text
    assert not list(incoming.iterdir())


def test_database_that_refuses_is_told_at_both_steps(
    client: Client, moderator: User, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: Any, **options: Any) -> None:
        raise OperationalError("database is locked")

    kept = looked_at(client)
    monkeypatch.setattr(admin_move_in, "bring_in", busy)
    for sent in ({"export": export()}, {"kept": kept}):
        page = client.post(ADDRESS, sent)
        assert "database is locked). Nothing has changed." in page.text
    assert not list(incoming.iterdir())


def test_too_large_a_file_is_told(
    client: Client, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_move_in, "MOST_MEGABYTES", 0)
    assert "larger than 0 MB" in client.post(ADDRESS, {"export": export()}).text


def test_file_that_a_plain_form_could_not_send_is_taken(
    client: Client, moderator: User
) -> None:
    large = SimpleUploadedFile("a.xml", b"<rss>" + b" " * 300_000)
    assert "Line 1: this is no XML" in client.post(ADDRESS, {"export": large}).text


def test_only_owners_are_let_in(client: Client) -> None:
    for group, status in (("Authors", 403), ("Moderators", 403), ("Owners", 200)):
        client.force_login(make_member(group))
        assert client.get(ADDRESS).status_code == status
        assert ("move-in" in client.get("/admin/").text) == (status == 200)


def test_file_is_kept_for_an_hour(incoming: Path) -> None:
    path, words = kept_files.keep(export(), 1)
    assert kept_files.forget_old(timezone.now()) == 0
    long_ago = (timezone.now() - timedelta(minutes=61)).timestamp()
    os.utime(path, (long_ago, long_ago))
    assert kept_files.forget_old(timezone.now()) == 1
    assert kept_files.take(words, 1) is None


def test_pictures_come_along_in_a_zip(
    client: Client, moderator: User, incoming: Path
) -> None:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.write(EXPORTS / "site.xml", "site.xml")
        name = "wp-content/uploads/2019/05/hills.png"
        archive.writestr(name, pictures.made("PNG"))
    sent = SimpleUploadedFile("export.zip", packed.getvalue())
    kept = client.post(ADDRESS, {"export": sent}).context["kept"]
    assert not Image.objects.exists()
    client.post(ADDRESS, {"kept": kept})
    assert Image.objects.count() == 1 and not list(incoming.iterdir())
