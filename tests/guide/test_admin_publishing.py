import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from guide import previews
from guide.models import Post
from tests.make import LONG_AGO, make_moderator, make_post, make_topic

pytestmark = pytest.mark.django_db
BROKEN = "Words.\n\n[there](/nothing/)"


@pytest.fixture
def editor(client: Client) -> User:
    editor = make_moderator()
    client.force_login(editor)
    return editor


def ready(**fields: Any) -> Post:
    """A draft in which nothing is found."""
    given = {"summary": "A summary.", "published_at": None} | fields
    return make_post((make_topic(),), **given)


def page_of(post: Post) -> str:
    return reverse("admin:guide_post_change", args=[post.pk])


def form_of(post: Post, **fields: Any) -> dict[str, Any]:
    """What the page of ``post`` sends."""
    given: dict[str, Any] = {"title": post.title, "slug": post.slug, "body": post.body}
    given |= {"summary": post.summary, "topics": [t.pk for t in post.topics.all()]}
    for inline in ("questions", "picked"):
        given |= {f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0"}
    return given | {"author": post.author_id, "position": 0} | fields


def save(client: Client, post: Post, **fields: Any) -> str:
    """What stands on the page that follows."""
    answer = client.post(page_of(post), form_of(post, **fields), follow=True)
    post.refresh_from_db()
    return re.sub(r"\s+", " ", answer.content.decode())


WHEN = {"published_at_0": "2096-03-04", "published_at_1": "09:05"}


@pytest.mark.parametrize(
    ("state", "more", "said"),
    [
        ("draft", {}, "was changed successfully"),
        ("scheduled", WHEN, "It will appear by itself: March 4, 2096, 09:05 (UTC)."),
        ("published", {}, "everybody can read it now"),
        ("unlisted", {}, "Whoever has its address can read it now"),
    ],
)
def test_author_chooses_who_can_read_it(
    client: Client, editor: User, state: str, more: dict[str, str], said: str
) -> None:
    post = ready()
    assert said in save(client, post, state=state, **more)
    assert post.state() == state


def test_post_is_taken_back(client: Client, editor: User) -> None:
    post = ready(published_at=LONG_AGO)
    when = {"published_at_0": "2020-01-01", "published_at_1": "00:00:00"}
    assert "Readers can’t see it any more" in save(client, post, state="draft", **when)
    assert post.state() == "draft"


def test_time_that_says_otherwise_is_refused_with_the_words_kept(
    client: Client, editor: User
) -> None:
    post = ready()
    page = save(client, post, state="draft", body="New words.", **WHEN)
    assert "A draft has no time" in page and "New words." in page
    assert post.body == "Some words."


def test_time_is_that_of_the_site(client: Client, editor: User) -> None:
    with override_settings(TIME_ZONE="Pacific/Auckland"), timezone.override(None):
        post = ready()
        now = date_format(timezone.localtime(), "DATE_FORMAT")
        page = client.get(page_of(post)).content.decode()
        save(client, post, state="scheduled", **WHEN)
    assert f"Pacific/Auckland, where it is now {now}" in page
    assert post.published_at == datetime(2096, 3, 3, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize("state", ["published", "scheduled", "unlisted"])
def test_what_has_to_be_mended_is_not_published(
    client: Client, editor: User, state: str
) -> None:
    post = ready()
    more = WHEN if state == "scheduled" else {}
    page = save(client, post, state=state, body=BROKEN, publish_anyway="on", **more)
    assert "Something has to be mended" in page and "Before you publish: 1" in page
    assert "View on site" not in page
    assert "Line 3: “/nothing/” leads nowhere" in page and 'href="#id_body"' in page
    assert post.state() == "draft"


def test_draft_is_saved_whatever_is_found(client: Client, editor: User) -> None:
    post = ready()
    save(client, post, state="draft", body=BROKEN, summary="", topics=[])
    assert post.body == BROKEN.replace("\n", "\r\n") or post.body == BROKEN
    page = re.sub(r"\s+", " ", client.get(page_of(post)).content.decode())
    assert "Before you publish: 3 things" in page


def test_hints_can_be_passed_by(client: Client, editor: User) -> None:
    post = ready()
    page = save(client, post, state="published", summary="")
    assert re.search('<input type="checkbox" name="publish_anyway"', page)
    assert post.state() == "draft"
    save(client, post, state="published", summary="", publish_anyway="on")
    assert post.state() == "published"


def test_hints_that_were_passed_by_once_are_not_asked_about_again(
    client: Client, editor: User
) -> None:
    post = ready(published_at=datetime(2096, 3, 4, 9, 5, tzinfo=UTC), summary="")
    save(client, post, state="scheduled", body="New words.", **WHEN)
    assert post.body == "New words."


def test_published_post_is_saved_whatever_is_found(
    client: Client, editor: User
) -> None:
    post = ready(published_at=LONG_AGO)
    when = {"published_at_0": "2020-01-01", "published_at_1": "00:00:00"}
    save(client, post, state="published", body=BROKEN, **when)
    assert "/nothing/" in post.body
    assert "1 thing to look at" in re.sub(
        r"\s+", " ", client.get(page_of(post)).content.decode()
    )


def test_answers_are_checked_before_they_are_saved(
    client: Client, editor: User
) -> None:
    post = ready()
    question = {"question": "How long?", "slug": "how-long", "answer": BROKEN}
    fields = {f"questions-0-{name}": value for name, value in question.items()}
    fields |= {"questions-TOTAL_FORMS": "1", "questions-0-position": "0"}
    page = save(client, post, state="published", **fields)
    assert 'href="#id_questions-0-answer"' in page and post.state() == "draft"
    save(client, post, state="published", **fields, **{"questions-0-DELETE": "on"})
    assert post.state() == "published"


def test_post_may_be_all_questions(client: Client, editor: User) -> None:
    post = ready(body="\n")
    assert "This field is required" in save(client, post, title="Asked")
    question = {"question": "How long?", "slug": "how-long", "answer": "A while."}
    fields = {f"questions-0-{name}": value for name, value in question.items()}
    fields |= {"questions-TOTAL_FORMS": "1", "questions-0-position": "0"}
    save(client, post, title="Asked", **fields)
    assert (post.title, post.questions.count()) == ("Asked", 1)


def test_who_sends_no_choice_goes_by_the_time(client: Client, editor: User) -> None:
    post = ready()
    save(client, post, **WHEN)
    assert post.state() == "scheduled"


def test_time_that_cannot_be_read_is_no_error_of_ours(
    client: Client, editor: User
) -> None:
    post = ready()
    page = save(client, post, state="scheduled", published_at_0="soon")
    assert "Enter a valid date" in page and post.state() == "draft"


def test_nonsense_is_refused_beside_its_field(client: Client, editor: User) -> None:
    post, links = ready(), " ".join(f"[a](/{n}/#\0)" for n in range(500))
    page = save(client, post, state="published", slug="no slug", body=links)
    assert "Enter a valid “slug”" in page and "[a](/499/" in page
    page = save(client, post, state="nonsense", **{"questions-TOTAL_FORMS": "many"})
    assert "nonsense is not one of the available choices" in page


def test_many_are_published_but_for_those_to_look_at(
    client: Client, editor: User
) -> None:
    good, bad = ready(), ready(title="The bridge", summary="")
    form = {"action": "publish", "_selected_action": [good.pk, bad.pk]}
    answer = client.post(reverse("admin:guide_post_changelist"), form, follow=True)
    page = answer.content.decode()
    assert "1 published." in page and f'<a href="{page_of(bad)}">“The bridge”' in page
    assert list(Post.objects.listed()) == [good]


def test_link_for_outsiders_is_made_with_the_words_saved(
    client: Client, editor: User
) -> None:
    post = ready()
    page = save(client, post, state="draft", body="New words.", _make_preview="")
    assert post.body == "New words." and previews.address(post) in page
    page = save(client, post, state="draft", _end_preview="")
    assert not post.preview_key and "Save, and make a link" in page


def test_link_is_made_of_a_new_post(client: Client, editor: User) -> None:
    form = form_of(ready(), slug="new", state="draft", _make_preview="")
    client.post(reverse("admin:guide_post_add"), form)
    assert previews.address(Post.objects.get(slug="new"))


def test_published_post_needs_no_link(client: Client, editor: User) -> None:
    page = client.get(page_of(ready(published_at=LONG_AGO))).content.decode()
    assert "preview-link" not in page


def test_who_may_only_look_is_shown_no_choice(client: Client) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(viewer)
    post = ready(published_at=timezone.now() + timedelta(days=1), summary="")
    page = client.get(page_of(post)).content.decode()
    assert "scheduled for" in page
    assert 'type="radio"' not in page and "Save" not in page
    assert client.post(page_of(post), form_of(post, state="draft")).status_code == 403


def test_page_costs_few_queries(
    client: Client, editor: User, django_assert_num_queries: Any
) -> None:
    post = ready(body=BROKEN)
    client.get(page_of(post))
    with django_assert_num_queries(18):
        client.get(page_of(post))
