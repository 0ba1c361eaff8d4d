import re
import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test import Client

from guide import safety
from guide.models import Helpline, SiteSettings
from guide.pagecache import recording
from guide.pagecache.recording import Recording
from tests.make import make_helpline, make_member, make_page, make_post

pytestmark = pytest.mark.django_db

EXIT = "https://weather.example.org/"
CHANGE = "/admin/guide/sitesettings/1/change/"


def page_of(client: Client, address: str = "/") -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def title_of(client: Client, address: str) -> str:
    return page_of(client, address).split("<title>")[1].split("</title>")[0].strip()


def panel(client: Client, address: str = "/") -> str:
    return page_of(client, address).split("<dialog")[1].split("</dialog>")[0]


def fail(*args: Any) -> None:
    raise OperationalError("could not connect")


# The way out


def test_way_out_leads_where_the_owner_says_from_the_next_page_on(
    client: Client,
) -> None:
    assert EXIT not in page_of(client)
    SiteSettings.objects.create(pk=1, exit_url=EXIT)
    for address in ("/", "/nowhere/", "/step-card/"):
        assert page_of(client, address).count(f'href="{EXIT}"') == 3, address


@pytest.mark.parametrize(
    "url",
    [
        "http://weather.example.org/",
        "javascript:alert(1)",
        "weather",
        "https://",
        "https://footbridge.example.org/help/",
        "https://footbridge.example.org.:443/",
        "https://mail.example.org/",
    ],
)
def test_way_out_must_be_an_https_address_elsewhere(settings: Any, url: str) -> None:
    settings.SITE_URL = "https://footbridge.example.org"
    settings.MAIL_SITE_URL = "https://mail.example.org"
    with pytest.raises(ValidationError):
        SiteSettings(pk=1, exit_url=url).full_clean()


def test_owner_changes_it_in_the_admin(client: Client) -> None:
    client.force_login(make_member("Owners"))
    assert client.get("/admin/guide/sitesettings/")["Location"] == CHANGE
    assert client.get(CHANGE).status_code == 200
    assert client.get("/admin/guide/sitesettings/add/").status_code == 403
    for url in (EXIT, f"{EXIT}tomorrow"):
        assert client.post(CHANGE, {"exit_url": url}).status_code == 302
        assert SiteSettings.objects.get().exit_url == url
    answer = client.post(CHANGE, {"exit_url": "http://weather.example.org/"})
    assert b"This has to be an https address." in answer.content


@pytest.mark.parametrize("group", ["Authors", "Moderators"])
def test_others_do_not(client: Client, group: str) -> None:
    client.force_login(make_member(group))
    assert client.get("/admin/guide/sitesettings/").status_code == 403
    assert client.post(CHANGE, {"exit_url": EXIT}).status_code == 403


def test_page_says_that_the_history_stays(client: Client) -> None:
    page = page_of(client, "/nowhere/")
    assert 'aria-describedby="exit-hint"' in page
    hint = page.split('id="exit-hint"')[1].split("</p>")[0]
    assert "does not erase this browser’s history" in hint


@pytest.mark.parametrize(
    ("address", "status"), [("/", 503), ("/step-card/", 200), ("/no/where/", 404)]
)
def test_database_away_leaves_the_way_out_and_the_numbers(
    client: Client, monkeypatch: Any, address: str, status: int
) -> None:
    SiteSettings.objects.create(pk=1, exit_url=EXIT)
    monkeypatch.setattr(connection, "cursor", fail)
    assert client.get(address).status_code == status
    page = page_of(client, address)
    assert 'href="https://www.wikipedia.org/"' in page
    assert 'href="tel:112"' in page and 'href="/help/"' in page


# The help panel


def test_panel_begins_with_the_emergency_numbers(client: Client) -> None:
    make_helpline(name="A line", numbers="Call 988", url="https://line.example.org/")
    shown = panel(client)
    parts = ("tel:112", "<summary>United States", "A line", "tel:988", "/help/")
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)
    assert 'href="https://line.example.org/" rel="noreferrer"' in shown


def test_panel_follows_each_change_of_a_helpline(client: Client) -> None:
    line = make_helpline(name="A line")
    assert "A line" in panel(client)
    line.name = "Another"
    line.save()
    assert "Another" in panel(client)
    Helpline.objects.all().delete()
    assert "Another" not in panel(client)


def test_panel_is_made_once(django_assert_num_queries: Any) -> None:
    for _ in range(30):
        make_helpline()
    safety.load()
    with django_assert_num_queries(1):
        safety.load()


def test_panel_of_a_page_is_the_same_everywhere(client: Client) -> None:
    make_helpline()
    make_page(slug="help")
    post = make_post().get_absolute_url()
    assert panel(client, post) == panel(client, "/help/") == panel(client, "/nowhere/")


# Titles


def test_titles_tell_the_sites_name_alone(client: Client) -> None:
    make_page(slug="help", title="Help")
    post = make_post(title="The pause").get_absolute_url()
    for address in ("/", post, "/help/", "/steps/", "/nowhere/", "/step-card/"):
        assert title_of(client, address) == "Footbridge", address


def test_owner_may_want_full_titles(client: Client) -> None:
    SiteSettings.objects.create(pk=1, full_titles=True)
    post = make_post(title="The pause").get_absolute_url()
    assert title_of(client, post) == "The pause · Footbridge"
    assert title_of(client, "/") == "Footbridge"


@pytest.mark.parametrize("full", [False, True])
def test_title_of_a_refused_form_begins_with_error(client: Client, full: bool) -> None:
    SiteSettings.objects.create(pk=1, full_titles=full)
    answer = client.post(f"{make_post().get_absolute_url()}comments/", {"comment": ""})
    title = answer.content.decode().split("<title>")[1].split("</title>")[0].split()
    assert title[0] == "Error:" and title[-1] == "Footbridge"
    assert (len(title) > 2) is full


def test_page_that_was_made_without_the_settings_is_for_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = Recording(until=time.time() + 60)
    token = recording.begin(record)
    monkeypatch.setattr(connection, "cursor", fail)
    safety.load()
    recording.end(token)
    assert record.until <= time.time()
