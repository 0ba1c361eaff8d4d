"""What goes into the index, and leaves it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide import finding, search, words
from guide.content import load_content, read_content
from guide.models import Page, Post, SearchRow
from guide.search_entries import Entry, plain
from tests.make import make_page, make_post, make_question

pytestmark = pytest.mark.django_db


def make_asked(**fields: Any) -> Post:
    """A post with a question about rivers."""
    post = make_post(body="Before.\n\n## A part\n\nWords.", **fields)
    make_question(post=post, question="Why *not*?", slug="w", answer="Of *rivers*.")
    return post


def found(asked: str) -> list[str]:
    return [hit.row.url for hit in finding.texts(words.query(asked)).hits]


def rows() -> list[tuple[str, str, str]]:
    return list(SearchRow.objects.order_by("pk").values_list("kind", "title", "text"))


def test_post_is_found_by_what_it_says_now() -> None:
    post = make_post(body="A river.")
    post.body = "A lake."
    post.save()
    assert found("lake") == [post.get_absolute_url()] and not found("river")


def test_post_that_is_deleted_is_found_no_more() -> None:
    make_post(body="A river.").delete()
    assert not found("river") and not SearchRow.objects.exists()


def test_page_that_is_deleted_with_others_is_found_no_more() -> None:
    make_page(body="A river.")
    Page.objects.all().delete()
    assert not found("river") and not SearchRow.objects.exists()


def test_question_in_a_post_is_found_by_itself() -> None:
    post = make_asked(title="A", slug="a", summary="In short.")
    assert found("rivers") == ["/posts/a/#w"]
    assert rows() == [
        ("post", "A", "In short. Before. A part. Words."),
        ("question", "Why not?", "Of rivers."),
    ]
    post.questions.get().delete()
    assert not found("rivers")


def test_of_other_posts_the_questions_stay() -> None:
    make_asked(slug="a")
    make_post(body="No question.")
    assert found("rivers") == ["/posts/a/#w"]


def test_saving_costs_the_same_statements(django_assert_num_queries: object) -> None:
    post = make_asked()
    with django_assert_num_queries(8):  # type: ignore[operator]
        post.save()  # a savepoint about the post and its rows; questions, old ones


def test_loaded_guide_is_found_at_once() -> None:
    load_content(read_content())
    assert "/posts/the-pause/" in found("pause")
    assert "/help/" in found("helpline")
    assert any("#" in url for url in found("furious"))


def test_index_written_anew_is_the_same() -> None:
    make_asked()
    make_page()
    before = rows()
    assert search.rewrite_texts() == 2
    assert rows() == before
    SearchRow.objects.all().delete()
    search.rewrite_texts()
    assert sorted(rows()) == sorted(before) and found("rivers")


def test_what_is_gone_is_not_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "BATCH", 2)
    posts = [make_post(body="A river.") for _number in range(5)]
    gone = posts[2].pk, 10**6
    search.put(Entry("post", key, "/gone/", text="A river.") for key in gone)
    Post.objects.filter(pk=gone[0]).update(body="A lake.")
    assert search.rewrite("post", Post.objects.exclude(pk=gone[0]), lambda each: None)
    assert "/gone/" not in found("river") and len(found("river")) == 4


def test_heading_and_line_of_a_list_are_told_from_what_follows() -> None:
    text = "<h2>Why <em>stop</em></h2><p>Picture yarn.</p><h2>Now?</h2>"
    lines = "<ul><li>999 in Europe</li><li><p>Or 112.</p></li></ul>"
    assert plain(text + lines) == "Why stop. Picture yarn. Now? 999 in Europe. Or 112."


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_comments_may_come_under_what_is_written_anew() -> None:
    """Storing one asks whether its post is there, which a full lock would hold up."""
    make_asked()
    with CaptureQueriesContext(connection) as asked:
        search.rewrite_texts()
    locks = [query["sql"] for query in asked if "FOR " in query["sql"]]
    assert locks and all("FOR NO KEY UPDATE" in sql for sql in locks)


def test_plain_words_of_a_text() -> None:
    assert plain("<p>One <em>two</em>, &amp;</p><p>three<br>four</p>") == (
        "One two, & three four"
    )


def index_of_talk() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM guide_search_talk_data")
        return b"".join(bytes(block) for (block,) in cursor.fetchall())


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_words_that_were_taken_out_leave_the_index_of_sqlite() -> None:
    for key in range(1, 200):
        text = f"Plain words, number {key}."
        search.put([Entry("comment", key, "/", text=text)])
    search.put([Entry("comment", 200, "/", text="Zyzzogeton")])
    search.take_out("comment", [200])
    assert b"zzogeton" in index_of_talk()
    search.merge_what_was_taken_out()
    assert b"zzogeton" not in index_of_talk()
    assert len(finding.talk(words.query("plain"), 2**62).hits) == 10


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_nothing_is_merged_where_nothing_was_taken_out() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM guide_search_taken_out")
    search.put([Entry("comment", 1, "/", text="Words.")])
    search.put([Entry("comment", 1, "/", text="Words.", byline="Jay")])
    before = index_of_talk()
    search.merge_what_was_taken_out()
    assert index_of_talk() == before
