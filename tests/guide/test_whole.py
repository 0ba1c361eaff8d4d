"""The whole guide on one page."""

import re
from typing import Any

import pytest
from django.test import Client

from comments.models import Status
from guide.models import Guide, Post
from tests.make import make_comment, make_guide, make_post, make_question

pytestmark = pytest.mark.django_db

BODY = """[here](#same) [there](/posts/b/#same) [top](/posts/b/) [gone](/posts/b/#no)
[help](/help/)

![A cup](/media/0123456789abcdef-900x600.jpg)

## Same

### Deeper

#### Deepest
"""


@pytest.fixture
def guide() -> Guide:
    guide = make_guide(title="The guide", subtitle="In parts")
    make_post(guide=guide, position=2, slug="b", title="Second", body="## Same")
    make_post(guide=guide, position=1, slug="a", title="First", body=BODY)
    return guide


@pytest.fixture
def page(client: Client, guide: Guide, settings: Any) -> str:
    settings.SITE_URL = "https://bridge.example.org"
    whole = client.get("/whole-guide/").content.decode()
    return whole.split('id="help-panel"')[0]


def test_chapters_follow_each_other_beneath_one_title(page: str) -> None:
    headings = re.findall(r"<h(\d)(?: id=\"([^\"]*)\")?>(.*?)</h\d>", page)
    assert [(level, words) for level, _id, words in headings] == [
        ("1", "The guide"),
        ("2", "Contents"),
        ("2", "First"),
        ("3", "Same"),
        ("4", "Deeper"),
        ("5", "Deepest"),
        ("2", "Second"),
        ("3", "Same"),
    ]


def test_sections_can_be_pointed_at(page: str) -> None:
    links = re.findall(r'<a class="section-link" href="#([^"]*)"', page)
    assert links == ["chapter-a--same", "chapter-b--same"]


def test_no_id_is_there_twice(page: str) -> None:
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len({*ids})
    assert {"chapter-a--same", "chapter-b--same"} <= {*ids}


def test_contents_lead_to_chapters_and_their_sections(page: str) -> None:
    contents = page.split('<nav class="whole-contents beside"')[1].split("</nav>")[0]
    assert re.findall(r'href="#(.*?)">(.*?)<', contents) == [
        ("chapter-a", "First"),
        ("chapter-a--same", "Same"),
        ("chapter-b", "Second"),
        ("chapter-b--same", "Same"),
    ]


def test_links_between_chapters_stay_on_the_page(page: str) -> None:
    found = dict(re.findall(r'<a href="([^"]*)" rel="noopener[^>]*>(.*?)</a>', page))
    assert {words: address for address, words in found.items()} == {
        "here": "#chapter-a--same",
        "there": "#chapter-b--same",
        "top": "#chapter-b",
        "gone": "https://bridge.example.org/posts/b/#no",
        "help": "https://bridge.example.org/help/",
    }


def test_comments_are_left_out(client: Client, guide: Guide) -> None:
    post = guide.posts.all()[0]
    make_comment(Status.APPROVED, post=post, words="Something said beneath it")
    page = client.get("/whole-guide/").content.decode()
    assert "Something said" not in page and "<form" not in page
    assert f'href="{post.get_absolute_url()}"' in page


def test_pictures_come_from_the_host_that_was_asked(page: str) -> None:
    assert 'src="/media/0123456789abcdef-900x600.jpg"' in page
    assert "example.org/media/" not in page


def test_questions_are_sections_of_their_chapter(client: Client, guide: Guide) -> None:
    post = Post.objects.get(slug="b")
    make_question(post=post, question="Why?", slug="why", answer="# More\n\nWords.")
    page = client.get("/whole-guide/").content.decode()
    assert '<h3 id="chapter-b--why">Why?</h3>' in page
    assert '<h4 id="chapter-b--why--more">More</h4>' in page
