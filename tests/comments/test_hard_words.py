"""Words that may be hard to read are folded wherever comments are listed."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from comments import hard_words, moderation
from comments.models import DiscussionSettings, Status
from tests.make import make_comment, make_moderator, make_rule

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"
WORDS = "He hit me again."
FOLDED = re.compile(r'<details class="hard-words">.*?</details>', re.S)


@pytest.mark.parametrize(
    ("verbs", "is_folded"),
    [
        ([moderation.raise_concern], True),
        ([moderation.raise_concern, moderation.decline], True),
        ([moderation.raise_concern, moderation.mark_spam], True),
        ([moderation.raise_concern, moderation.hold], False),
        ([moderation.raise_concern, moderation.hold, moderation.decline], False),
        ([moderation.decline], False),
    ],
)
def test_what_was_put_away_as_a_concern_stays_folded(
    verbs: list[Any], is_folded: bool
) -> None:
    comment, moderator = make_comment(), make_moderator()
    for verb in verbs:
        verb(comment, moderator)
    hard_words.fold([comment])
    assert comment.is_folded is is_folded


@pytest.mark.parametrize("query", [{}, {"status": "all"}, {"q": "again"}])
def test_list_and_search_fold_a_concern(
    client: Client, moderator: User, query: dict[str, str]
) -> None:
    concern = make_comment(Status.CONCERN, words=WORDS)
    make_comment(words="We went out again.")
    page = client.get(LIST, query).content.decode()
    assert WORDS not in page and "We went out again." in page
    link = f'<a href="{LIST}{concern.pk}/change/'
    assert re.search(link + r"[^>]*>Words that may be hard to read\. Open it", page)


def test_page_of_an_address_folds_a_concern(client: Client, moderator: User) -> None:
    concern = make_comment(Status.CONCERN, words=WORDS)
    address = f"/admin/comments/correspondent/{concern.correspondent_id}/"
    page = client.get(address).content.decode()
    assert WORDS in page and WORDS not in FOLDED.sub("", page)


def test_last_decisions_fold_what_was_a_concern(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN, words=WORDS)
    moderation.decline(concern, moderator)
    moderation.approve(make_comment(words="A quiet walk."), moderator)
    page = client.get(f"{LIST}queue/").content.decode()
    assert WORDS in page and WORDS not in FOLDED.sub("", page)
    assert "A quiet walk." in FOLDED.sub("", page)


def test_try_of_a_rule_folds_a_concern(client: Client, moderator: User) -> None:
    rule = make_rule(effect="concern", value="hit me")
    moderation.raise_concern(make_comment(words=WORDS), moderator)
    data = {"effect": "concern", "what": "text", "typed": "hit me", "is_active": "on"}
    address = f"/admin/comments/rule/{rule.pk}/try/"
    page = client.post(address, data).content.decode()
    assert WORDS in page and WORDS not in FOLDED.sub("", page)


def test_reply_to_a_concern_does_not_quote_it(client: Client, moderator: User) -> None:
    make_comment(parent=make_comment(Status.CONCERN, words=WORDS))
    page = client.get(f"{LIST}queue/").content.decode()
    assert "words that may be hard to read, folded" in page
    assert f"<q>{WORDS}" not in page


def test_setting_opens_them_all(client: Client, moderator: User) -> None:
    DiscussionSettings.objects.create(pk=1, folds_hard_words=False)
    concern = make_comment(Status.CONCERN, words=WORDS)
    hard_words.fold([concern])
    assert WORDS in client.get(LIST).content.decode()
    assert not concern.is_folded


@pytest.mark.parametrize("comments", [1, 9])
def test_folding_costs_the_same_queries(
    comments: int, django_assert_num_queries: Any
) -> None:
    moderator = make_moderator()
    found = [make_comment(Status.CONCERN) for _ in range(2 * comments)]
    for concern in found[::2]:
        moderation.decline(concern, moderator)
    with django_assert_num_queries(2):
        hard_words.fold(found)
    assert all(concern.is_folded for concern in found)
