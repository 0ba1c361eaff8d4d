from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guide.content import BadContent, Report, load_content, read_content, read_markdown
from guide.models import Author, Helpline, Page, Post, Topic

GUIDE = """
[guide]
title = "A guide"
subtitle = "Of two posts"
slug = "a-guide"
opening = "Hello."
[author]
name = "An author"
slug = "an-author"
bio = ""
[[topics]]
slug = "rest"
name = "rest"
"""
POST = """+++
title = "{title}"
slug = "{slug}"
summary = ""
topics = ["rest"]
drawing = "yarn"
+++
<!-- points: 1A.1 -->
Some words. <!-- points: 1A.2 -->
"""
HELPLINES = """
[[helplines]]
country = "US"
kind = "crisis"
name = "A line"
numbers = "Call 988"
"""
Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "guide.toml").write_text(GUIDE)
    (tmp_path / "helplines.toml").write_text(HELPLINES)
    (tmp_path / "01-one.md").write_text(POST.format(title="One", slug="one"))
    (tmp_path / "02-two.md").write_text(POST.format(title="Two", slug="two"))
    page = '+++\ntitle = "Help"\nslug = "help"\n+++\nHelp.\n'
    (tmp_path / "pages" / "help.md").write_text(page)
    return tmp_path


def load(folder: Path) -> Report:
    return load_content(read_content(folder))


def test_outline_marks_do_not_reach_readers(folder: Path) -> None:
    assert read_markdown(folder / "01-one.md")["body"] == "Some words.\n"


@pytest.mark.parametrize("text", ["no front matter", "+++\nbroken\n+++\nx", ""])
def test_bad_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "03-bad.md"
    path.write_text(text)
    with pytest.raises(BadContent, match=r"03-bad\.md"):
        read_markdown(path)


@pytest.mark.django_db
def test_first_load_makes_everything(folder: Path) -> None:
    load(folder)
    posts = Post.objects.published().in_order()
    assert [(post.title, post.position) for post in posts] == [("One", 1), ("Two", 2)]
    assert (Page.objects.count(), Helpline.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_second_load_changes_nothing(folder: Path) -> None:
    load(folder)
    before = list(Post.objects.values())
    report = load(folder)
    assert not report.created and not report.updated and not report.left_alone
    assert list(Post.objects.values()) == before


@pytest.mark.django_db
def test_changed_file_is_taken_over(folder: Path) -> None:
    load(folder)
    (folder / "01-one.md").write_text(POST.format(title="First", slug="one"))
    assert load(folder).updated == ["posts/01-one.md"]
    assert Post.objects.filter(title="First").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["One", "First"])
def test_edit_in_the_admin_stays(folder: Path, title: str) -> None:
    load(folder)
    post = Post.objects.get(slug="one")
    post.body = "Better words."
    post.save()
    (folder / "01-one.md").write_text(POST.format(title=title, slug="one"))
    assert load(folder).left_alone == [("posts/01-one.md", "changed in the admin")]
    assert Post.objects.get(slug="one").body == "Better words."


@pytest.mark.django_db
def test_changed_topics_are_an_edit_too(folder: Path) -> None:
    load(folder)
    Post.objects.get(slug="one").topics.clear()
    assert load(folder).left_alone == [("posts/01-one.md", "changed in the admin")]


@pytest.mark.django_db
def test_what_was_deleted_in_the_admin_stays_gone(folder: Path) -> None:
    load(folder)
    Post.objects.get(slug="one").delete()
    assert load(folder).left_alone == [("posts/01-one.md", "deleted in the admin")]
    assert Post.objects.count() == 1


@pytest.mark.django_db
def test_deleted_topic_is_left_out_of_later_posts(folder: Path) -> None:
    load(folder)
    Topic.objects.all().delete()
    (folder / "03-three.md").write_text(POST.format(title="Three", slug="three"))
    load(folder)
    assert not Post.objects.get(slug="three").topics.exists()


@pytest.mark.django_db
def test_address_that_an_editor_took_is_left_alone(folder: Path) -> None:
    author = Author.objects.create(name="E", slug="e")
    Post.objects.create(title="Mine", slug="one", body="x", author=author)
    assert load(folder).left_alone == [
        ("posts/01-one.md", "its address is in use here")
    ]


@pytest.mark.django_db
def test_unpublishing_stays(folder: Path) -> None:
    load(folder)
    Post.objects.filter(slug="one").update(published_at=None)
    load(folder)
    assert not Post.objects.published().filter(slug="one").exists()


@pytest.mark.django_db
def test_bad_folder_leaves_the_database_untouched(folder: Path) -> None:
    (folder / "02-two.md").write_text("no front matter")
    with pytest.raises(CommandError, match=r"02-two\.md"):
        call_command("load_guide", folder)
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_shipped_guide_loads_as_seven_posts() -> None:
    call_command("load_guide")
    assert Post.objects.published().count() == 7
