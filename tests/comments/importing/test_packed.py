"""An export that is packed with its pictures."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command

from comments.importing.sites import bring_in
from guide.importing.files import BadFile
from guide.importing.running import Run
from guide.models import Image, Post
from tests import pictures

pytestmark = pytest.mark.django_db

SITE = Path(__file__).parents[2] / "data" / "wordpress" / "site.xml"
HILLS = "2019/05/hills.png"


@pytest.fixture(autouse=True)
def incoming(tmp_path: Path, settings: Any) -> Path:
    settings.INCOMING_DIR = tmp_path / "incoming"
    return tmp_path / "incoming"


def packed(folder: Path, files: Mapping[str, bytes]) -> Path:
    path = folder / "export.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def brought(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("import_wordpress", str(path), *options, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize(
    ("export", "picture"),
    [
        ("site.xml", f"wp-content/uploads/{HILLS}"),
        ("blog/site.xml", f"blog/uploads/{HILLS}"),
        ("blog/site.xml", f"wp-content/uploads/{HILLS}"),
        ("site.xml", "hills.png"),
    ],
)
def test_pictures_come_out_of_it(
    tmp_path: Path, incoming: Path, export: str, picture: str
) -> None:
    files = {export: SITE.read_bytes(), picture: pictures.made("PNG")}
    brought(packed(tmp_path, files | {"__MACOSX/._site.xml": b"of a Mac"}))
    address = Image.objects.get().get_absolute_url()
    assert address in Post.objects.get(slug="a-walk").body
    assert not list(incoming.iterdir())


def test_pictures_may_lie_in_a_folder_beside_it(tmp_path: Path) -> None:
    (tmp_path / "hills.png").write_bytes(pictures.made("PNG"))
    brought(packed(tmp_path, {"site.xml": SITE.read_bytes()}))
    assert Image.objects.exists()


def test_nothing_outside_of_it_is_found(tmp_path: Path) -> None:
    secret = tmp_path.parent / "hills.png"
    secret.write_bytes(pictures.made("PNG"))
    words = SITE.read_text().replace(HILLS, "../../../../hills.png")
    files = {"a/site.xml": words.encode(), "../hills.png": pictures.made("PNG")}
    brought(packed(tmp_path, files))
    assert not Image.objects.exists()


def test_picture_that_unpacks_to_too_much_is_named(tmp_path: Path) -> None:
    files = {"site.xml": SITE.read_bytes(), "hills.png": bytes(21_000_000)}
    report = brought(packed(tmp_path, files))
    assert "At most 20 MB" in report and Post.objects.exists()


def test_export_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {"site.xml": SITE.read_bytes() + b" " * 2_000_000})
    with pytest.raises(BadFile, match="unpacks to more than 1 MB"):
        bring_in(path, None, Run(dry_run=False), most_megabytes=1)
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"a.txt": b"a"}, "it holds 0"),
        ({"a.xml": b"<a/>", "b/c.XML": b"<a/>"}, "it holds 2"),
        ({"a.xml": b"<a/>"}, "no export of WordPress"),
    ],
)
def test_what_it_must_hold_is_told(
    tmp_path: Path, files: dict[str, bytes], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        brought(packed(tmp_path, files))


@pytest.mark.parametrize("share", [0.5, 0.98])
def test_broken_one_is_told(tmp_path: Path, share: float) -> None:
    path = packed(tmp_path, {"site.xml": SITE.read_bytes()})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(CommandError, match="can’t be unpacked"):
        brought(path)


def test_damage_within_is_told(tmp_path: Path) -> None:
    path = packed(tmp_path, {"site.xml": SITE.read_bytes()})
    content = bytearray(path.read_bytes())
    content[200:260] = bytes(60)
    path.write_bytes(content)
    with pytest.raises(CommandError, match="can’t be unpacked"):
        brought(path)


@pytest.mark.parametrize("place", [b"PK\x01\x02", b"PK\x03\x04"])
def test_name_that_is_no_text_is_told(tmp_path: Path, place: bytes) -> None:
    """In the list of what it holds, or where that stands."""
    path = packed(tmp_path, {"sité.xml": SITE.read_bytes()})
    content = path.read_bytes()
    at = content.index("sité".encode(), content.index(place))
    path.write_bytes(content[: at + 3] + b"\xff\xff" + content[at + 5 :])
    with pytest.raises(CommandError):
        brought(path)
    assert not Post.objects.exists()
