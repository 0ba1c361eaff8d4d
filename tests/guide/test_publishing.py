from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from guide import publishing
from guide.models import OldPath, Post, TextRevision
from guide.publishing import Choice
from tests.make import LONG_AGO, make_moderator, make_post, make_topic

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("choice", "moment"),
    [
        (Choice("draft", None, False), None),
        (Choice("draft", EARLIER, False), None),
        (Choice("scheduled", LATER, True), LATER),
        (Choice("scheduled", LATER, False), LATER),
        (Choice("published", None, False), NOW),
        (Choice("published", EARLIER, True), EARLIER),
        (Choice("published", LATER, False), NOW),
        (Choice("unlisted", None, False), NOW),
    ],
)
def test_choice_gives_a_moment(choice: Choice, moment: datetime | None) -> None:
    assert choice.moment(NOW) == moment


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (Choice("draft", LATER, True), "A draft has no time"),
        (Choice("scheduled", None, True), "Say when"),
        (Choice("scheduled", NOW, True), "That time has passed"),
        (Choice("published", LATER, True), "That time is still to come"),
        (Choice("unlisted", LATER, True), "That time is still to come"),
    ],
)
def test_choice_that_says_two_things_is_refused(choice: Choice, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        choice.moment(NOW)


def ready(**fields: object) -> Post:
    return make_post((make_topic(),), **{"summary": "A summary."} | fields)


@pytest.mark.django_db
def test_only_what_is_ready_is_published() -> None:
    good, bad = ready(published_at=None), ready(published_at=None, body="![](/a)")
    assert publishing.publish([good, bad], make_moderator()) == ([good], [bad])
    assert list(Post.objects.listed()) == [good]


@pytest.mark.django_db
def test_unlisted_post_is_listed_without_being_newer() -> None:
    post = make_post(unlisted=True)
    publishing.publish([post], make_moderator())
    post.refresh_from_db()
    assert (post.state(), post.published_at) == (Post.State.PUBLISHED, LONG_AGO)


@pytest.mark.django_db
def test_what_is_taken_back_is_a_draft_that_keeps_its_address() -> None:
    post, draft = make_post(), make_post(published_at=None)
    assert publishing.take_back([post, draft], make_moderator()) == 1
    assert set(Post.objects.drafts()) == {post, draft}
    assert OldPath.objects.get().path == post.get_absolute_url()


@pytest.mark.django_db
def test_versions_tell_who_published_many_and_how_they_were() -> None:
    post, editor = ready(published_at=None), make_moderator()
    publishing.publish([post], editor)
    Post.objects.filter(pk=post.pk).update(body="Newer words.")
    publishing.take_back([post], editor)
    kept = TextRevision.objects.of(post).order_by("pk")
    assert [row.by for row in kept] == [None, editor, None, editor]
    dates = [bool(row.values["published_at"]) for row in kept]
    assert dates == [False, True, True, False]
    assert kept[3].values["body"] == "Newer words."
