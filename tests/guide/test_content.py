from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError

from guide.content import BadContent, Report, load_content, read_content
from guide.models import (
    Author,
    Guide,
    Helpline,
    LoadedContent,
    Page,
    Post,
    Question,
    Topic,
)
from tests.guide.texts import GUIDE, POST
from tests.make import make_post, make_question


def load(folder: Path) -> Report:
    return load_content(read_content(folder))


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


@pytest.mark.django_db
def test_chapters_that_come_together_keep_their_order_in_lists_by_time() -> None:
    load_content(read_content())
    for chapter in Post.objects.all():
        assert chapter.published_at
        assert (chapter.published_at.second, chapter.published_at.microsecond) == (0, 0)


@pytest.mark.django_db
def test_field_that_is_new_in_a_file_is_taken_over(folder: Path) -> None:
    path = folder / "01-one.md"
    path.write_text(POST.format(title="One", slug="one").replace("drawing", "#"))
    load(folder)
    path.write_text(POST.format(title="One", slug="one"))
    assert load(folder).updated == ["posts/01-one.md"]
    assert Post.objects.get(slug="one").drawing == "yarn"


@pytest.mark.django_db
def test_field_that_is_new_in_a_file_stays_as_an_editor_set_it(folder: Path) -> None:
    path = folder / "01-one.md"
    path.write_text(POST.format(title="One", slug="one").replace("drawing", "#"))
    load(folder)
    Post.objects.filter(slug="one").update(drawing="cup")
    path.write_text(POST.format(title="One", slug="one"))
    assert load(folder).left_alone == [("posts/01-one.md", "changed in the admin")]
    assert Post.objects.get(slug="one").drawing == "cup"


@pytest.mark.django_db
def test_field_that_an_editor_set_like_the_new_file_is_no_quarrel(folder: Path) -> None:
    path = folder / "01-one.md"
    path.write_text(POST.format(title="One", slug="one").replace("drawing", "#"))
    load(folder)
    Post.objects.filter(slug="one").update(drawing="yarn")
    path.write_text(POST.format(title="One", slug="one"))
    assert load(folder).updated == ["posts/01-one.md"]


@pytest.mark.django_db
def test_post_without_its_author_is_left_alone(folder: Path) -> None:
    load(folder)
    Post.objects.update(author=make_post().author, guide=None)
    Guide.objects.all().delete()
    Author.objects.filter(slug="an-author").delete()
    (folder / "03-three.md").write_text(POST.format(title="Three", slug="three"))
    left_alone = dict(load(folder).left_alone)
    assert left_alone["posts/03-three.md"] == "its author isn’t here"
    assert left_alone["posts/01-one.md"] == "changed in the admin"


@pytest.mark.django_db
def test_post_without_its_guide_is_left_alone(folder: Path) -> None:
    load(folder)
    Post.objects.update(guide=None)
    Guide.objects.all().delete()
    (folder / "03-three.md").write_text(POST.format(title="Three", slug="three"))
    assert dict(load(folder).left_alone)["posts/03-three.md"] == "its guide isn’t here"


@pytest.mark.django_db
def test_author_whose_address_is_in_use_is_no_error(folder: Path) -> None:
    Author.objects.create(name="Mine", slug="an-author")
    left_alone = dict(load(folder).left_alone)
    assert left_alone["author"] == "its address is in use here"
    assert left_alone["guide"] == "its author isn’t here"


@pytest.mark.django_db
def test_new_address_that_an_editor_took_is_left_alone(folder: Path) -> None:
    load(folder)
    make_post(slug="first")
    (folder / "01-one.md").write_text(POST.format(title="One", slug="first"))
    (folder / "02-two.md").write_text(POST.format(title="Second", slug="two"))
    report = load(folder)
    assert report.left_alone == [("posts/01-one.md", "its address is in use here")]
    assert report.updated == ["posts/02-two.md"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ('"One"', f'"{"x" * 121}"', r"^01-one\.md: title: .*120"),
        ('"One"', '""', r"^01-one\.md: title: "),
        ('"one"', '"no slug"', r"^01-one\.md: slug: "),
        ("yarn", "wool", r"^01-one\.md: drawing: "),
    ],
)
def test_value_that_a_field_refuses(
    folder: Path, old: str, new: str, names: str
) -> None:
    path = folder / "01-one.md"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(BadContent, match=names):
        load(folder)


@pytest.mark.django_db
def test_row_of_a_table_is_named_beside_its_file(folder: Path) -> None:
    text = GUIDE.replace('name = "rest"', f'name = "{"x" * 61}"')
    (folder / "guide.toml").write_text(text)
    with pytest.raises(BadContent, match=r"^guide\.toml \(topics/rest\): name: "):
        load(folder)


@pytest.mark.django_db
def test_same_row_twice_is_named(folder: Path) -> None:
    path = folder / "helplines.toml"
    path.write_text(path.read_text() * 2)
    with pytest.raises(BadContent, match=r"\(helplines/US/crisis/A line\) is there tw"):
        load(folder)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [DataError, IntegrityError])
def test_what_the_database_refuses_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuse(self: Page) -> None:
        raise error("too long\nin detail")

    monkeypatch.setattr(Page, "save", refuse)
    with pytest.raises(CommandError, match=r"help\.md: the database refuses it: too l"):
        call_command("load_guide", folder)
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_shipped_texts_fit_where_they_are_kept() -> None:
    call_command("load_guide")
    for model in (Author, Topic, Guide, Post, Page, Helpline, LoadedContent):
        for row in model._default_manager.all():
            row.full_clean()


# Questions

SOURCE = "posts/01-one.md"
QUESTIONS = """
## Why? {#why}

Because. <!-- points: 1A.1 -->

### And then?

## How long? {#how-long}

Long.
"""


def add_questions(folder: Path) -> None:
    path = folder / "01-one.md"
    path.write_text(path.read_text() + QUESTIONS)


@pytest.mark.django_db
def test_questions_of_a_file_are_rows_of_its_post(folder: Path) -> None:
    add_questions(folder)
    load(folder)
    post = Post.objects.get(slug="one")
    assert post.body == "Some words.\n"
    found = post.questions.values_list("slug", "question", "answer", "position")
    assert list(found) == [
        ("why", "Why?", "Because.\n\n### And then?\n", 1),
        ("how-long", "How long?", "Long.\n", 2),
    ]
    assert load(folder).created == load(folder).updated == []


@pytest.mark.django_db
def test_edited_question_stays_and_the_others_follow_the_file(folder: Path) -> None:
    add_questions(folder)
    load(folder)
    question = Question.objects.get(slug="why")
    question.answer = "Better words."
    question.save()
    path = folder / "01-one.md"
    path.write_text(path.read_text().replace("Because", "As").replace("Long.", "Ages."))
    report = load(folder)
    assert report.left_alone == [(f"{SOURCE}/why", "changed in the admin")]
    answers = Question.objects.values_list("answer", flat=True)
    assert list(answers) == ["Better words.", "Ages.\n"]


@pytest.mark.django_db
def test_question_that_was_deleted_in_the_admin_stays_gone(folder: Path) -> None:
    add_questions(folder)
    load(folder)
    Question.objects.get(slug="why").delete()
    assert load(folder).left_alone == [(f"{SOURCE}/why", "deleted in the admin")]


@pytest.mark.django_db
@pytest.mark.parametrize(("is_edited", "questions"), [(False, 2), (True, 0)])
def test_questions_come_to_a_filled_site_unless_an_editor_had_them_in_the_text(
    folder: Path, is_edited: bool, questions: int
) -> None:
    load(folder)
    if is_edited:
        Post.objects.filter(slug="one").update(body="## Why?\n\nMy own words.")
    add_questions(folder)
    load(folder)
    assert Question.objects.count() == questions


@pytest.mark.django_db
def test_anchor_that_an_editor_took_is_left_alone(folder: Path) -> None:
    load(folder)
    make_question(post=Post.objects.get(slug="one"), slug="why")
    make_question(slug="how-long")
    add_questions(folder)
    assert load(folder).left_alone == [(f"{SOURCE}/why", "its address is in use here")]


@pytest.mark.django_db
def test_question_with_a_bad_anchor_is_named(folder: Path) -> None:
    add_questions(folder)
    path = folder / "01-one.md"
    path.write_text(path.read_text().replace("#why", "#comments"))
    with pytest.raises(BadContent, match=r"01-one\.md \(.*/comments\): slug"):
        load(folder)


@pytest.mark.django_db
def test_questions_come_again_after_the_way_back_and_forth(folder: Path) -> None:
    add_questions(folder)
    load(folder)
    migration = import_module("guide.migrations.0005_questions_and_site_settings")
    migration.forget_questions(apps, None)
    Question.objects.all().delete()  # as its table would be
    assert load(folder).created == [f"{SOURCE}/why", f"{SOURCE}/how-long"]
