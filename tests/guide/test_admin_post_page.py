"""What somebody finds who begins a post."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.make import make_author, make_member, make_post, make_topic

pytestmark = pytest.mark.django_db


def begun(client: Client) -> str:
    return client.get(reverse("admin:guide_post_add")).content.decode()


def test_page_begins_with_the_title_and_ends_with_publishing(client: Client) -> None:
    client.force_login(make_member("Authors"))
    names = re.findall(
        r'name="(title|body|topics|questions-TOTAL_FORMS|state)"', begun(client)
    )
    assert list(dict.fromkeys(names)) == [
        "title", "body", "topics", "questions-TOTAL_FORMS", "state"
    ]  # fmt: skip


def test_refusal_leads_to_each_place_that_it_is_about(client: Client) -> None:
    client.force_login(make_member("Authors"))
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "0-question": "How long?"}
    sent = {f"questions-{name}": value for name, value in rows.items()}
    picked = {"picked-TOTAL_FORMS": "0", "picked-INITIAL_FORMS": "0"}
    sent |= picked | {"body": "Words.", "state": "scheduled"}
    page = client.post(reverse("admin:guide_post_add"), sent).content.decode()
    top = page[page.index("refused-heading") : page.index("errornote")]
    led = re.findall('href="#([^"]+)"', top)
    assert {"id_title", "id_questions-0-answer", "id_published_at_error"} <= set(led)
    assert all(f'id="{anchor}"' in page for anchor in led) and "Say when" in top


def test_post_is_by_the_only_author_or_by_who_signed_in(client: Client) -> None:
    member = make_member("Authors")
    client.force_login(member)
    first = make_author()
    assert f'<option value="{first.pk}" selected>' in begun(client)
    own = make_author()
    assert f'<option value="{first.pk}" selected>' not in begun(client)
    own.account = member
    own.save()
    assert f'<option value="{own.pk}" selected>' in begun(client)


def test_topics_are_boxes_with_those_of_the_post_on_top(client: Client) -> None:
    client.force_login(make_member("Authors"))
    topics = [make_topic(name=name) for name in ("a", "b", "c")]
    post = make_post((topics[2],))
    page = client.get(reverse("admin:guide_post_change", args=[post.pk])).text
    boxes = re.findall(r'name="topics"\s+value="(\d+)"\s+(checked)?', page)
    assert boxes == [(str(topics[2].pk), "checked")] + [
        (str(topic.pk), "") for topic in topics[:2]
    ]
