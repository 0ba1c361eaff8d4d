import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment, Correspondent, Status
from guide.models import Image, Imported, OldPath, Page, Post, Topic
from tests import pictures

pytestmark = pytest.mark.django_db

EXPORTS = Path(__file__).parents[2] / "data" / "wordpress"
SITE = EXPORTS / "site.xml"


def brought(file: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("import_wordpress", str(file), *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str], Path]:
    """The export with some words in place of others."""

    def change(old: str, new: str) -> Path:
        text = SITE.read_text()
        assert old in text
        path = tmp_path / "export.xml"
        path.write_text(text.replace(old, new))
        return path

    return change


def test_texts_come_with_authors_topics_pictures_and_old_paths(tmp_path: Path) -> None:
    (tmp_path / "2019" / "05").mkdir(parents=True)
    (tmp_path / "2019" / "05" / "hills.png").write_bytes(pictures.made("PNG"))
    report = brought(SITE, "--images", str(tmp_path))
    walk = Post.objects.get(slug="a-walk")
    picture = Image.objects.get()
    assert walk.title == "A walk & a talk"
    assert walk.summary == "Of walking."
    assert walk.author.name == "Wren & Hollow"
    assert {topic.name for topic in walk.topics.all()} == {"Mornings", "small & steps"}
    assert f'![Hills]({picture.get_absolute_url()} "At dusk")' in walk.body
    assert "[a link](/about/)" in walk.body
    assert {path.path for path in walk.old_paths.all()} == {
        "/2019/05/a-walk/",
        "/2019/05/the-walk/",
        "/?p=12",
    }
    assert "pictures, 1: the file isn’t there (“gate.png”)" in report
    assert "[contact-form-7]" in report


def test_only_what_was_public_there_is_public_here() -> None:
    brought(SITE)
    states = {post.title: str(post.state()) for post in Post.objects.all()}
    assert states == {
        "A walk & a talk": "published",
        "Blocks": "published",
        "Unfinished": "draft",
        "For me": "draft",
        "For some": "draft",
        "To come": "scheduled",
    }
    pages = dict(Page.objects.values_list("title", "is_published"))
    assert pages == {"About": True, "Our house": False}
    # The site's own search is at that address.
    assert Page.objects.get(title="Our house").slug == "search-2"
    blocks = Post.objects.get(title="Blocks")
    assert (blocks.slug, blocks.format, blocks.comments_open) == (
        "blocks",
        "html",
        False,
    )
    assert "Said in many places." in blocks.html and 'colspan="2"' in blocks.html
    assert Page.objects.get(slug="about").body == "About us.\n"


def test_comments_come_as_they_stood() -> None:
    brought(SITE)
    found = {each.name: each for each in Comment.objects.all()}
    assert found["Robin"].text == "I *walked* too.\\\nIt was & is good."
    assert found["Wren"].parent == found["Robin"]
    assert found["Wren"].badge == "Author"
    assert found["Circle two"].parent == found["Circle one"]
    alone = ["Orphan", "Circle one", "Child of a binned one", "Robin"]
    assert all(found[name].parent is None for name in alone)
    statuses = [found[name].status for name in ("Waiting", "Seller", "Binned")]
    assert statuses == [Status.PENDING, Status.SPAM, Status.DECLINED]
    assert "Another blog" not in found
    assert Correspondent.objects.get().email == "robin@letters.example"


def test_second_run_changes_nothing_and_a_dry_one_tells_the_same() -> None:
    dry = brought(SITE, "--dry-run")
    assert not (Post.objects.exists() or Comment.objects.exists())
    assert not (Imported.objects.exists() or Topic.objects.exists())
    assert dry == brought(SITE) + "A dry run: nothing has changed.\n"
    again = brought(SITE)
    rows = [line.split()[-4:-2] for line in again.split("\n\n")[0].splitlines()[1:]]
    assert {*map(tuple, rows)} == {("0", "0")}


def test_later_export_brings_only_what_is_new(changed: Callable[..., Path]) -> None:
    brought(SITE)
    later = changed("<wp:comment_id>109<", "<wp:comment_id>209<")
    assert "comments            1        0          8        2" in brought(later)


def test_comment_that_changed_there_stays_as_it_is_here_and_is_counted(
    changed: Callable[..., Path],
) -> None:
    brought(SITE)
    later = brought(changed("Of a parent that never came.", "Other words."))
    assert "comments            0        0          9        2" in later
    assert Comment.objects.get(name="Orphan").text == "Of a parent that never came."


def test_post_that_was_edited_here_stays_and_gets_its_new_comments(
    changed: Callable[..., Path],
) -> None:
    brought(SITE)
    Post.objects.filter(slug="a-walk").update(title="Mine")
    report = brought(changed("<wp:comment_id>109<", "<wp:comment_id>209<"))
    assert "changed here" in report
    assert Post.objects.get(slug="a-walk").comments.count() == 10


def test_old_version_without_authors_in_another_encoding() -> None:
    brought(EXPORTS / "version-1.0.xml")
    post = Post.objects.get()
    assert (post.title, post.body, post.author.name) == (
        "Café",
        "Café.\n",
        "Robin Vale",
    )
    assert (
        post.published_at and post.published_at.isoformat()[:16] == "2008-02-05T11:00"
    )
    assert sorted(topic.slug for topic in post.topics.all()) == ["cups", "tea"]
    assert OldPath.objects.filter(path="/blog/?p=3", post=post).exists()


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("The last one", "The \x0b\x1flast one", "The last one"),
        ("2020-01-02 00:00:00", "", "The last one"),
        ("wordpress.org/export/1.2/", "wordpress.org/export/1.1/", "The last one"),
        ("The last one", "The la\udc93st one", "The la“st one"),
        ('encoding="UTF-8"', 'encoding="bz2"', "The last one"),
        ("2020-01-02 00:00:00", "Fri, 31 Dec 9999 23:59:59 -1400", "The last one"),
        ("<link>https://", "<link>https://[", "The last one"),
        ("<wp:comment_id>", "<wp:comment_id>" + "9" * 300, "The last one"),
    ],
)
def test_slips_of_real_exports_are_taken(
    old: str, new: str, shown: str, tmp_path: Path
) -> None:
    path = tmp_path / "export.xml"
    text = SITE.read_text().replace(old, new)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    brought(path)
    assert shown in Post.objects.get(slug="a-walk").body


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (EXPORTS.joinpath("laughs.xml").read_bytes(), "Line 2 declares a document"),
        (SITE.read_bytes()[:9000], r"export.xml: Line \d+: this is no XML"),
        (b"<rss><channel><title>A feed</title></channel></rss>", "no export of WordPr"),
        (b"", "Line 1: this is no XML"),
        (
            b'<?xml version="1.0" encoding="utf-16"?><rss/>',
            "Its encoding can’t be read",
        ),
        (b"PK\x03\x04", "It can’t be unpacked"),
    ],
)
def test_bad_file_is_told_with_its_place_and_changes_nothing(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        brought(path)
    assert not (Post.objects.exists() or Imported.objects.exists())


def test_missing_file_and_folder_are_told() -> None:
    with pytest.raises(CommandError, match="It can’t be opened"):
        brought(EXPORTS / "none.xml")
    with pytest.raises(CommandError, match="this is no folder"):
        brought(SITE, "--images", str(SITE))


def test_no_file_outside_of_the_folder_is_read(
    tmp_path: Path, changed: Callable[..., Path]
) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(pictures.made("PNG"))
    (inside / "hills.png").symlink_to(tmp_path / "secret.png")
    export = changed("uploads/gate.png", "uploads/../../secret.png")
    brought(export, "--images", str(inside))
    assert not Image.objects.exists()
