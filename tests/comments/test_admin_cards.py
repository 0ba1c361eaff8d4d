"""What stands on every card."""

import pytest
from django.test import Client

from comments.models import DeclineReason
from tests.make import make_comment, make_member

pytestmark = pytest.mark.django_db


def test_each_card_has_verbs_of_its_own(client: Client) -> None:
    first, second = make_comment(), make_comment()
    client.force_login(make_member("Moderators"))
    page = client.get("/admin/comments/comment/queue/").content.decode()
    for comment in (first, second):
        assert f'value="approve:{comment.pk}:pending:0:0"' in page
        assert f'name="word-{comment.pk}"' in page


def test_a_reason_is_shown_as_it_was_written(client: Client) -> None:
    make_comment()
    DeclineReason.objects.create(label="<token> & <key>", words="Said kindly.")
    client.force_login(make_member("Moderators"))
    page = client.get("/admin/comments/comment/queue/").content.decode()
    # On the card, and for all that are ticked.
    assert page.count("&lt;token&gt; &amp; &lt;key&gt;") == 2
