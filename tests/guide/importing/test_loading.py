from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage

from guide.formats import Format
from guide.importing.loading import load
from guide.importing.report import Outcome
from guide.importing.running import Run
from guide.importing.sources import (
    Source,
    SourceAuthor,
    SourceImage,
    SourcePage,
    SourcePost,
    SourceQuestion,
    SourceTopic,
)
from guide.models import Author, Image, OldPath, Page, Post, SearchRow, Topic
from tests import pictures
from tests.make import make_post, make_topic

pytestmark = pytest.mark.django_db

AUTHOR = SourceAuthor("x:author:1", "Wren Hollow", "wren")
TOPIC = SourceTopic("x:topic:1", "Mornings", "mornings")
POST = SourcePost(
    "x:post:1",
    "A walk",
    "a-walk",
    "<p>One <b>small</b> step.</p>",
    Format.HTML,
    author=AUTHOR.source,
    topics=(TOPIC.source,),
    published_at=datetime(2019, 5, 1, tzinfo=UTC),
    old_paths=("/2019/05/a-walk/", "/?p=1"),
    questions=(SourceQuestion("How far?", "how-far", "To the gate."),),
)


def brought(*sources: Source, dry_run: bool = False) -> Run:
    run = Run(dry_run)
    with run.all_or_nothing():
        load(sources, run)
    return run


def counts(run: Run, what: str = "posts") -> dict[Outcome, int]:
    return dict(run.report.counts[what])


def test_post_comes_with_all_that_is_its_own() -> None:
    brought(AUTHOR, TOPIC, POST)
    post = Post.objects.get()
    assert (post.body, post.format) == ("One **small** step.\n", "markdown")
    assert post.author.name == "Wren Hollow"
    assert post.published_at == POST.published_at
    assert [topic.slug for topic in post.topics.all()] == ["mornings"]
    assert [question.slug for question in post.questions.all()] == ["how-far"]
    leading = OldPath.objects.filter(post=post).values_list("path", flat=True)
    assert set(leading) == {"/2019/05/a-walk/", "/?p=1"}
    assert SearchRow.objects.filter(post=post).exists()


def test_second_run_changes_nothing() -> None:
    brought(AUTHOR, TOPIC, POST)
    before = Post.objects.get().updated_at
    assert not brought(AUTHOR, TOPIC, POST).report.changed_anything()
    assert Post.objects.get().updated_at == before


def test_what_is_new_there_comes_and_what_changed_there_follows() -> None:
    brought(AUTHOR, TOPIC, POST)
    other = replace(POST, source="x:post:2", slug="b", old_paths=())
    run = brought(AUTHOR, TOPIC, replace(POST, title="Two walks"), other)
    assert counts(run) == {Outcome.UPDATED: 1, Outcome.CREATED: 1}
    post = Post.objects.get(slug="a-walk")
    assert post.title == "Two walks"
    assert post.revisions.get().values["title"] == "A walk"


def test_what_was_changed_here_stays() -> None:
    brought(AUTHOR, TOPIC, POST)
    post = Post.objects.get()
    post.title = "My walk"
    post.save()
    run = brought(AUTHOR, TOPIC, replace(POST, title="Two walks"))
    assert counts(run) == {Outcome.SKIPPED: 1}
    assert "changed here" in str(run.report)
    assert Post.objects.get().title == "My walk"


def test_what_was_deleted_here_stays_away() -> None:
    brought(AUTHOR, TOPIC, POST)
    Post.objects.get().delete()
    assert counts(brought(AUTHOR, TOPIC, POST)) == {Outcome.SKIPPED: 1}
    assert not Post.objects.exists()


def test_dry_run_says_the_same_and_leaves_nothing() -> None:
    dry = brought(AUTHOR, TOPIC, POST, dry_run=True)
    assert not Post.objects.exists() and not Author.objects.exists()
    assert str(dry.report) == str(brought(AUTHOR, TOPIC, POST).report)


def test_mistake_at_the_end_leaves_nothing() -> None:
    with pytest.raises(KeyError):
        brought(AUTHOR, POST, None)  # type: ignore[arg-type]
    assert not Post.objects.exists() and not Author.objects.exists()


def test_topic_of_that_name_is_used_and_not_changed() -> None:
    here = make_topic(name="mornings", slug="early")
    run = brought(AUTHOR, TOPIC, POST)
    assert list(Post.objects.get().topics.all()) == [here]
    assert counts(run, "topics") == {Outcome.UNCHANGED: 1}
    assert Topic.objects.get().name == "mornings"


def test_taken_address_gets_a_number() -> None:
    make_post(slug="a-walk")
    brought(AUTHOR, POST)
    brought(AUTHOR, replace(POST, title="Two walks"))
    assert Post.objects.get(title="Two walks").slug == "a-walk-2"


def test_page_never_hides_behind_one_that_the_site_has() -> None:
    brought(SourcePage("x:page:1", "All posts", "posts", "<p>Words.</p>"))
    assert Page.objects.get().slug == "posts-2"


@pytest.mark.parametrize(
    ("slug", "title", "here"),
    [
        ("%e2%80%9cyes%e2%80%9d", "", "yes"),
        ("", "A walk", "a-walk"),
        ("%e6%9c%9d", "朝", "text"),
        ("word-" * 20, "", "-".join(["word"] * 10)),
    ],
)
def test_odd_address_becomes_one_that_fits(slug: str, title: str, here: str) -> None:
    brought(replace(POST, slug=slug, title=title))
    assert Post.objects.get().slug == here


def test_text_that_markdown_would_lose_a_part_of_stays_html() -> None:
    run = brought(replace(POST, body="<p>H<sub>2</sub>O</p><script>x</script>"))
    post = Post.objects.get()
    assert (post.body, post.format) == ("<p>H<sub>2</sub>O</p>\n", "html")
    assert "<sub>2</sub>" in post.html
    assert "lowered letters" in str(run.report)


def test_old_address_that_leads_elsewhere_here_is_left() -> None:
    other = make_post()
    OldPath.objects.lead("/?p=1", other)
    brought(POST)
    assert OldPath.objects.get(path="/?p=1").post == other


def test_page_comes_in() -> None:
    brought(SourcePage("x:page:1", "About", "about", "Words."))
    assert Page.objects.get().html == "<p>Words.</p>\n"


def image(content: bytes | None) -> SourceImage:
    reads = None if content is None else lambda: content
    return SourceImage("x:image:/a.png", "https://example.org/a.png", "Hills", reads)


def with_image(content: bytes | None) -> SourcePost:
    body = '<p><img src="https://example.org/a.png" alt="Hills"></p>'
    return replace(POST, body=body, images=(image(content),))


def test_picture_is_kept_once_and_named_by_the_text() -> None:
    post = with_image(pictures.made())
    brought(post)
    assert counts(brought(post), "pictures") == {Outcome.UNCHANGED: 1}
    found = Image.objects.get()
    assert Post.objects.get().body == f"![Hills]({found.get_absolute_url()})\n"


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_picture_that_cannot_be_had_is_reported(content: bytes | None) -> None:
    run = brought(with_image(content))
    assert counts(run, "pictures") == {Outcome.SKIPPED: 1}
    assert "a.png" in str(run.report)
    assert "https://example.org/a.png" in Post.objects.get().body


def test_mistake_at_the_end_leaves_no_file() -> None:
    content = pictures.made(colour="blue")
    run = Run()
    with pytest.raises(KeyError), run.all_or_nothing():
        load([with_image(content), None], run)  # type: ignore[list-item]
    [name] = run.stored
    assert not default_storage.exists(str(name))


def test_dry_run_leaves_no_file() -> None:
    run = brought(with_image(pictures.made(colour="red")), dry_run=True)
    [name] = run.stored
    assert not default_storage.exists(str(name))
