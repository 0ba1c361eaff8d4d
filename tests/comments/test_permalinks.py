"""Numbers of comments tell nothing of an unlisted post."""

import re

import pytest
from django.test import Client

from comments.models import Comment, Report, Status
from tests.make import make_comment, make_post, report_data

pytestmark = pytest.mark.django_db
VIEWS = ("", "report/", "reported/")


@pytest.fixture
def comment() -> Comment:
    post = make_post(slug="nowhere", unlisted=True)
    return make_comment(Status.APPROVED, post=post, name="Wren", words="A lantern.")


@pytest.mark.parametrize("of", ["", "?of=", "?of=elsewhere"])
def test_number_alone_leads_nowhere(client: Client, comment: Comment, of: str) -> None:
    answers = [client.get(f"/comments/{comment.pk}/{view}{of}") for view in VIEWS]
    assert [answer.status_code for answer in answers] == [404, 404, 200]
    told = b"".join(answer.content for answer in answers)
    assert not {each for each in (b"nowhere", b"Wren", b"lantern") if each in told}


def test_number_and_post_lead_there(client: Client, comment: Comment) -> None:
    permalink, report, reported = (
        client.get(f"/comments/{comment.pk}/{view}?of=nowhere") for view in VIEWS
    )
    assert permalink["Location"] == f"/posts/nowhere/#comment-{comment.pk}"
    assert b"Wren" in report.content
    back = f'href="/comments/{comment.pk}/?of=nowhere"'.encode()
    assert back in report.content and back in reported.content


def test_report_is_told_only_by_who_knows_the_post(
    client: Client, comment: Comment
) -> None:
    path = f"/comments/{comment.pk}/report/"
    page = client.get(f"{path}?of=nowhere").content.decode()
    assert f'action="{path}?of=nowhere"' in page
    guessed = client.post(path, report_data(words="My words."))
    assert guessed.status_code == 404 and b"My words." in guessed.content
    assert not Report.objects.exists()
    told = client.post(f"{path}?of=nowhere", report_data())
    assert told["Location"] == f"/comments/{comment.pk}/reported/?of=nowhere"


@pytest.mark.parametrize(
    "address", ["/posts/nowhere/", "/steps/nowhere/", "/posts/nowhere/feed/"]
)
def test_all_links_to_it_name_the_post(
    client: Client, comment: Comment, address: str
) -> None:
    to_reply = make_comment(Status.APPROVED, parent=comment)
    make_comment(Status.APPROVED, parent=to_reply)
    Comment.objects.update(is_step=True)
    page = client.get(address).content.decode()
    links = re.findall(r"/comments/\d+/[^\"<]*", page)
    assert links and all(link.endswith("/?of=nowhere") for link in links)


def test_under_a_listed_post_the_number_is_enough(client: Client) -> None:
    comment = make_comment(Status.APPROVED)
    assert comment.get_absolute_url() == f"/comments/{comment.pk}/"
    for of in ("", "?of=anything"):
        assert client.get(f"/comments/{comment.pk}/{of}").status_code == 302
        assert client.get(f"/comments/{comment.pk}/report/{of}").status_code == 200
