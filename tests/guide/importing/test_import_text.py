"""``import_text``, from a file to a guide."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from guide.models import Author, Guide, Imported, Post, Question
from tests.make import make_author, make_post

pytestmark = pytest.mark.django_db
LANTERN = Path(__file__).parents[2] / "data" / "manuscripts" / "lantern.txt"
SHORT = "# The wall\n\n## First\n\nOne.\n\n## Second\n\nTwo.\n"


@pytest.fixture(autouse=True)
def author() -> Author:
    return make_author(name="Rowan Ashdown", slug="rowan")


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_text", path, *options, stdout=out)
    return out.getvalue()


def written(tmp_path: Path, text: str = SHORT) -> Path:
    path = tmp_path / "wall.md"
    path.write_text(text, encoding="utf-8")
    return path


def counts(report: str) -> list[str]:
    """What became of the posts: created, updated, unchanged, skipped."""
    return next(
        line.split()[1:] for line in report.splitlines() if line.startswith("posts ")
    )


def test_manuscript_becomes_a_guide_of_drafts() -> None:
    run(LANTERN)
    guide = Guide.objects.get()
    posts = Post.objects.filter(guide=guide).in_order()
    assert (guide.title, guide.author.name) == (
        "The Lantern on the Sill",
        "Rowan Ashdown",
    )
    assert [(post.slug, post.title) for post in posts][1:3] == [
        ("part-2", "1. The quiet week"),
        ("part-3", "2. Looking in both mirrors"),
    ]
    assert not Post.objects.published().exists()


PLAIN = """The wall

The first morning
It rained.

A word on rain

It is wet.

Then the wind
It blew.
"""


def test_chapters_are_those_that_are_named(tmp_path: Path) -> None:
    path, names = tmp_path / "wall.txt", tmp_path / "names.txt"
    path.write_text(PLAIN)
    names.write_text("Then the wind\n\n")
    run(path, "--chapter=The first morning", f"--chapters-from={names}")
    found = {post.title: post.body for post in Post.objects.in_order()}
    assert found == {
        "The first morning": "It rained.\n\n## A word on rain\n\nIt is wet.\n",
        "Then the wind": "It blew.\n",
    }


def test_chapter_that_is_nowhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="the heading “Snow” by itself"):
        run(written(tmp_path), "--chapter=Snow")
    assert not Post.objects.exists()


def test_questions_become_rows() -> None:
    run(LANTERN)
    assert list(Question.objects.values_list("post__slug", "slug", "position"))[:2] == [
        ("part-6", "question-1", 1),
        ("part-6", "question-2", 2),
    ]


def test_page_shows_what_came(client: Client) -> None:
    run(LANTERN, "--publish")
    page = client.get("/posts/part-6/").content.decode()
    assert "What if only one of us wants to mend it?" in page
    assert "Longer than a week and less than for ever." in page


def test_run_says_what_came_and_what_did_not() -> None:
    report = run(LANTERN)
    assert "/posts/part-2/  1. The quiet week (words: " in report
    assert "by Rowan Ashdown\n" in report
    assert "\nLeft out:\n  19\n  The Lantern on the Sill\n" in report
    assert "It is text in UTF-8." in report


def test_dry_run_says_what_a_run_would_do() -> None:
    told = run(LANTERN, "--dry-run")
    assert not Post.objects.exists() and not Imported.objects.exists()
    assert told == run(LANTERN) + "A dry run: nothing has changed.\n"


@pytest.mark.parametrize("options", [[], ["--publish"]])
def test_second_run_changes_nothing(tmp_path: Path, options: list[str]) -> None:
    path = written(tmp_path)
    run(path, *options)
    before = list(Post.objects.order_by("pk").values())
    assert counts(run(path, *options)) == ["0", "0", "2", "0"]
    assert list(Post.objects.order_by("pk").values()) == before


def test_longer_manuscript_brings_its_new_chapters(tmp_path: Path) -> None:
    run(written(tmp_path))
    longer = SHORT.replace("## Second", "## Between\n\nNew.\n\n## Second")
    assert counts(run(written(tmp_path, longer))) == ["1", "1", "1", "0"]
    assert list(Post.objects.in_order().values_list("title", "slug")) == [
        ("First", "part-1"),
        ("Between", "part-3"),
        ("Second", "part-2"),
    ]


def test_what_was_changed_or_deleted_here_stays_so(tmp_path: Path) -> None:
    run(written(tmp_path))
    Post.objects.filter(title="First").update(body="Mine.")
    Post.objects.get(title="Second").delete()
    report = run(written(tmp_path, SHORT.replace("One.", "Other.")))
    assert counts(report) == ["0", "0", "0", "2"]
    assert [post.body for post in Post.objects.all()] == ["Mine."]


def test_publishing_later_publishes_the_drafts(tmp_path: Path) -> None:
    run(written(tmp_path))
    assert counts(run(written(tmp_path), "--publish")) == ["0", "2", "0", "0"]
    assert Post.objects.published().count() == 2


def test_published_chapters_stay_so(tmp_path: Path) -> None:
    run(written(tmp_path), "--publish")
    run(written(tmp_path, SHORT.replace("One.", "Other.")))
    first = Post.objects.get(title="First")
    assert first.body == "Other.\n"
    assert first.is_published(timezone.now())


def test_numbers_of_other_posts_are_left_to_them(
    tmp_path: Path, author: Author
) -> None:
    make_post(slug="part-2")
    run(written(tmp_path), "--author", author.name)
    assert [post.slug for post in Post.objects.filter(guide__isnull=False)] == [
        "part-1",
        "part-3",
    ]


def test_addresses_begin_as_they_are_to(tmp_path: Path) -> None:
    run(written(tmp_path), "--slugs", "Wall")
    assert Post.objects.filter(slug="wall-1").exists()


def test_titles_that_are_alike_are_two_chapters(tmp_path: Path) -> None:
    text = "# Über\n\na\n\n# Uber\n\nb\n\n# Uber\n\nc\n\n# 橋\n\nd"
    run(written(tmp_path, text))
    assert counts(run(written(tmp_path, text))) == ["0", "0", "4", "0"]


@pytest.mark.parametrize("known", [0, 2])
def test_author_has_to_be_said_where_there_is_not_one(
    tmp_path: Path, author: Author, known: int
) -> None:
    author.delete()
    for _number in range(known):
        make_author()
    with pytest.raises(CommandError, match=r"wall\.md: Say with --author whose it is"):
        run(written(tmp_path))
    run(written(tmp_path), "--author", "Wren Hollow")
    assert Guide.objects.get().author.name == "Wren Hollow"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There are no words in it"),
        (SHORT + "\n::: say\nNever closed.", "In “Second”: Line 3: the block"),
        ("\ufeff", "There are no words in it"),
    ],
)
def test_bad_file_changes_nothing(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=rf"wall\.md: {sentence}"):
        run(written(tmp_path, text))
    assert not Guide.objects.exists()
