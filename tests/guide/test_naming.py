from email import message_from_bytes
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from comments.letters import Letter
from guide import naming
from guide.models import SiteSettings
from guide.naming import Names
from tests.make import make_guide, make_mail, make_member, make_page, make_post

pytestmark = pytest.mark.django_db
CHANGE = "/admin/guide/sitesettings/1/change/"


@pytest.fixture
def chosen() -> SiteSettings:
    return SiteSettings.objects.create(
        pk=1,
        title="The Kettle Letters",
        neutral_name="Notes",
        tagline="A story & more.",
    )


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (("", "", ""), Names("Set up", "Set up")),
        (("", "Notes", "More."), Names("Notes", "Notes", "More.")),
        (("Letters", "", ""), Names("Letters", "Set up")),
    ],
)
def test_empty_name_is_the_one_below_it(
    settings: Any, given: tuple[str, str, str], names: Names
) -> None:
    settings.SITE_NAME = "Set up"
    assert Names.chosen(*given) == names


def test_title_heads_the_page_and_the_tab_tells_the_neutral_name(
    client: Client, chosen: SiteSettings
) -> None:
    page = client.get("/").content.decode()
    assert "<title>Notes</title>" in page
    header = page.split('class="site-header"')[1].split("</header>")[0]
    assert "The Kettle Letters" in header and "Notes" not in header
    assert page.count("A story &amp; more.") == 2  # for search engines, at the foot
    assert "Footbridge" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/feed/",
        "/feed.rss",
        "/feed.json",
        "/comments/feed/",
        "/posts/p/",
        "/guide.epub",
    ],
)
def test_neutral_name_is_what_else_tells(
    client: Client, chosen: SiteSettings, address: str
) -> None:
    make_post(slug="p", guide=make_guide())
    answer = client.get(address)
    told = answer.content.decode("utf-8", "replace") + str(answer.headers)
    assert "Footbridge" not in told
    assert "notes.epub" in told if address == "/guide.epub" else "Notes" in told


def test_mail_comes_from_the_neutral_name(chosen: SiteSettings, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Set up <site@example.org>"
    letter = Letter(make_mail(), "mo@example.org", "News", "Words.", "https://x.test/")
    letter.send()
    sent = message_from_bytes(mail.outbox[0].message().as_bytes())
    assert sent["From"] == "Notes <site@example.org>"


def test_name_that_the_operator_gave_to_mail_stays_without_another(
    settings: Any,
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Post <site@example.org>"
    assert naming.mailbox() == "Post <site@example.org>"


@pytest.mark.parametrize("name", ['Tea, "cake" & <co>', "桥", "a@b"])
def test_name_may_hold_what_headers_use(settings: Any, name: str) -> None:
    settings.DEFAULT_FROM_EMAIL = "site@example.org"
    SiteSettings.objects.create(pk=1, neutral_name=name)
    message = mail.EmailMessage("News", "Words.", naming.mailbox(), ["m@example.org"])
    header = message.message()["From"]
    from email.header import decode_header, make_header
    from email.utils import parseaddr

    shown, address = parseaddr(str(header))
    assert str(make_header(decode_header(shown))) == name
    assert address == "site@example.org"


@pytest.mark.parametrize("name", ["Two\nlines", "\x00", "a\u2028b", "x" * 61, "\u202e"])
def test_name_that_no_header_takes_is_refused(name: str) -> None:
    for field in ("title", "neutral_name"):
        with pytest.raises(ValidationError):
            SiteSettings(pk=1, **{field: name}).full_clean()


def test_owner_is_told_why(client: Client) -> None:
    client.force_login(make_member("Owners"))
    answer = client.post(CHANGE, {"neutral_name": "Notes\u2028Bcc", "tagline": "Kept."})
    assert "Letters, digits and usual signs on one line" in answer.content.decode()
    assert b'value="Kept."' in answer.content
    assert not SiteSettings.objects.exists()


def test_admin_is_headed_by_the_neutral_name(
    client: Client, chosen: SiteSettings
) -> None:
    assert b">Notes</a>" in client.get("/admin/login/").content
    client.force_login(make_member("Owners"))
    page = client.get(CHANGE).content
    assert b">Notes</a>" in page and b"Footbridge" not in page.replace(
        b'placeholder="Footbridge"', b""
    )


def test_statement_of_a_page_tells_the_names_too(
    client: Client, chosen: SiteSettings, django_assert_num_queries: Any
) -> None:
    make_page(slug="about", in_footer=True)
    with django_assert_num_queries(2):  # the page, and what every page asks
        client.get("/about/")
