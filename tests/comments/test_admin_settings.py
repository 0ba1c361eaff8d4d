"""The settings of the discussion, in the admin."""

import pytest
from django.contrib.auth.models import User
from django.forms import model_to_dict
from django.test import Client

from comments.models import DeclineReason, DiscussionSettings
from tests.make import make_post

pytestmark = pytest.mark.django_db


def test_settings_of_the_discussion_are_one_row(
    client: Client, moderator: User
) -> None:
    address = "/admin/comments/discussionsettings/"
    data = model_to_dict(DiscussionSettings(pk=1, reading_time="by Sunday"))
    client.post(client.get(address)["Location"], data)
    assert client.get(address)["Location"] == f"{address}1/change/"
    assert client.get(f"{address}add/").status_code == 403


def test_setting_holds_at_the_next_request(client: Client, moderator: User) -> None:
    DiscussionSettings.objects.create(pk=1, reading_time="by Sunday")
    page = client.get(make_post().get_absolute_url()).content
    assert b"usually by Sunday" in page


def test_settings_are_in_order_and_each_says_what_it_does(
    client: Client, moderator: User
) -> None:
    DiscussionSettings.objects.create(pk=1)
    answer = client.get("/admin/comments/discussionsettings/1/change/")
    for heading in ("Asked to wait", "What a comment is held for", "Trust"):
        assert heading in answer.content.decode()
    fields = answer.context["adminform"].form.fields
    assert not [name for name, field in fields.items() if not field.help_text]


def test_each_box_of_the_list_of_reasons_says_which_it_is(
    client: Client, moderator: User
) -> None:
    reason = DeclineReason.objects.create(label="It names a town", words="Kind words.")
    page = client.get("/admin/comments/declinereason/").content.decode()
    assert f'aria-label="Position of “{reason}”"' in page


def test_reasons_are_no_more_than_the_list_has(client: Client, moderator: User) -> None:
    form = {"form-TOTAL_FORMS": 10**9, "form-INITIAL_FORMS": 10**9, "_save": "Save"}
    page = client.post("/admin/comments/declinereason/", form)
    assert len(page.context["cl"].formset.forms) <= 200
    assert b"Please submit at most" in page.content


def test_there_is_no_other_row_to_add(client: Client, moderator: User) -> None:
    DiscussionSettings.objects.create(pk=1)
    page = client.get("/admin/comments/discussionsettings/1/change/").content.decode()
    assert 'name="_addanother"' not in page
    assert "/admin/comments/discussionsettings/add/" not in page
