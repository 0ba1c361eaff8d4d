"""The admin's list of comments: how much it counts, its order, its filters."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import admin_filters, admin_list, moderation, notes
from comments.admin_filters import months_before, span_of
from comments.admin_list import FirstThousand
from comments.models import Comment, Correspondent, Status
from comments.screening.reasons import Reason
from tests.make import make_comment, make_moderator, make_post, submit_comment

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"
NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list counts three at most."""
    monkeypatch.setattr(admin_list, "MOST_LISTED", 3)
    monkeypatch.setattr("comments.admin_decisions.MOST_LISTED", 3)


def page(client: Client, **query: Any) -> str:
    return client.get(LIST, query).content.decode()


def make_several(number: int, **fields: Any) -> list[Comment]:
    post = make_post()
    return [make_comment(post=post, **fields) for _ in range(number)]


def test_pages_follow_each_other_without_a_gap() -> None:
    comments = make_several(5)
    pages = FirstThousand(Comment.objects.order_by("pk"), 2)
    found = [comment for number in pages.page_range for comment in pages.page(number)]
    assert found == comments


def test_list_of_no_comment_has_an_empty_page() -> None:
    assert list(FirstThousand(Comment.objects.order_by("pk"), 2).page(1)) == []


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(("number", "is_cut"), [(3, False), (4, True)])
def test_no_more_is_counted_than_is_listed(number: int, is_cut: bool) -> None:
    make_several(number)
    pages = FirstThousand(Comment.objects.order_by("pk"), 2)
    assert (pages.count, pages.is_cut) == (3, is_cut)
    assert sum(len(pages.page(each)) for each in pages.page_range) == 3


@pytest.mark.usefixtures("moderator", "short")
def test_list_says_that_there_are_more(client: Client) -> None:
    make_several(3)
    assert "3 comments\n" in page(client)
    make_comment()
    assert "More than 3 comments" in page(client)


@pytest.mark.usefixtures("moderator", "short")
def test_select_all_reaches_no_further_than_the_list(client: Client) -> None:
    comments = make_several(4)
    data = {
        "action": "mark_spam",
        "_selected_action": [comments[0].pk],
        "select_across": "1",
    }
    client.post(LIST, data)
    left = Comment.objects.get(status=Status.PENDING)
    assert left == comments[3]


def place(text: str, *comments: Comment) -> list[int]:
    """Where in ``text`` the links to ``comments`` stand."""
    return [text.index(f"{LIST}{comment.pk}/change/") for comment in comments]


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("query", [{}, {"status": "pending"}])
def test_what_waits_begins_with_the_oldest(client: Client, query: Any) -> None:
    comments = make_several(2)
    places = place(page(client, **query), *comments)
    assert places == sorted(places)


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("query", [{"status": "spam"}, {"q": "walk"}, {"o": "2.1"}])
def test_everything_else_begins_with_the_newest(client: Client, query: Any) -> None:
    comments = make_several(2, status=Status.SPAM)
    places = place(page(client, **{"status": "all"} | query), *comments)
    assert places == sorted(places, reverse=True)


@pytest.mark.usefixtures("moderator")
def test_list_by_date_goes_by_the_date(client: Client) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    newer = make_comment(Status.SPAM)
    older = make_comment(Status.SPAM, submitted_at=hour_ago)
    found = place(page(client, status="spam", sent="7"), newer, older)
    assert found == sorted(found)


@pytest.mark.usefixtures("moderator")
def test_filter_by_post(client: Client) -> None:
    here, elsewhere = make_comment(words="It is here."), make_comment(words="Away.")
    found = page(client, post__id__exact=here.post_id)
    assert "It is here." in found and "Away." not in found
    assert f'<option value="{here.post_id}" selected>' in found
    assert f'<option value="{elsewhere.post_id}">' in found


@pytest.mark.usefixtures("moderator")
def test_filter_by_date(client: Client) -> None:
    now = timezone.now()
    make_comment(words="A fresh one.")
    make_comment(words="An old one.", submitted_at=now - timedelta(days=8))
    found = page(client, sent="7")
    assert "A fresh one." in found and "An old one." not in found
    assert "An old one." in page(client, sent="30")


@pytest.mark.usefixtures("moderator")
def test_filter_by_reason_shows_what_was_held_for_it(client: Client) -> None:
    post = make_post()
    make_comment(Status.APPROVED, post=post, words="Thank you.", name="I am approved")
    submit_comment(post=post, words="Thank you.", name="I am pending")
    make_comment(words="Held as all are.")
    found = page(client, reason=Reason.SAME_SHORT_TEXT, status="all")
    assert "I am pending" in found
    assert "I am approved" not in found and "Held as all are." not in found


@pytest.mark.usefixtures("moderator")
def test_filter_by_reason_looks_through_the_latest(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("An old one.", "A fresh one.", "The newest."):
        make_comment(Status.SPAM, words=words)
    monkeypatch.setattr(admin_filters, "MOST_LOOKED_THROUGH", 2)
    found = page(client, reason=Reason.EVERYTHING_WAITS, status="all")
    assert "The newest." in found and "A fresh one." in found
    assert "An old one." not in found


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(
    ("query", "title", "shown"),
    [
        (
            {"reason": "everything-waits"},
            "By reason (of the latest 2,000 that aren’t on the page)",
            {"pending", "declined", "spam"},
        ),
        ({"confirmed": "no"}, "By address (of what waits)", {"pending"}),
    ],
)
def test_filter_says_of_what_it_is(
    client: Client, query: dict[str, str], title: str, shown: set[str]
) -> None:
    for status in (Status.PENDING, Status.DECLINED, Status.SPAM, Status.APPROVED):
        make_comment(status)
    answer = client.get(LIST, {"status": "all"} | query)
    assert {each.status for each in answer.context["cl"].result_list} == shown
    assert title in " ".join(answer.content.decode().split())


@pytest.mark.usefixtures("moderator")
def test_filter_by_confirmed_address(client: Client) -> None:
    known = make_comment(words="By a known one.", email="known@example.org")
    make_comment(words="By another.", email="other@example.org")
    writers = Correspondent.objects.filter(comments=known)
    writers.update(confirmed_at=timezone.now())
    yes, no = page(client, confirmed="yes"), page(client, confirmed="no")
    assert "By a known one." in yes and "By another." not in yes
    assert "By another." in no and "By a known one." not in no


@pytest.mark.usefixtures("moderator")
def test_comment_without_an_address_is_not_confirmed(client: Client) -> None:
    comment = make_comment(words="By the team.")
    Comment.objects.filter(pk=comment.pk).update(correspondent=None)
    assert "By the team." in page(client, confirmed="no")


@pytest.mark.usefixtures("moderator")
def test_second_moderator_is_told_in_a_list_by_reason_too(client: Client) -> None:
    comment = make_comment()
    moderation.approve(comment, make_moderator(username="other"))
    data = {"action": "mark_spam", "_selected_action": [comment.pk], "seen": "0"}
    query = f"?reason={Reason.EVERYTHING_WAITS}"
    answer = client.post(LIST + query, data, follow=True)
    assert "is already “Approved” (other)" in answer.content.decode()


@pytest.mark.usefixtures("moderator")
def test_filters_keep_each_other(client: Client) -> None:
    make_comment()
    found = page(client, status="all", sent="7", q="walk")
    for field in ('name="status" value="all"', 'name="q" value="walk"'):
        assert f'<input type="hidden" {field}>' in found
    assert '<option value="7" selected>' in found


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(
    "query",
    [
        {"post__id__exact": "x"},
        {"post__id__exact": "9" * 30},
        {"post__id__exact": ""},
        {"sent": "2026-13"},
        {"sent": "\0"},
        {"reason": "nonsense"},
        {"confirmed": "nonsense"},
    ],
)
def test_nonsense_narrows_nothing(client: Client, query: dict[str, str]) -> None:
    make_comment(words="It is here.")
    assert "It is here." in page(client, **query)


def test_today_ends_at_midnight() -> None:
    span = span_of("today", NOON)
    assert span == (NOON.replace(hour=0), NOON.replace(hour=0) + timedelta(days=1))


@pytest.mark.parametrize(
    ("month", "first", "after"),
    [
        ("2026-02", datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
        (
            "2025-12",
            datetime(2025, 12, 1, tzinfo=UTC),
            datetime(2026, 1, 1, tzinfo=UTC),
        ),
    ],
)
def test_a_month_ends_where_the_next_begins(
    month: str, first: datetime, after: datetime
) -> None:
    assert span_of(month, NOON) == (first, after)


def test_days_reach_back_from_now() -> None:
    span = span_of("7", NOON)
    assert span and span[0] == NOON - timedelta(days=7)


def test_months_are_offered_newest_first() -> None:
    values = [value for value, _title in months_before(NOON)]
    assert values[:4] == ["2026-03", "2026-02", "2026-01", "2025-12"]
    assert len(values) == len(set(values)) == 24


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("query", [{}, {"q": "walk"}, {"status": "all", "sent": "30"}])
def test_every_list_costs_the_same_queries(
    client: Client, django_assert_num_queries: Any, query: dict[str, str]
) -> None:
    make_several(3)
    with django_assert_num_queries(6):
        client.get(LIST, query)


# SQLite says how it finds rows. Without an index it is a scan of every comment.

QUERIES = [
    {},
    {"status": "spam"},
    {"status": "approved", "sent": "7"},
    {"status": "all", "sent": "2026-02"},
    {"status": "all", "post__id__exact": "1"},
    {"post__id__exact": "1"},
    {"reason": Reason.EVERYTHING_WAITS},
    {"confirmed": "yes"},
    {"confirmed": "no", "status": "all"},
    {"reason": Reason.EVERYTHING_WAITS, "status": "all"},
]


def plan_of(client: Client, query: dict[str, str], path: str = LIST) -> list[str]:
    """How SQLite finds the comments that ``path`` shows."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path, query)
    found = []
    with connection.cursor() as cursor:
        for statement in captured.captured_queries:
            if "comments_comment" in statement["sql"]:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement['sql']}")
                found += [row[3] for row in cursor.fetchall()]
    assert any("SEARCH comments_comment" in step for step in found)
    return found


only_on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")


@only_on_sqlite
@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("query", QUERIES)
def test_list_is_found_by_an_index(client: Client, query: dict[str, str]) -> None:
    make_comment()
    plan = plan_of(client, query)
    assert not [step for step in plan if step.startswith("SCAN comments_comment")]


@only_on_sqlite
@pytest.mark.usefixtures("moderator")
def test_what_is_looked_through_for_a_reason_is_chosen_by_an_index_alone(
    client: Client,
) -> None:
    make_comment()
    plan = plan_of(client, {"reason": Reason.EVERYTHING_WAITS, "status": "all"})
    chosen = [step for step in plan if " U0 " in step]
    assert chosen and all("COVERING INDEX comment_status" in each for each in chosen)


@only_on_sqlite
@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("query", [{"status": "spam"}, {"status": "spam", "sent": "7"}])
def test_list_of_one_status_is_not_sorted(
    client: Client, query: dict[str, str]
) -> None:
    make_comment()
    assert not [step for step in plan_of(client, query) if "TEMP B-TREE" in step]


@only_on_sqlite
@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("query", [{"q": "walk"}, {"q": "walk", "status": "spam"}])
def test_search_walks_the_list_in_order_and_looks_for_changes_once(
    client: Client, query: dict[str, str]
) -> None:
    make_comment()
    plan = plan_of(client, query)
    assert [step for step in plan if step.startswith("LIST SUBQUERY")]
    for unwanted in ("TEMP B-TREE", "MULTI-INDEX OR", "CORRELATED"):
        assert not [step for step in plan if unwanted in step]


@pytest.mark.usefixtures("moderator")
def test_phrase_in_quotes_is_searched_as_one(client: Client) -> None:
    make_comment(words="One small walk."), make_comment(words="A walk, a small one.")
    found = page(client, q='"small walk"')
    assert "One small walk." in found and "a small one." not in found


@only_on_sqlite
@pytest.mark.usefixtures("moderator")
def test_page_of_one_address_is_found_by_an_index(client: Client) -> None:
    writer = make_comment().correspondent_id
    plan = plan_of(client, {}, f"/admin/comments/correspondent/{writer}/")
    assert not [step for step in plan if step.startswith("SCAN comments_comment")]
    assert not [step for step in plan if "TEMP B-TREE" in step]


@pytest.mark.usefixtures("moderator")
def test_list_of_those_that_ask_for_a_second_opinion(client: Client) -> None:
    asked, _other = make_comment(words="Asked about."), make_comment(words="Not that.")
    notes.write(asked, make_moderator(), "Is this all right?", asks_opinion=True)
    found = page(client, status="opinion")
    assert "Asked about." in found and "Not that." not in found
